"""Content: what each of the five events says is complete, coherent, and adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from test_framework.events.catalogue import Catalogue
from test_framework.events.checker import Notes, judge
from test_framework.events.dialect import CONTRACT, Dialect
from test_framework.events.fields import fields_are_good, problems_of
from test_framework.events.merging import MergingChecker
from test_framework.events.messages_seen import MessagesSeen
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.replays import Replays
from test_framework.events.rules import Rule
from test_framework.events.verdict import Verdict
from test_framework.events.views import Views
from test_framework.events.wording import part, run_of, seen, short_id, shortened, text_part

NAME = "content"
TOLERANCE_MS = 2_000


def check_content(
    events: Iterable[AgentEvent],
    *,
    ended: bool = True,
    catalogue: Catalogue | None = None,
    tolerance_ms: int = TOLERANCE_MS,
    timestamps: bool = True,
    dialect: Dialect = CONTRACT,
) -> Verdict:
    """Judge what the five events of all runs say.

    Args:
        events: All that the users' sockets received, in order of arrival.
        ended: False while more may come.
        catalogue: The platform's agents and tools; without it, agents, tools and
            parameters are not compared with anything.
        tolerance_ms: How far a stated duration may be from the timestamps around it:
            they are taken in a busy process, at moments that may lie apart.
        timestamps: Whether this platform says when an event happened.
        dialect: What the protocol has a place for.

    Returns:
        Broken with findings; unknown when there was no run, or one seen only in part;
        otherwise holds.
    """
    checker = ContentChecker(
        catalogue, tolerance_ms=tolerance_ms, timestamps=timestamps, dialect=dialect
    )
    return judge(checker, events, ended=ended)


@dataclass(slots=True)
class _Run:
    """What must be remembered of a run to judge its later events."""

    last: AgentEvent
    started: AgentEvent | None = None
    whole: bool = False
    failed: AgentEvent | None = None
    tools: dict[str, AgentEvent] = field(default_factory=dict)
    answers_before: int = 0


class ContentChecker(MergingChecker):
    """The incremental form of ``check_content``."""

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        *,
        tolerance_ms: int = TOLERANCE_MS,
        timestamps: bool = True,
        dialect: Dialect = CONTRACT,
    ) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._tolerance_ms = tolerance_ms
        self._timestamps = timestamps and dialect.timestamps
        self._dialect = dialect
        self._notes = Notes()
        self._replays = Replays()
        self._views = Views()
        self._messages = MessagesSeen()
        self._runs: dict[tuple[str, str], _Run] = {}
        self._unasked: list[AgentEvent] = []
        self._unstored: list[tuple[_Run, AgentEvent]] = []

    def _take(self, event: AgentEvent) -> None:
        if self._views.take(event):
            self._note_skip(event)
        if not self._replays.is_new(event):
            return
        self._messages.take(event)
        if not event.kind.of_run:
            return
        run = self._runs.setdefault((event.owner, event.run_id), _Run(event))
        self._remember(run, event)
        self._check_time(run, event)
        if fields_are_good(event, self._notes, self._dialect):
            self._check_meaning(run, event)
        run.last = event

    def _conclude(self, *, ended: bool) -> Verdict:
        notes = Notes(self._notes)
        if not self._runs:
            notes.unknown("No agent run was seen.")
        for event in self._unasked:
            self._note_unasked(notes, event)
        for run, event in self._unstored if ended else ():
            self._note_unstored(notes, run, event)
        for run in self._runs.values():
            if not run.whole:
                notes.unknown(f"{run_of(run.last)} was seen only in part: its sums are not known.")
        return notes.conclude(NAME)

    def _note_skip(self, event: AgentEvent) -> None:
        """The user came back to a thread and did not ask for what happened meanwhile."""
        for (owner, _), run in self._runs.items():
            same_thread = owner == event.owner and run.last.thread_id == event.thread_id
            if same_thread and run.last.kind is not EventKind.AGENT_COMPLETED:
                run.whole = False

    def _remember(self, run: _Run, event: AgentEvent) -> None:
        """Keep what later events are compared with, also when its fields are broken."""
        if event.kind is EventKind.AGENT_STARTED and run.started is None:
            run.started, run.whole = event, run.last is event
            run.answers_before = len(self._messages.answers(event))
        elif event.kind is EventKind.TOOL_EXECUTING:
            run.tools.setdefault(text_part(event.payload, "call_id"), event)

    def _check_meaning(self, run: _Run, event: AgentEvent) -> None:
        match event.kind:
            case EventKind.AGENT_STARTED:
                self._check_agent(event)
                self._check_context(event)
            case EventKind.TOOL_EXECUTING:
                self._check_tool(run, event)
            case EventKind.TOOL_COMPLETED:
                begun = run.tools.get(text_part(event.payload, "call_id"))
                tool = f"tool `{text_part(event.payload, 'tool')}`"
                self._check_duration(begun, event, tool)
                self._check_tool_outcome(event, tool)
            case EventKind.AGENT_COMPLETED:
                self._check_duration(run.started, event, "the run")
                self._check_run_outcome(run, event)
                if run.whole:
                    self._check_sums(run, event)

    def _check_time(self, run: _Run, event: AgentEvent) -> None:
        now, before = event.timestamp, run.last.timestamp
        if now is None:
            if self._timestamps:
                text = f"{run_of(event)}: {seen(event)} does not say when it happened."
                self._notes.broken(Rule.TIMESTAMP_MISSING, text, event.frame)
        elif before is not None and now < before:
            text = (
                f"{run_of(event)}: time runs backwards: {seen(event)} says {now:%H:%M:%S.%f}, "
                f"after {seen(run.last)} with {before:%H:%M:%S.%f}."
            )
            self._notes.broken(Rule.TIME_BACKWARDS, text, run.last.frame, event.frame)

    def _check_agent(self, event: AgentEvent) -> None:
        agent = text_part(event.payload, "agent")
        if self._catalogue and agent not in self._catalogue.agents:
            known = ", ".join(sorted(self._catalogue.agents))
            text = f"{run_of(event)}: there is no agent `{agent}` (frame {event.frame})"
            self._notes.broken(Rule.AGENT_UNKNOWN, f"{text}; known are {known}.", event.frame)

    def _check_context(self, event: AgentEvent) -> None:
        thread = text_part(event.payload, "context", "thread_id")
        if event.thread_id and thread != event.thread_id:
            text = (
                f"{run_of(event)}: its context names thread {short_id(thread)}, but it came "
                f"in thread {short_id(event.thread_id)} (frame {event.frame})."
            )
            self._notes.broken(Rule.CONTEXT_WRONG, text, event.frame)
        message = text_part(event.payload, "context", "message_id")
        partial = self._views.of(event.owner, event.thread_id).partial
        if not partial and message and message not in self._messages.questions(event):
            self._unasked.append(event)

    def _note_unasked(self, notes: Notes, event: AgentEvent) -> None:
        """A run whose question had not come before it, in a thread that shows questions."""
        if self._messages.questions(event):
            message = text_part(event.payload, "context", "message_id")
            text = (
                f"{run_of(event)}: its context names message {short_id(message)}, which "
                f"{event.owner} had not written in this thread (frame {event.frame})."
            )
            notes.broken(Rule.CONTEXT_WRONG, text, event.frame)

    def _note_unstored(self, notes: Notes, run: _Run, event: AgentEvent) -> None:
        """A run with a result whose thread shows messages, but not this one."""
        stored = self._messages.answers(event)[run.answers_before :]
        if all(text != text_part(event.payload, "result") for _, text in stored):
            text = (
                f"{run_of(event)} succeeded (frame {event.frame}), but its answer was never stored."
            )
            notes.broken(Rule.ANSWER_NOT_STORED, text, event.frame)

    def _check_tool(self, run: _Run, event: AgentEvent) -> None:
        agent_name = text_part(run.started.payload, "agent") if run.started else ""
        agent = self._catalogue.agents.get(agent_name) if self._catalogue else None
        if self._catalogue is None or agent is None:
            return
        name = text_part(event.payload, "tool")
        tool = agent.tools.get(name)
        if tool is None:
            others = [a.title for a in self._catalogue.agents.values() if name in a.tools]
            whose = f"it belongs to {' and '.join(others)}" if others else "no agent has it"
            text = (
                f"{run_of(event)}: {agent.title} may not use tool `{name}` "
                f"(frame {event.frame}): {whose}."
            )
            self._notes.broken(Rule.TOOL_UNKNOWN, text, event.frame)
            return
        problems = problems_of(tool.parameters, event.payload["parameters"])
        if problems:
            text = (
                f"{run_of(event)}: the parameters of tool `{name}` (frame {event.frame}) are "
                f"not valid against its schema: it {'; it '.join(problems)}."
            )
            self._notes.broken(Rule.PARAMETERS_INVALID, text, event.frame)

    def _check_tool_outcome(self, event: AgentEvent, tool: str) -> None:
        status, result = part(event.payload, "status"), part(event.payload, "result")
        error = text_part(event.payload, "error").strip()
        rule, wrong = Rule.TOOL_OUTCOME_UNCLEAR, ""
        if status == "ok" and error:
            rule, wrong = Rule.ERROR_AS_SUCCESS, f"is ok but has an error: {shortened(error)}"
        elif status == "ok" and result is None:
            wrong = "is ok but has no result"
        elif status == "error" and not error:
            wrong = "failed but does not say why"
        elif status == "error" and result is not None:
            wrong = "failed but has a result"
        if wrong:
            text = f"{run_of(event)}: {tool} {wrong} (frame {event.frame})."
            self._notes.broken(rule, text, event.frame)

    def _check_run_outcome(self, run: _Run, event: AgentEvent) -> None:
        status, answer = part(event.payload, "status"), text_part(event.payload, "result").strip()
        rule, wrong = Rule.RUN_OUTCOME_UNCLEAR, ""
        frames = [event.frame]
        if status == "succeeded" and run.failed is not None:
            rule, frames = Rule.ERROR_AS_SUCCESS, [run.failed.frame, event.frame]
            wrong = f"failed (frame {run.failed.frame}) and is then shown as succeeded"
        elif status == "succeeded" and not answer and self._dialect.needs(event.kind, "result"):
            wrong = "succeeded but has no result"
        elif status != "succeeded" and answer:
            wrong = f"has status {status} but has a result"
        if status != "succeeded":
            run.failed = event
        if wrong:
            text = f"{run_of(event)} {wrong} (frame {event.frame})."
            self._notes.broken(rule, text, *frames)

    def _check_sums(self, run: _Run, event: AgentEvent) -> None:
        said, counted = part(event.payload, "usage", "tool_calls"), len(run.tools)
        if said is not None and said != counted:
            text = (
                f"{run_of(event)} says it used {said} tools (frame {event.frame}), "
                f"but {counted} began."
            )
            self._notes.broken(Rule.USAGE_WRONG, text, event.frame)
        nested = run.started and text_part(run.started.payload, "context", "parent_run_id")
        answers = self._messages.answers(event)[run.answers_before :]
        result = text_part(event.payload, "result")
        if result and not answers and not nested and self._messages.questions(event):
            self._unstored.append((run, event))
        if answers and result and not nested and all(text != result for _, text in answers):
            frame, text = answers[-1]
            wrong = (
                f"{run_of(event)}: its result (frame {event.frame}: {shortened(result, 60)!r}) "
                f"is not the answer stored in frame {frame}: {shortened(text, 60)!r}."
            )
            self._notes.broken(Rule.ANSWER_DIFFERS, wrong, frame, event.frame)

    def _check_duration(self, begun: AgentEvent | None, event: AgentEvent, what: str) -> None:
        if begun is None or begun.timestamp is None or event.timestamp is None:
            return
        said = part(event.payload, "duration_ms")
        if said is None:  # the dialect has no place for it
            return
        spanned = round((event.timestamp - begun.timestamp) / timedelta(milliseconds=1))
        if abs(said - spanned) > self._tolerance_ms:
            text = (
                f"{run_of(event)}: {what} says it took {said} ms, but by its timestamps "
                f"it took {spanned} ms (frames {begun.frame} and {event.frame})."
            )
            self._notes.broken(Rule.DURATION_WRONG, text, begun.frame, event.frame)
