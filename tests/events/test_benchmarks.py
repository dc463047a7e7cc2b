"""The benchmarks measure what they say: a lazy library, an escaped mutant, a moody verdict."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from benchmarks import events, mutants, replays
from benchmarks.contenders import Contender, contenders
from benchmarks.events import Course, as_ours, complaint
from benchmarks.report import RECORDING
from test_framework.events import fields
from test_framework.events.model import EventKind
from test_framework.events.verdict import Verdict
from test_framework.wire.recording import read

COURSE = Course(read(RECORDING))


@pytest.mark.parametrize("contender", contenders(), ids=lambda each: each.name)
def test_every_library_accepts_the_real_and_rejects_the_broken_events(contender: Contender) -> None:
    assert complaint(contender, COURSE) == ""


@pytest.mark.parametrize("kind", [EventKind.AGENT_THINKING, EventKind.AGENT_COMPLETED])
def test_a_library_that_accepts_anything_or_nothing_is_noticed(kind: EventKind) -> None:
    ours = contenders()[0]
    lazy = replace(ours, validators={**ours.validators, kind: lambda _payload: True})
    assert f"accepts a broken {kind}" in complaint(lazy, COURSE)
    harsh = replace(ours, validators={**ours.validators, kind: lambda _payload: False})
    assert complaint(harsh, COURSE) == "rejects a real event"


def test_the_real_conversation_holds_on_the_whole_way_by_each_library() -> None:
    before = dict(fields._VALIDATORS)
    for contender in contenders():
        undo = as_ours(contender)
        assert COURSE.whole_way()
        undo()
    assert before == fields._VALIDATORS
    assert COURSE.all_checkers()


def test_what_does_not_hold_is_not_measured() -> None:
    with pytest.raises(RuntimeError, match="not found to hold"):
        events.per_second(lambda: False, 1)


def test_mutants_are_made_judged_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert mutants.main(["--each", "3"]) == 0
    told = capsys.readouterr().out
    assert "99 mutants, seed 1" in told
    assert "escaped" in told


def test_an_escaped_mutant_is_counted_and_named() -> None:
    row = mutants.Row("here", "drop")
    row.take(iter([Verdict.of("sequence", [])]), "", "drop: agent_started (frame 4)")
    row.take(iter([Verdict.unknown("sequence", "why")]), "", "x")
    row.take(iter([Verdict.of("sequence", [])]), "it came again", "x")
    assert row.told() == ["drop", "3", "0", "1", "1", "1", "50.00 %"]
    assert row.escaped == ["drop: agent_started (frame 4)"]


def test_verdicts_that_differ_are_noticed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(replays, "HASH_SEEDS", ("0",))
    monkeypatch.setattr(replays, "replayed", lambda *_: "")
    assert replays.main(["--times", "2"]) == 0
    moods = count()
    monkeypatch.setattr(replays, "verdicts", lambda _file: str(next(moods)))
    assert replays.main(["--times", "2"]) == 1
    assert "Verdicts differ." in capsys.readouterr().out


def test_another_process_with_other_hashes_says_the_same() -> None:
    first, second = (replays.replayed(RECORDING, seed) for seed in ("1", "2"))
    assert first == second
    assert "sequence: holds" in first
