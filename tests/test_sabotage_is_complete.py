"""Every promise has a sabotage, every sabotage a promise, and a proof cannot be had for nothing."""

import re
from dataclasses import replace as replace_where

import pytest

from tests.sabotage import breaks
from tests.sabotage.__main__ import main, one_of_each
from tests.sabotage.catalogue import SABOTAGES, Sabotage, replace, rewrite
from tests.sabotage.proof import ROOT, armed, features_with, judge

PROMISES = {
    promise
    for file in (ROOT / "features").rglob("*.feature")
    for promise in re.findall(r"@promise:(\S+)", file.read_text("utf-8"))
}
BROKEN = {sabotage.promise for sabotage in SABOTAGES.values()}
SABOTAGE = Sabotage("loss", "kept", "Messages are lost.", "was lost", lambda: None)


def test_every_promise_is_broken_by_a_sabotage():
    assert breaks.__all__
    assert sorted(PROMISES - BROKEN) == []


def test_every_sabotage_breaks_a_promise_that_is_given():
    assert sorted(BROKEN - PROMISES) == []


def test_by_lot_each_promise_is_broken_once_and_in_time_in_every_way():
    drawn = [one_of_each(seed) for seed in range(200)]
    assert all(sorted(each.promise for each in one) == sorted(BROKEN) for one in drawn)
    assert {each.name for one in drawn for each in one} == set(SABOTAGES)
    assert one_of_each(7) == drawn[7]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["doors-are-open", "--one-of-each"], "but not both"),
        (["--seed", "7"], "it needs --one-of-each"),
    ],
)
def test_what_would_be_ignored_is_refused(arguments, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_the_features_of_a_promise_are_found():
    assert [file.rpartition("/")[2] for file in features_with("sign-up")] == [
        "signing_up_with_email.feature"
    ]


@pytest.mark.parametrize(
    ("status", "failures", "caught"),
    [
        pytest.param(1, {"a": "AssertionError: it was lost"}, True, id="red, and says why"),
        pytest.param(
            1, {"a": "AssertionError: the door is shut"}, False, id="red for another reason"
        ),
        pytest.param(0, {}, False, id="green"),
        pytest.param(1, {}, False, id="nothing failed by itself"),
        pytest.param(2, {"a": "it was lost"}, False, id="the run broke off"),
    ],
)
def test_only_a_failure_that_names_the_break_counts(status, failures, caught):
    assert judge(SABOTAGE, status, failures, "").caught is caught


def test_a_patch_of_something_that_is_gone_is_an_error():
    with pytest.raises(AttributeError):
        replace(SABOTAGE, "no_such_thing", lambda _: None)


def test_a_rewrite_of_something_that_is_gone_is_an_error():
    with pytest.raises(AssertionError, match="has become stale"):
        rewrite("static/js/chat.js", "no such line", "")


def test_the_platform_is_broken_where_it_is_launched_and_the_suite_where_it_runs():
    of_platform, of_suite = armed(SABOTAGE), armed(replace_where(SABOTAGE, where="suite"))
    assert of_platform[0] == "--platform-command"
    assert "tests.sabotage.launch loss serve" in of_platform[1]
    assert of_suite == ["-p", "tests.sabotage.suite", "--sabotage", "loss"]


def test_what_promises_no_platform_is_broken_in_the_suite():
    of_units = {
        promise
        for file in (ROOT / "features" / "events").glob("*.feature")
        for promise in re.findall(r"@promise:(\S+)", file.read_text("utf-8"))
    }
    assert of_units
    for sabotage in SABOTAGES.values():
        if sabotage.promise in of_units:
            assert sabotage.where == "suite", sabotage.name
