"""Which agents were at work in how many scenarios, with which tools, and how long their runs took.

Each scenario leaves a sample, which travels with its report, from a worker too. How long a run
took is told by the platform's own clock, from ``agent_started`` to ``agent_completed``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.percentiles import Distribution

SAMPLE = "chat_is_king_agents"
FILE = "agents.json"
MEDIAN = 50


@dataclass
class AtWork:
    """What one agent did in a run of the suite.

    Attributes:
        scenarios: In how many scenario runs it was seen at work.
        runs: How long its runs took that were seen from beginning to end, in seconds.
        tools: What it used, by name.
    """

    scenarios: int = 0
    runs: Distribution = field(default_factory=Distribution)
    tools: set[str] = field(default_factory=set)


def sample_of(events: Iterable[AgentEvent]) -> tuple[str, object]:
    """A property of a test: what was seen of agents in this scenario, by whomever.

    Returns:
        With the agents by name: their tools, and the seconds that each run took.
    """
    # Several devices may have seen the same; and what a scenario has spoiled may hold anything.
    seen = {
        (e.run_id, e.kind, str(e.payload.get("call_id") or "")): e for e in events if e.kind.of_run
    }
    started = {run: e for (run, kind, _), e in seen.items() if kind is EventKind.AGENT_STARTED}
    did: dict[str, tuple[set[str], list[float]]] = {}
    for (run, kind, _), event in seen.items():
        if run not in started:
            continue
        tools, took = did.setdefault(str(started[run].payload.get("agent")), (set(), []))
        if kind is EventKind.TOOL_EXECUTING:
            tools.add(str(event.payload.get("tool")))
        began = started[run].timestamp
        if kind is EventKind.AGENT_COMPLETED and began and event.timestamp:
            took.append((event.timestamp - began).total_seconds())
    return SAMPLE, {agent: [sorted(tools), took] for agent, (tools, took) in did.items()}


def agents_of(reports: Iterable[pytest.TestReport]) -> dict[str, AtWork]:
    """What each agent did, by its name."""
    agents: dict[str, AtWork] = {}
    for report in reports:
        for name, sample in report.user_properties:
            if name != SAMPLE or not isinstance(sample, dict):
                continue
            for agent, (tools, took) in sample.items():
                at_work = agents.setdefault(agent, AtWork())
                at_work.scenarios += 1
                at_work.tools.update(tools)
                for seconds in took:
                    at_work.runs.add(seconds)
    return dict(sorted(agents.items()))


def lines_of(agents: Mapping[str, AtWork]) -> list[str]:
    """A line for each agent.

    Example:
        >>> lines_of({"triage": AtWork(2, Distribution.of([0.25]), {"search"})})
        ['triage  (2 scenario runs, 1 run, median 0.250 s; search)']
    """
    width = max(map(len, agents), default=0)
    lines = []
    for agent, did in agents.items():
        median = f", median {did.runs.at(MEDIAN):.3f} s" if did.runs.count else ""
        counts = f"{_many(did.scenarios, 'scenario run')}, {_many(did.runs.count, 'run')}"
        tools = ", ".join(sorted(did.tools)) or "no tools"
        lines.append(f"{agent:{width}}  ({counts}{median}; {tools})")
    return lines


def _read(file: Path) -> dict[str, AtWork]:
    return {
        agent: AtWork(
            row["scenario_runs"], Distribution.decode(row["histogram"]), set(row["tools"])
        )
        for agent, row in json.loads(file.read_text("utf-8")).items()
    }


def _together(one: dict[str, AtWork], other: Mapping[str, AtWork]) -> dict[str, AtWork]:
    for agent, did in other.items():
        both = one.setdefault(agent, AtWork())
        both.scenarios += did.scenarios
        both.runs.merge(did.runs)
        both.tools |= did.tools
    return dict(sorted(one.items()))


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def write(agents: Mapping[str, AtWork], folder: Path, *, add: bool = False) -> Path:
    """Keep the table as ``agents.json``; seconds throughout.

    Args:
        agents: What each did in this run.
        folder: Where the file is.
        add: Count what stands there already as well: this run is a part of that one.

    Returns:
        The file: agent -> scenario runs, runs, median, slowest, tools, and the whole histogram.
    """
    file = folder / FILE
    if add and file.is_file():
        agents = _together(_read(file), agents)
    table = {
        agent: {
            "scenario_runs": did.scenarios,
            "runs": did.runs.count,
            "median_s": round(did.runs.at(MEDIAN), 3) if did.runs.count else None,
            "slowest_s": round(did.runs.greatest, 3) if did.runs.count else None,
            "tools": sorted(did.tools),
            "histogram": did.runs.encode(),
        }
        for agent, did in agents.items()
    }
    file.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    return file
