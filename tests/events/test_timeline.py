"""Timelines: what people read about a stream."""

from __future__ import annotations

from dataclasses import replace

from test_framework.events.catalogue import Catalogue
from test_framework.events.examples import AGENT_LIST, Stream, altered, good, without
from test_framework.events.model import EventKind
from test_framework.events.sequence import check_sequence
from test_framework.events.timeline import explain, timeline


def words(line: str) -> str:
    return line.split("#", 1)[1].split(None, 1)[1]


def test_every_event_of_a_run_is_told_in_plain_words() -> None:
    lines = timeline(good(), Catalogue.from_agent_list(AGENT_LIST))
    assert [words(line) for line in lines[2:]] == [
        "User wrote: Who spent most?",
        "Cost analyst starts run r1",
        "Cost analyst thinks: Thought 1",
        "Cost analyst thinks: Thought 2",
        "Cost analyst runs top_spenders with count 3",
        'top_spenders finished in 40 ms: [{"model": "Opal", "cost_usd": "12.50"}]',
        "a piece of the answer: **Opal**",
        "a piece of the answer: cost most.",
        "Cost analyst wrote: **Opal** cost most.",
        "Cost analyst succeeded after 110 ms: Found the top spenders",
    ]


def test_lines_begin_with_the_time_since_the_first_event_and_the_frame() -> None:
    lines = timeline(good())
    assert lines[0].startswith("   0.000 s  #1    ")
    assert lines[4].startswith("   0.030 s  #5    ")


def test_failures_are_told() -> None:
    stream = Stream().started().tool(status="error", result=None, error="no model Moonbeam")
    stream.ended(status="failed", result=None, summary="Could not tell")
    lines = timeline(stream.events)
    assert words(lines[2]) == "top_spenders failed after 40 ms: no model Moonbeam"
    assert words(lines[3]).startswith("Cost analyst failed after")


def test_several_users_are_told_apart() -> None:
    lines = timeline([good()[0], replace(good()[0], owner="Alan")])
    assert ["Ada | " in lines[0], "Alan | " in lines[1]] == [True, True]


def test_long_and_damaged_contents_make_one_short_line() -> None:
    stream = Stream().reply(EventKind.OTHER, note="x\n" * 500)
    stream.event(EventKind.TOOL_EXECUTING, "r1", parameters="none")
    lines = timeline([*stream.events, *altered(good(), 5, payload={})])
    assert all("\n" not in line and len(line) < 200 for line in lines)


def test_a_verdict_is_explained_by_what_was_seen_around_it() -> None:
    events = without(good(), 8)
    verdict = check_sequence(events)
    told = explain(verdict, events).splitlines()
    assert told[0] == "sequence: broken"
    assert told[2] == "What was seen around it:"
    marked = [line for line in told if line.startswith(">")]
    assert ["#7" in marked[0], "#12" in marked[1], len(marked)] == [True, True, 2]
    assert not any("#3 " in line for line in told)


def test_frames_far_apart_are_joined_by_dots() -> None:
    events = [replace(e, frame=e.frame * 5) for e in without(good(), 8)]
    assert "    ..." in explain(check_sequence(events), events).splitlines()


def test_a_verdict_without_frames_is_told_as_it_is() -> None:
    assert explain(check_sequence(good()), good()) == "sequence: holds"
    assert explain(check_sequence([]), []) == "sequence: unknown\n  - No agent run was seen."
