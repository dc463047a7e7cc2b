"""AG-UI events as events of our contract.

All 31 types are accounted for:

=========================== ==========================================================
AG-UI                       our event
=========================== ==========================================================
RUN_STARTED                 agent_started
RUN_FINISHED                agent_completed: succeeded; cancelled by its outcome; an
                            interrupt succeeded in what it did (`interrupted` is true)
RUN_ERROR                   agent_completed: failed. It ends the open calls and subagents
                            too. Before any run, or after RUN_FINISHED, it concerns no
                            open run: other
SUBAGENT_STARTED            agent_started of a nested run
SUBAGENT_FINISHED           agent_completed of a nested run
SUBAGENT_ERROR              agent_completed of a nested run: failed
STEP_STARTED                agent_thinking: its name
STEP_FINISHED               nothing: only that it was open is checked
REASONING_START, _END       nothing: they bracket the messages between them
REASONING_MESSAGE_START,
_CONTENT, _END, _CHUNK      agent_thinking, told at the end of the message
REASONING_ENCRYPTED_VALUE   other: nobody but the provider can read it
TOOL_CALL_START, _ARGS,
_END, _CHUNK                tool_executing, told when the arguments are complete
TOOL_CALL_RESULT            tool_completed
TEXT_MESSAGE_START          nothing yet
TEXT_MESSAGE_CONTENT,
_CHUNK                      message_delta, for what the agent says
TEXT_MESSAGE_END            message_created: all pieces joined
MESSAGES_SNAPSHOT           history: what people and agents said
STATE_SNAPSHOT, STATE_DELTA other: what an application shares with its agent is its own
ACTIVITY_SNAPSHOT, _DELTA   other: made for one widget each
CUSTOM                      what it carries of ours; otherwise other
RAW                         other
=========================== ==========================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from ag_ui.core import EventType

from test_framework.events.ag_ui.carried import PREFIX, carried, extra, moment
from test_framework.events.ag_ui.chunks import Chunks
from test_framework.events.ag_ui.endings import completed, pending_calls
from test_framework.events.ag_ui.messages import messages_in, said
from test_framework.events.ag_ui.patterns import Patterns
from test_framework.events.ag_ui.reading import read
from test_framework.events.checker import Notes
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.verdict import Verdict

NAME = "ag-ui"

Found = Iterator[AgentEvent]


@dataclass(slots=True)
class Item:
    """Something that streams: a message, a call, a thought."""

    opener: Any
    pieces: list[str] = field(default_factory=list)

    @property
    def joined(self) -> str:
        """All pieces so far."""
        return "".join(self.pieces)


class Decoder:
    """Reads one AG-UI stream: one answer of a server, or one export.

    Args:
        owner: Whose stream it is.
        connection: Its number among the user's connections.

    Example:
        >>> decoder = Decoder("Ada")
        >>> begun = '{"type": "RUN_STARTED", "threadId": "t1", "runId": "r1"}'
        >>> [str(event.kind) for event in decoder.feed(begun, frame=1, at=0.0)]
        ['agent_started']
        >>> str(decoder.verdict())
        'ag-ui: holds'
    """

    def __init__(self, owner: str, connection: int = 1) -> None:
        self._owner, self._connection = owner, connection
        self._notes = Notes()
        self._chunks = Chunks(owner, self._notes)
        self._patterns = Patterns(owner, self._notes)
        self._thread = self._run = ""
        self._open = False
        self._subagents: dict[str, str] = {}
        self._items: dict[tuple[str, str], Item] = {}
        self._tools: dict[str, str] = {}
        self._unanswered: dict[str, str] = {}
        self._client_tools: frozenset[str] = frozenset()
        self._frame, self._at = 0, 0.0

    def feed(self, payload: str | Mapping[str, Any], *, frame: int, at: float) -> list[AgentEvent]:
        """What the next event means.

        Args:
            payload: A ``data:`` payload, or its parsed JSON.
            frame: Its number in the user's frame log, or its line in a file.
            at: Arrival, seconds since the epoch.

        Returns:
            Events of our contract, often none. What cannot be read becomes a finding.
        """
        self._frame, self._at = frame, at
        event = read(payload, self._owner, frame, self._notes)
        if event is None:
            return []
        found: list[AgentEvent] = []
        for one in self._chunks.expanded(event, frame):
            self._patterns.feed(one, frame)
            found += self._meant(one)
        return found

    def verdict(self) -> Verdict:
        """Whether the stream has the form that AG-UI 1.0 gives it."""
        return self._notes.conclude(NAME)

    def _meant(self, event: Any) -> Found:  # noqa: C901, PLR0912 - the table, line by line
        match event.type:
            case EventType.RUN_STARTED:
                yield self._started(event)
            case EventType.RUN_FINISHED:
                yield self._finished(event)
            case EventType.RUN_ERROR:
                yield from self._failed(event)
            case EventType.SUBAGENT_STARTED:
                yield self._subagent_started(event)
            case EventType.SUBAGENT_FINISHED | EventType.SUBAGENT_ERROR:
                yield self._subagent_ended(event)
            case EventType.STEP_STARTED:
                yield self._told(EventKind.AGENT_THINKING, event, {"reasoning": event.step_name})
            case EventType.REASONING_MESSAGE_START:
                self._items["thought", event.message_id] = Item(event)
            case EventType.REASONING_MESSAGE_CONTENT:
                self._add("thought", event.message_id, event.delta)
            case EventType.REASONING_MESSAGE_END:
                yield from self._thought(event)
            case EventType.TOOL_CALL_START:
                self._tools[event.tool_call_id] = event.tool_call_name
                self._items["call", event.tool_call_id] = Item(event)
            case EventType.TOOL_CALL_ARGS:
                self._add("call", event.tool_call_id, event.delta)
            case EventType.TOOL_CALL_END:
                yield from self._called(event)
            case EventType.TOOL_CALL_RESULT:
                yield self._answered(event)
            case EventType.TEXT_MESSAGE_START:
                self._items["text", event.message_id] = Item(event)
            case EventType.TEXT_MESSAGE_CONTENT:
                yield from self._piece(event)
            case EventType.TEXT_MESSAGE_END:
                yield from self._message(event)
            case EventType.MESSAGES_SNAPSHOT:
                payload = {"thread_id": self._thread, "messages": messages_in(event)}
                yield self._told(EventKind.HISTORY, event, payload, run="")
            case EventType.CUSTOM if event.name.startswith(PREFIX) and carried(event):
                kind = EventKind.named(event.name.removeprefix(PREFIX))
                value = event.value if isinstance(event.value, dict) else {}
                yield self._told(kind, event, value, name=event.name.removeprefix(PREFIX))
            case kind if kind in OTHERS:
                yield self._other(event)

    def _other(self, event: Any) -> AgentEvent:
        return self._told(EventKind.OTHER, event, {}, run="", name=event.type.value)

    def _told(
        self,
        kind: EventKind,
        event: Any,
        payload: Mapping[str, Any],
        *,
        opener: Any = None,
        run: str | None = None,
        name: str = "",
    ) -> AgentEvent:
        """Our event: as it carries its envelope, or as the stream so far tells it."""
        ours = carried(opener, event)
        stamp = (
            event.timestamp if event.timestamp is not None else getattr(opener, "timestamp", None)
        )
        seq = ours.get("seq")
        return AgentEvent(
            kind=kind,
            type=name or kind.value,
            owner=self._owner,
            frame=self._frame,
            received_at=self._at,
            connection=self._connection,
            event_id=str(ours.get("id", "")),
            thread_id=str(ours.get("thread_id", "") if ours else self._thread),
            run_id=str(ours.get("run_id", "") if ours else self._run_of(event, opener, run)),
            seq=seq if isinstance(seq, int) else None,
            timestamp=moment(stamp),
            payload={**payload, **extra(ours)},
            reply_to=str(ours.get("reply_to", "")),
        )

    def _run_of(self, event: Any, opener: Any, run: str | None) -> str:
        if run is not None:
            return run
        for one in (opener, event):
            named = getattr(one, "subagent_run_id", None)
            if named in self._subagents:  # who was never announced only groups what it does
                return str(named)
        return self._run

    def _started(self, event: Any) -> AgentEvent:
        self._thread, self._run, self._open = event.thread_id, event.run_id, True
        self._subagents, self._unanswered = {}, {}
        asked = event.input.messages if event.input else []
        questions = [message.id for message in asked if message.role == "user"]
        advertised = event.input.tools if event.input else None
        self._client_tools = frozenset(tool.name for tool in advertised or ())
        context: dict[str, Any] = {"thread_id": event.thread_id, "parent_run_id": None}
        if event.parent_run_id:  # it runs in a stream of its own, which is not this one
            context["spawned_by"] = event.parent_run_id
        if questions:
            context["message_id"] = questions[-1]
        return self._told(EventKind.AGENT_STARTED, event, {"context": context}, run=event.run_id)

    def _subagent_started(self, event: Any) -> AgentEvent:
        name, parent = event.subagent_run_id, event.parent_subagent_run_id or self._run
        self._subagents[name] = parent
        context = {"thread_id": self._thread, "parent_run_id": parent}
        payload = {"agent": event.name, "context": context}
        return self._told(EventKind.AGENT_STARTED, event, payload, run=name)

    def _subagent_ended(self, event: Any) -> AgentEvent:
        name = event.subagent_run_id
        ended = self._told(EventKind.AGENT_COMPLETED, event, completed(event), run=name)
        self._subagents.pop(name, None)
        return ended

    def _finished(self, event: Any) -> AgentEvent:
        unanswered = {call: self._tools[call] for call in self._unanswered}
        left = pending_calls(event, unanswered, self._client_tools, self._notes, self._frame)
        payload = completed(event) | left
        self._open = False
        return self._told(EventKind.AGENT_COMPLETED, event, payload, run=event.run_id)

    def _failed(self, event: Any) -> Found:
        if not self._open and not carried(event):
            yield self._other(event)
            return
        self._open = False
        if not carried(event):  # who speaks our contract closes what it opened
            for call_id, run in self._unanswered.items():
                broken = {"call_id": call_id, "tool": self._tools[call_id], "status": "error"}
                broken["error"] = event.message
                yield self._told(EventKind.TOOL_COMPLETED, event, broken, run=run)
            for name in reversed(self._subagents):
                yield self._told(EventKind.AGENT_COMPLETED, event, completed(event), run=name)
        yield self._told(EventKind.AGENT_COMPLETED, event, completed(event), run=self._run)

    def _add(self, what: str, name: str, piece: str) -> None:
        if item := self._items.get((what, name)):  # without an opener it is a finding already
            item.pieces.append(piece)

    def _thought(self, event: Any) -> Found:
        item = self._items.pop(("thought", event.message_id), None)
        # Reasoning that a provider keeps to itself has no text; only an envelope says it should.
        if item is not None and (item.joined or carried(item.opener)):
            payload = {"reasoning": item.joined}
            yield self._told(EventKind.AGENT_THINKING, event, payload, opener=item.opener)

    def _called(self, event: Any) -> Found:
        item = self._items.pop(("call", event.tool_call_id), None)
        if item is None:
            return
        parameters: Any = item.joined
        with suppress(ValueError):  # else told as the text that it is: a checker sees it
            parameters = json.loads(parameters or "{}")
        name = item.opener.tool_call_name
        payload = {"call_id": event.tool_call_id, "tool": name, "parameters": parameters}
        told = self._told(EventKind.TOOL_EXECUTING, event, payload, opener=item.opener)
        self._unanswered[event.tool_call_id] = told.run_id
        yield told

    def _answered(self, event: Any) -> AgentEvent:
        call_id = event.tool_call_id
        payload: dict[str, Any] = {"call_id": call_id, "result": _content(event.content)}
        if call_id in self._tools:
            payload["tool"] = self._tools[call_id]
        run = None if event.subagent_run_id else self._unanswered.get(call_id)
        self._unanswered.pop(call_id, None)
        return self._told(EventKind.TOOL_COMPLETED, event, payload, run=run)

    def _piece(self, event: Any) -> Found:
        item = self._items.get(("text", event.message_id))
        if item is None:
            return
        item.pieces.append(event.delta)
        streams = event.delta and item.opener.role in (None, "assistant")
        if streams and carried(event).get("piece", True):
            payload = {"message_id": event.message_id, "delta": event.delta}
            yield self._told(EventKind.MESSAGE_DELTA, event, payload, run="")

    def _message(self, event: Any) -> Found:
        item = self._items.pop(("text", event.message_id), None)
        if item is None or item.opener.role not in (None, "assistant", "user"):
            return
        message = said(event.message_id, item.opener.role, item.opener.name, item.joined)
        message |= extra(carried(event)).get("message") or {}
        told = self._told(EventKind.MESSAGE_CREATED, event, {}, run="")
        yield replace(told, payload={**told.payload, "message": message})


OTHERS = {
    EventType.STATE_SNAPSHOT,
    EventType.STATE_DELTA,
    EventType.ACTIVITY_SNAPSHOT,
    EventType.ACTIVITY_DELTA,
    EventType.REASONING_ENCRYPTED_VALUE,
    EventType.CUSTOM,
    EventType.RAW,
}


def _content(content: str | list[Any]) -> Any:
    """A tool's result: structured data is serialised into text, so it is read from there."""
    if not isinstance(content, str):
        return [part.model_dump(mode="json", by_alias=True) for part in content]
    try:
        return json.loads(content)
    except ValueError:
        return content
