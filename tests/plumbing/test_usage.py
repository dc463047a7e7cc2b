"""Bad input gets a clear sentence and exit status 2."""

from __future__ import annotations

import pytest

from tests.plumbing.conftest import CONFTEST, FEATURE, SmallSuite

pytest_plugins = ["pytester"]

FAILING_FIXTURE = """
import pytest
from test_framework.targets import UsageError

@pytest.fixture(scope="session")
def taken_port():
    raise UsageError("Port 8000 is taken: stop what listens there, or name another.")
"""
NEEDS_PORT = '@then("there is a port")\ndef _(taken_port):\n    pass\n'


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["nowhere"], "file or directory not found: nowhere"),
        (["--seed", "abc"], "--seed takes a number from 0 to 4294967295; it got 'abc'"),
        (["--seed", "-1"], "--seed takes a number"),
        (["--patience", "0"], "--patience takes a number from 0.1 to 1000; it got '0'"),
        (["--slowmo", "fast"], "--slowmo takes a number from 0 to 60000; it got 'fast'"),
        (["--tracing", "yes"], "--tracing takes on, off, retain-on-failure; it got 'yes'"),
        (["--screenshot", "no"], "--screenshot takes on, off, only-on-failure; it got 'no'"),
        (["--base-url", "localhost:80"], "--base-url takes an address like http://localhost:8000"),
        (["--platform-command", "'"], "--platform-command cannot be read"),
        (["-m", "smoek"], "Unknown marker(s) in '-m' expression: smoek"),
    ],
)
def test_a_wrong_option_is_explained(suite: SmallSuite, args: list[str], said: str) -> None:
    result = suite.run_apart(*args)
    assert result.ret == 2
    assert said in result.stderr.str() + result.stdout.str()
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


def test_an_unknown_target_lists_the_known_ones(suite: SmallSuite) -> None:
    suite.write("conftest.py", CONFTEST.replace('== "small"', '== "other"'))
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*There is no target named 'small'. Known targets: *"])


def test_tests_without_scenarios_need_no_target(suite: SmallSuite) -> None:
    suite.write("conftest.py", CONFTEST.replace('== "small"', '== "other"'))
    suite.write("tests/test_part.py", "def test_part():\n    assert True\n")
    suite.run("tests").assert_outcomes(passed=1)


def test_what_a_fixture_cannot_do_ends_the_run(suite: SmallSuite) -> None:
    suite.write("conftest.py", CONFTEST + FAILING_FIXTURE)
    suite.add_steps(NEEDS_PORT)
    suite.write("features/agents/asking.feature", f"{FEATURE}      And there is a port\n")
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*Exit: Port 8000 is taken: stop what listens there*"])


def test_what_a_step_cannot_do_ends_the_run(suite: SmallSuite) -> None:
    suite.add_steps(
        "from test_framework.targets import UsageError\n"
        '@then("there is a browser")\ndef _():\n    raise UsageError("Install a browser.")\n'
    )
    suite.write("features/agents/asking.feature", f"{FEATURE}      And there is a browser\n")
    result = suite.run_apart()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*Exit: Install a browser.*"])
    assert [each["name"] for each in suite.results()] == ["A plain question [browser]"]


def test_what_a_worker_cannot_do_ends_the_run_and_is_said_once(suite: SmallSuite) -> None:
    suite.write("conftest.py", CONFTEST + FAILING_FIXTURE)
    suite.add_steps(NEEDS_PORT)
    suite.write("features/agents/asking.feature", f"{FEATURE}      And there is a port\n")
    result = suite.run_apart("-n2")
    assert result.ret == 2
    assert result.stderr.str().count("Port 8000 is taken") == 1


def test_results_do_not_replace_somebodys_files(suite: SmallSuite) -> None:
    precious = suite.write("reports/allure-results/thesis.txt", "my thesis")
    result = suite.run_apart()
    assert result.ret == 2
    assert "holds no Allure results but something else" in result.stderr.str()
    assert precious.read_text() == "my thesis"
