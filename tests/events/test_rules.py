"""The table of rules: each is explained, and each has a broken stream that provokes it.

A case is one mutation of a good stream, made by hand where it is needed to name the words and
frames of the finding. Whatever module of this folder lists cases takes part.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest
from event_streams import Case

from test_framework.events.rules import Rule

PROOFS: defaultdict[str, list[Case]] = defaultdict(list)
for path in sorted(Path(__file__).parent.rglob("test_*.py")):
    if path != Path(__file__) and "\nCASES" in path.read_text("utf-8"):
        for case in import_module(path.stem).CASES:
            PROOFS[case.rule].append(case)


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_stream_that_provokes_it(rule: Rule) -> None:
    assert PROOFS[rule], f"add a case to tests/events that breaks the rule {rule}: {rule.meaning}"
    for case in PROOFS[rule]:
        case.prove()


def test_no_case_is_of_a_rule_that_is_not_in_the_table() -> None:
    assert {rule for rule, cases in PROOFS.items() if cases} == set(Rule)


def test_every_rule_says_what_it_promises() -> None:
    for rule in Rule:
        assert rule.meaning.endswith(".")
        assert len(rule.meaning.split()) >= 4
    assert len({rule.meaning for rule in Rule}) == len(Rule)


def test_every_finding_of_every_broken_stream_is_in_the_table() -> None:
    for cases in PROOFS.values():
        for case in cases:
            for finding in case.judged().findings:
                assert finding.rule == "unknown" or finding.rule in set(Rule)
                assert finding.text


def test_a_rule_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Rule.START_TWICE)) is Rule.START_TWICE  # noqa: S301
