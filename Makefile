# Everything here is also plain pytest; see README.md.
PYTHON ?= python3
RUN := .venv/bin/python
WORKERS ?= auto
TIMES ?= 10
PORT ?= 8700

# Each of hundreds of processes would compile the suite again where this is set.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup journeys test lint unit sabotage repeat benchmark report platform documents lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install everything the suite needs into .venv and reports/ (once)
	@$(PYTHON) tools/set_up.py

journeys: setup ## run every feature against the reference platform and write the report
	@$(RUN) -m tools.journeys -n $(WORKERS) $(ARGS)

test: setup ## check everything: audit, linters, types, layers, tests, features, sabotage
	@$(RUN) -m tools.check

lint: setup ## only the audit, linters, types and layers
	@.venv/bin/pre-commit run --all-files

unit: setup ## only the tests of the instrument and of the platform's parts
	@$(RUN) -m pytest tests --ignore=tests/sabotage -n $(WORKERS) $(ARGS)

sabotage: setup ## break each promise on purpose and show that the suite notices
	@$(RUN) -m tests.sabotage $(ARGS)

repeat: setup ## run the features TIMES times, each time in another random order
	@$(RUN) -m tools.repeat $(TIMES) -n $(WORKERS) $(ARGS)

benchmark: setup ## measure how fast the checkers judge, and what escapes them
	@$(RUN) -m benchmarks

report: setup ## serve the report of the last run and print its address
	@test -f reports/allure-report/index.html || { echo "There is no report yet: make journeys"; exit 2; }
	@$(RUN) -m http.server --bind 127.0.0.1 --directory reports/allure-report $(PORT)

platform: setup ## start the reference platform alone, to click through by hand
	@$(RUN) -m chat_platform serve $(ARGS)

documents: setup ## write the platform's OpenAPI and AsyncAPI documents to docs/api
	@$(RUN) -m chat_platform documents --out docs/api

lock: ## choose the versions in requirements.lock again
	@uv pip compile --universal --generate-hashes --upgrade --group dev pyproject.toml \
		--custom-compile-command "make lock" --quiet --output-file requirements.lock

clean: ## delete everything that the set-up and the runs made
	rm -rf .venv .platform reports/node_modules reports/allure-results reports/allure-report \
		reports/artifacts reports/sabotage.json
