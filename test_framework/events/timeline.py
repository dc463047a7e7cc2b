"""A stream of events told in plain language, as a whole or around what a checker found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from test_framework.events.catalogue import Catalogue
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.verdict import Verdict
from test_framework.events.wording import part, short_id, shortened, text_part, title

MARGIN = 3


def timeline(events: Iterable[AgentEvent], catalogue: Catalogue | None = None) -> list[str]:
    """One line an event, with the time since the first one and the number of its frame.

    Args:
        events: In order of arrival, of one user or of several.
        catalogue: Names the agents as people see them; without it their stable names
            are made readable.

    Example:
        >>> thought = {"reasoning": "I add up the costs of each model.", "step": 1}
        >>> [event] = [AgentEvent(EventKind.AGENT_THINKING, "agent_thinking", "Ada", 5, 0.0,
        ...                       run_id="r1", payload=thought)]
        >>> timeline([event])
        ['   0.000 s  #5    Agent thinks: I add up the costs of each model.']
    """
    stream = list(events)
    several = len({event.owner for event in stream}) > 1
    begin = stream[0].received_at if stream else 0.0
    tell = Narrator(catalogue)
    return [
        f"{event.received_at - begin:8.3f} s  #{event.frame:<4} "
        f"{f'{event.owner} | ' if several else ''}{tell.in_words(event)}"
        for event in stream
    ]


def explain(
    verdict: Verdict, events: Sequence[AgentEvent], catalogue: Catalogue | None = None
) -> str:
    """The verdict and, for what it found, the timeline around the frames it names.

    Args:
        verdict: Of any checker that judged these events.
        events: One user's events: frame numbers of two users would be mistaken.
        catalogue: As for ``timeline``.
    """
    named = {number for finding in verdict.findings for number in finding.frames}
    if not named:
        return str(verdict)
    shown: list[str] = []
    left_out = False
    for event, line in zip(events, timeline(events, catalogue), strict=True):
        if any(abs(event.frame - number) <= MARGIN for number in named):
            shown += ["    ..."] if left_out else []
            shown.append(f"{'>' if event.frame in named else ' '} {line}")
            left_out = False
        else:
            left_out = True
    return "\n".join([str(verdict), "What was seen around it:", *shown])


class Narrator:
    """Puts events into words; it remembers who does each run, so feed it in order."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue
        self._agents: dict[tuple[str, str], str] = {}

    def in_words(self, event: AgentEvent) -> str:
        """What happened: "Cost analyst thinks: I add up the costs of each model."."""
        payload = event.payload
        if event.kind.of_run:
            return self._of_run(event)
        match event.kind:
            case EventKind.MESSAGE_DELTA:
                return f"a piece of the answer: {shortened(part(payload, 'delta'))}"
            case EventKind.MESSAGE_CREATED:
                author = part(payload, "message", "agent") or part(payload, "message", "author")
                return f"{title(str(author))} wrote: {shortened(part(payload, 'message', 'text'))}"
            case _:
                content = shortened(_json(dict(payload))) if payload else ""
                return f"{event.type} {content}".rstrip()

    def _of_run(self, event: AgentEvent) -> str:
        payload = event.payload
        match event.kind:
            case EventKind.AGENT_STARTED:
                name = text_part(payload, "agent")
                known = self._catalogue.title(name) if self._catalogue else None
                self._agents[event.owner, event.run_id] = known or title(name) or "Agent"
                does = f"starts run {short_id(event.run_id)}"
            case EventKind.AGENT_THINKING:
                does = f"thinks: {shortened(part(payload, 'reasoning'))}"
            case EventKind.TOOL_EXECUTING:
                asked = ", ".join(_asked(part(payload, "parameters")))
                given = f" with {shortened(asked)}" if asked else ""
                does = f"runs {text_part(payload, 'tool')}{given}"
            case EventKind.TOOL_COMPLETED:
                return _tool_ended(event)
            case _:
                summary = text_part(payload, "summary")
                does = f"{text_part(payload, 'status')}{_after(event, 'after')}"
                does += f": {shortened(summary)}" if summary else ""
        return f"{self._agent(event)} {does}"

    def _agent(self, event: AgentEvent) -> str:
        return self._agents.get((event.owner, event.run_id), "Agent")


def _asked(parameters: object) -> Iterator[str]:
    if isinstance(parameters, dict):
        for name, value in parameters.items():
            yield f"{name} {_json(value)}"


def _tool_ended(event: AgentEvent) -> str:
    tool = text_part(event.payload, "tool")
    if part(event.payload, "status") == "error":
        why = shortened(part(event.payload, "error"))
        return f"{tool} failed{_after(event, 'after')}: {why}"
    return (
        f"{tool} finished{_after(event, 'in')}: {shortened(_json(part(event.payload, 'result')))}"
    )


def _after(event: AgentEvent, word: str) -> str:
    """How long it took, where the platform says so."""
    took = part(event.payload, "duration_ms")
    return "" if took is None else f" {word} {took} ms"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
