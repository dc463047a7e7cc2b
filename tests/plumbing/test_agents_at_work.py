"""The table of the agents: what is counted of a scenario, what is shown, what is kept."""

import json
from datetime import UTC, datetime, timedelta

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.percentiles import Distribution
from test_framework.reporting.agents import agents_of, lines_of, sample_of, write

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


class Report:
    """As much of a test's report as is read."""

    def __init__(self, *properties):
        self.user_properties = list(properties)


def event(kind, run, after=0.0, **payload):
    at = NOON + timedelta(seconds=after)
    return AgentEvent(kind, kind.value, "Ada", 1, 0.0, run_id=run, timestamp=at, payload=payload)


def a_run(run, agent, took, *tools):
    return [
        event(EventKind.AGENT_STARTED, run, agent=agent),
        *(event(EventKind.TOOL_EXECUTING, run, tool=t, call_id=t) for t in tools),
        event(EventKind.AGENT_COMPLETED, run, took, status="succeeded"),
    ]


def test_what_two_devices_saw_counts_once():
    events = a_run("r1", "triage", 0.5, "search") + a_run("r1", "triage", 0.5, "search")
    (found,) = agents_of([Report(sample_of(events))]).values()
    assert (found.scenarios, found.runs.count, found.tools) == (1, 1, {"search"})


def test_scenarios_runs_and_tools_add_up():
    first = sample_of(a_run("r1", "triage", 0.125, "search") + a_run("r2", "triage", 0.5))
    second = sample_of(a_run("r3", "triage", 0.25, "spending") + a_run("r4", "data", 0.25))
    agents = agents_of([Report(first, ("another", {})), Report(), Report(second)])
    assert lines_of(agents) == [
        "data    (1 scenario run, 1 run, median 0.250 s; no tools)",
        "triage  (2 scenario runs, 3 runs, median 0.250 s; search, spending)",
    ]


def test_a_run_that_never_ended_or_never_began_takes_no_time():
    events = [
        event(EventKind.AGENT_STARTED, "r1", agent="triage"),
        event(EventKind.AGENT_COMPLETED, "r2", 1.0, status="failed"),
    ]
    agents = agents_of([Report(sample_of(events))])
    assert lines_of(agents) == ["triage  (1 scenario run, 0 runs; no tools)"]


def test_what_was_spoiled_on_its_way_breaks_nothing():
    spoiled = event(EventKind.TOOL_EXECUTING, "r1", tool=["?"], call_id={})
    started = event(EventKind.AGENT_STARTED, "r1", agent={"?": 1})
    assert len(agents_of([Report(sample_of([started, spoiled]))])) == 1


def test_the_table_is_kept(tmp_path):
    sample = sample_of(a_run("r1", "triage", 0.5, "search"))
    file = write(agents_of([Report(sample)]), tmp_path)
    kept = json.loads(file.read_text("utf-8"))["triage"]
    assert Distribution.decode(kept.pop("histogram")).count == 1
    assert kept == {
        "scenario_runs": 1,
        "runs": 1,
        "median_s": 0.5,
        "slowest_s": 0.5,
        "tools": ["search"],
    }


def test_a_part_of_a_run_adds_to_the_other_parts(tmp_path):
    write(agents_of([Report(sample_of(a_run("r1", "triage", 0.5, "search")))]), tmp_path)
    more = a_run("r2", "triage", 0.25, "spending") + a_run("r3", "data", 0.25)
    file = write(agents_of([Report(sample_of(more))]), tmp_path, add=True)
    kept = json.loads(file.read_text("utf-8"))
    assert list(kept) == ["data", "triage"]
    assert (kept["triage"]["scenario_runs"], kept["triage"]["runs"]) == (2, 2)
    assert kept["triage"]["tools"] == ["search", "spending"]
