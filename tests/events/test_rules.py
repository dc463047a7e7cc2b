"""The table of rules: each is explained, and each has a broken stream that triggers it."""

from __future__ import annotations

import pickle

import test_content
import test_contract
import test_delivery
import test_digests
import test_isolation
import test_sequence
import test_timing

from test_framework.events.rules import Rule

CASES = [
    case
    for module in (
        test_sequence,
        test_content,
        test_delivery,
        test_isolation,
        test_digests,
        test_contract,
        test_timing,
    )
    for case in module.CASES
]


def test_every_rule_has_a_stream_that_breaks_it() -> None:
    assert {case.rule for case in CASES} == set(Rule)


def test_every_rule_says_what_it_promises() -> None:
    for rule in Rule:
        assert rule.meaning.endswith(".")
        assert len(rule.meaning.split()) >= 4
    assert len({rule.meaning for rule in Rule}) == len(Rule)


def test_every_finding_of_every_broken_stream_is_in_the_table() -> None:
    for case in CASES:
        for finding in case.judged().findings:
            assert finding.rule == "unknown" or finding.rule in set(Rule)
            assert finding.text


def test_a_rule_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Rule.START_TWICE)) is Rule.START_TWICE  # noqa: S301
