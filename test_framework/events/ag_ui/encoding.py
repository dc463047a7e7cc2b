"""Our events as AG-UI events: native where AG-UI has a place, the rest in the metadata.

A nested run shares its parent's stream, so it is a subagent there. What happens between two
runs (a question, an acknowledgement, a history) has no place in AG-UI, whose streams consist
of runs: it is left out, or written as CUSTOM events for a full record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ag_ui.core import (
    PROTOCOL_VERSION,
    AssistantMessage,
    BaseEvent,
    CustomEvent,
    MessagesSnapshotEvent,
    ReasoningEndEvent,
    ReasoningMessageContentEvent,
    ReasoningMessageEndEvent,
    ReasoningMessageStartEvent,
    ReasoningStartEvent,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    SubagentErrorEvent,
    SubagentFinishedEvent,
    SubagentStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    TokenUsage,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
    UserMessage,
)

from test_framework.events.ag_ui.carried import KEY, PREFIX, milliseconds, packed
from test_framework.events.history import messages_of
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.wording import part, text_part

Events = Iterator[BaseEvent]
RETURNED = ("result", "return_value")
WHOLE = {KEY: {"piece": False}}


@dataclass(slots=True)
class Encoder:
    """Writes the events of one thread, as one connection brought them, as an AG-UI stream.

    What is broken in them stays broken: an encoder repairs nothing.

    Attributes:
        between_runs: Whether what happens between runs is written too. AG-UI's clients refuse
            such a stream; it is for records that must lose nothing.

    Example:
        >>> started = AgentEvent(
        ...     EventKind.AGENT_STARTED, "agent_started", "Ada", 1, 0.0, thread_id="t", run_id="r"
        ... )
        >>> [event.type.value for event in Encoder().encode(started)]
        ['RUN_STARTED']
    """

    between_runs: bool = False
    _nested: dict[str, str] = field(default_factory=dict)
    _running: bool = False
    _streaming: dict[str, list[str]] = field(default_factory=dict)
    _thoughts: int = 0

    def encode(self, event: AgentEvent) -> list[BaseEvent]:
        """The AG-UI events that say what this one says; none when AG-UI cannot."""
        stamp = milliseconds(event.timestamp)
        if not (event.kind.of_run or self._running or self.between_runs):
            return []
        written = list(self._written(event))
        for one in written:
            one.timestamp = stamp
        return written

    def _written(self, event: AgentEvent) -> Events:
        match event.kind:
            case EventKind.AGENT_STARTED:
                yield self._start(event)
            case EventKind.AGENT_THINKING:
                yield from self._think(event)
            case EventKind.TOOL_EXECUTING:
                yield from self._call(event)
            case EventKind.TOOL_COMPLETED:
                yield self._result(event)
            case EventKind.AGENT_COMPLETED:
                yield self._end_nested(event) if event.run_id in self._nested else self._end(event)
            case EventKind.MESSAGE_DELTA:
                yield from self._piece(event)
            case EventKind.MESSAGE_CREATED:
                yield from self._message(event)
            case EventKind.HISTORY:
                yield _snapshot(event)
            case _:
                name = f"{PREFIX}{event.type}"
                value = dict(event.payload)
                yield CustomEvent(name=name, value=value, metadata=packed(event, {}))

    def _of(self, event: AgentEvent) -> str | None:
        """The subagent whose event it is; None for the run's own agent."""
        return event.run_id if event.run_id in self._nested else None

    def _start(self, event: AgentEvent) -> BaseEvent:
        parent = text_part(event.payload, "context", "parent_run_id")
        metadata = packed(event, event.payload)
        if not parent:
            self._running = True
            return RunStartedEvent(
                thread_id=event.thread_id,
                run_id=event.run_id,
                protocol_version=PROTOCOL_VERSION,
                metadata=metadata,
            )
        self._nested[event.run_id] = parent
        return SubagentStartedEvent(
            subagent_run_id=event.run_id,
            name=text_part(event.payload, "agent"),
            parent_subagent_run_id=parent if parent in self._nested else None,
            metadata=metadata,
        )

    def _think(self, event: AgentEvent) -> Events:
        self._thoughts += 1
        name = f"{event.run_id}-thought-{self._thoughts}"
        whose = {"message_id": name, "subagent_run_id": self._of(event)}
        reasoning = text_part(event.payload, "reasoning")
        metadata = packed(event, _without(event.payload, "reasoning"))
        yield ReasoningStartEvent(**whose)
        yield ReasoningMessageStartEvent(**whose, role="reasoning", metadata=metadata)
        if reasoning:
            yield ReasoningMessageContentEvent(**whose, delta=reasoning)
        yield ReasoningMessageEndEvent(**whose)
        yield ReasoningEndEvent(**whose)

    def _call(self, event: AgentEvent) -> Events:
        whose = {
            "tool_call_id": text_part(event.payload, "call_id"),
            "subagent_run_id": self._of(event),
        }
        metadata = packed(event, _without(event.payload, "call_id", "tool", "parameters"))
        name = text_part(event.payload, "tool")
        yield ToolCallStartEvent(**whose, tool_call_name=name, metadata=metadata)
        if "parameters" in event.payload:
            yield ToolCallArgsEvent(**whose, delta=_json(event.payload["parameters"]))
        yield ToolCallEndEvent(**whose)

    def _result(self, event: AgentEvent) -> BaseEvent:
        call_id = text_part(event.payload, "call_id")
        error = text_part(event.payload, "error")
        # A model and a person read the content: what went wrong belongs there.
        return ToolCallResultEvent(
            message_id=f"{call_id}-result",
            tool_call_id=call_id,
            content=error or _content(event.payload.get("result")),
            role="tool",
            subagent_run_id=self._of(event),
            metadata=packed(
                event, _without(event.payload, "call_id", *([] if error else ["result"]))
            ),
        )

    def _end(self, event: AgentEvent) -> BaseEvent:
        self._running = False
        status, usage = part(event.payload, "status"), _tokens(event.payload)
        if status == "failed":
            metadata = packed(event, _without(event.payload, "summary", "status"))
            return RunErrorEvent(
                message=text_part(event.payload, "summary"), usage=usage, metadata=metadata
            )
        cancelled = status == "cancelled"
        outcome = RunFinishedCancelledOutcome() if cancelled else RunFinishedSuccessOutcome()
        return RunFinishedEvent(
            thread_id=event.thread_id,
            run_id=event.run_id,
            result=_returned(event.payload),
            outcome=outcome,
            usage=usage,
            metadata=packed(event, _without(event.payload, *RETURNED, "status")),
        )

    def _end_nested(self, event: AgentEvent) -> BaseEvent:
        if part(event.payload, "status") in ("failed", "cancelled"):
            return SubagentErrorEvent(
                subagent_run_id=event.run_id,
                message=text_part(event.payload, "summary"),
                code=part(event.payload, "status"),
                metadata=packed(event, event.payload),
            )
        return SubagentFinishedEvent(
            subagent_run_id=event.run_id,
            result=_returned(event.payload),
            metadata=packed(event, _without(event.payload, *RETURNED)),
        )

    def _piece(self, event: AgentEvent) -> Events:
        name, delta = text_part(event.payload, "message_id"), text_part(event.payload, "delta")
        if name not in self._streaming:
            self._streaming[name] = []
            yield TextMessageStartEvent(message_id=name, role="assistant")
        self._streaming[name].append(delta)
        metadata = packed(event, _without(event.payload, "message_id", "delta"))
        yield TextMessageContentEvent(message_id=name, delta=delta, metadata=metadata)

    def _message(self, event: AgentEvent) -> Events:
        message = part(event.payload, "message")
        message = message if isinstance(message, Mapping) else {}
        name, text = text_part(message, "message_id"), text_part(message, "text")
        role: Any = "assistant" if part(message, "author") == "agent" else "user"
        pieces = self._streaming.pop(name, None)
        if pieces is None:
            yield TextMessageStartEvent(message_id=name, role=role)
            yield TextMessageContentEvent(message_id=name, delta=text, metadata=WHOLE)
        same = pieces is None or "".join(pieces) == text
        rest = {"message": _without(message, "message_id", *(["text"] if same else []))}
        yield TextMessageEndEvent(message_id=name, metadata=packed(event, rest))


