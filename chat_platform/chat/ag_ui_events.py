"""The frames of a run as AG-UI events.

Source: https://docs.ag-ui.com/spec/1.0. A nested run is a subagent of its parent's run. What
AG-UI has no field for goes into the events' open metadata, under ``chat-is-king``: the
frame's ``id``, ``seq``, ``thread_id`` and ``run_id``, and in ``payload`` the rest of its payload.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from ag_ui.core import (
    PROTOCOL_VERSION,
    AssistantMessage,
    BaseEvent,
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

from chat_platform.chat.tables import MessageRow
from chat_platform.contract import events
from chat_platform.contract.server_messages import MessageCreated, MessageDelta

Frame = dict[str, Any]
Written = Iterator[BaseEvent]

KEY = "chat-is-king"
CARRIED = ("id", "seq", "thread_id", "run_id")


class RunWriter:
    """Writes one run for one client, under the names that the client gave.

    Args:
        thread_name: The client's ``threadId``.
        run_name: The client's ``runId``.
    """

    def __init__(self, thread_name: str, run_name: str) -> None:
        self._thread, self._run = thread_name, run_name
        self._root = ""
        self._nested: set[str] = set()
        self._streaming: set[str] = set()
        self._ways: dict[str, Callable[[Frame, Any], Written]] = {
            events.AgentStarted.type: self._started,
            events.AgentThinking.type: self._thinking,
            events.ToolExecuting.type: self._executing,
            events.ToolCompleted.type: self._tool_completed,
            events.AgentCompleted.type: self._completed,
            MessageDelta.type: self._delta,
            MessageCreated.type: self._created,
        }

    def written(self, frame: Frame) -> list[BaseEvent]:
        """The AG-UI events that say what the frame says."""
        stamp = round(datetime.fromisoformat(frame["timestamp"]).timestamp() * 1000)
        told = list(self._ways[frame["type"]](frame, frame["payload"]))
        for event in told:
            event.timestamp = stamp
        return told

    def ends(self, frame: Frame) -> bool:
        """Whether the frame ends the run that the client asked for."""
        return (frame["type"], frame.get("run_id")) == (events.AgentCompleted.type, self._root)

    def _whose(self, frame: Frame) -> str | None:
        return frame["run_id"] if frame["run_id"] in self._nested else None

    def _started(self, frame: Frame, payload: Any) -> Written:
        parent = payload["context"]["parent_run_id"]
        metadata = _carried(frame, payload)
        if parent is None:
            self._root = frame["run_id"]
            yield RunStartedEvent(
                thread_id=self._thread,
                run_id=self._run,
                protocol_version=PROTOCOL_VERSION,
                metadata=metadata,
            )
            return
        self._nested.add(frame["run_id"])
        yield SubagentStartedEvent(
            subagent_run_id=frame["run_id"],
            name=payload["agent"],
            parent_subagent_run_id=parent if parent in self._nested else None,
            metadata=metadata,
        )

    def _thinking(self, frame: Frame, payload: Any) -> Written:
        whose = {"message_id": frame["id"], "subagent_run_id": self._whose(frame)}
        metadata = _carried(frame, payload, "reasoning")
        yield ReasoningStartEvent(**whose)
        yield ReasoningMessageStartEvent(**whose, role="reasoning", metadata=metadata)
        yield ReasoningMessageContentEvent(**whose, delta=payload["reasoning"])
        yield ReasoningMessageEndEvent(**whose)
        yield ReasoningEndEvent(**whose)

    def _executing(self, frame: Frame, payload: Any) -> Written:
        whose = {"tool_call_id": payload["call_id"], "subagent_run_id": self._whose(frame)}
        metadata = _carried(frame, payload, "call_id", "tool", "parameters")
        yield ToolCallStartEvent(**whose, tool_call_name=payload["tool"], metadata=metadata)
        yield ToolCallArgsEvent(**whose, delta=_json(payload["parameters"]))
        yield ToolCallEndEvent(**whose)

    def _tool_completed(self, frame: Frame, payload: Any) -> Written:
        ok = payload["status"] == "ok"
        yield ToolCallResultEvent(
            message_id=frame["id"],
            tool_call_id=payload["call_id"],
            content=_content(payload["result"]) if ok else payload["error"],
            role="tool",
            subagent_run_id=self._whose(frame),
            metadata=_carried(frame, payload, "call_id", *(["result"] if ok else [])),
        )

    def _completed(self, frame: Frame, payload: Any) -> Written:
        if frame["run_id"] in self._nested:
            yield _subagent_ended(frame, payload)
            return
        if payload["status"] == "failed":
            yield RunErrorEvent(
                message=payload["summary"],
                usage=_tokens(payload),
                metadata=_carried(frame, payload, "status", "summary"),
            )
            return
        cancelled = payload["status"] == "cancelled"
        outcome = RunFinishedCancelledOutcome() if cancelled else RunFinishedSuccessOutcome()
        yield RunFinishedEvent(
            thread_id=self._thread,
            run_id=self._run,
            result=payload["result"],
            outcome=outcome,
            usage=_tokens(payload),
            metadata=_carried(frame, payload, "status", "result"),
        )

    def _delta(self, frame: Frame, payload: Any) -> Written:
        name = payload["message_id"]
        if name not in self._streaming:
            self._streaming.add(name)
            yield TextMessageStartEvent(message_id=name, role="assistant")
        metadata = _carried(frame, payload, "message_id", "delta")
        yield TextMessageContentEvent(message_id=name, delta=payload["delta"], metadata=metadata)

    def _created(self, frame: Frame, payload: Any) -> Written:
        message = payload["message"]
        name = message["message_id"]
        if name not in self._streaming:
            yield TextMessageStartEvent(message_id=name, role="assistant")
            whole = {KEY: {"piece": False}}
            yield TextMessageContentEvent(message_id=name, delta=message["text"], metadata=whole)
        self._streaming.discard(name)
        rest = {field: value for field, value in message.items() if field != "message_id"}
        yield TextMessageEndEvent(message_id=name, metadata=_carried(frame, {"message": rest}))


def snapshot(said: Sequence[MessageRow], last_seq: int) -> MessagesSnapshotEvent:
    """The whole thread, each message under the name that its sender gave it.

    Args:
        said: Its messages, oldest first; at least the question.
        last_seq: Up to where they are told.
    """
    messages: list[Any] = []
    for row in said:
        model = UserMessage if row.author == "user" else AssistantMessage
        metadata = {KEY: {"message_id": row.id, "agent": row.agent}}
        messages.append(model(id=row.client_id or row.id, content=row.text, metadata=metadata))
    place = {"thread_id": said[0].thread_id, "last_seq": last_seq}
    return MessagesSnapshotEvent(messages=messages, metadata={KEY: {"payload": place}})


def _subagent_ended(frame: Frame, payload: Any) -> BaseEvent:
    name = frame["run_id"]
    if payload["status"] == "succeeded":
        metadata = _carried(frame, payload, "result")
        return SubagentFinishedEvent(
            subagent_run_id=name, result=payload["result"], metadata=metadata
        )
    return SubagentErrorEvent(
        subagent_run_id=name,
        message=payload["summary"],
        code=payload["status"],
        metadata=_carried(frame, payload),
    )


def _carried(frame: Frame, payload: Any, *told: str) -> dict[str, Any]:
    """The frame's envelope, and of its payload what is not told otherwise."""
    ours = {name: frame[name] for name in CARRIED if name in frame}
    rest = {name: value for name, value in payload.items() if name not in told}
    return {KEY: ours | ({"payload": rest} if rest else {})}


def _tokens(payload: Any) -> list[TokenUsage]:
    usage = payload["usage"]
    spent = {name: usage[name] for name in ("input_tokens", "output_tokens")}
    return [TokenUsage(**spent, total_tokens=sum(spent.values()))]


def _content(result: object) -> str:
    """A tool's result as AG-UI carries it: structured data as JSON, a text as it is."""
    return result if isinstance(result, str) else _json(result)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