def _returned(payload: Mapping[str, Any]) -> Any:
    """What a run returned: its answer, or what a stranger's run returned beside it."""
    return next((payload[name] for name in RETURNED if name in payload), None)


def _snapshot(event: AgentEvent) -> BaseEvent:
    messages: list[Any] = []
    for message in messages_of(event):
        model = AssistantMessage if message.get("author") == "agent" else UserMessage
        metadata = {KEY: _without(message, "message_id", "author", "text")}
        name, text = text_part(message, "message_id"), text_part(message, "text")
        messages.append(model(id=name, content=text, metadata=metadata))
    metadata = packed(event, _without(event.payload, "messages"))
    return MessagesSnapshotEvent(messages=messages, metadata=metadata)


def _tokens(payload: Mapping[str, Any]) -> list[TokenUsage] | None:
    used = {name: part(payload, "usage", name) for name in ("input_tokens", "output_tokens")}
    counts = {name: n for name, n in used.items() if isinstance(n, int) and n >= 0}
    return [TokenUsage(**counts)] if counts else None


def _without(payload: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


def _content(result: object) -> str:
    """A tool's result as text: what reads as a text only stays as it is."""
    if isinstance(result, str):
        try:
            json.loads(result)
        except ValueError:
            return result
    return _json(result)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
