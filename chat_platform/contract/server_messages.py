"""Server -> client messages besides the five agent events.

*Log events* belong to a thread: they carry ``thread_id`` and a gapless ``seq``, are
stored before they are sent, and are sent again on ``resume``. *Replies* answer one
client message: they carry ``reply_to`` and neither ``thread_id`` nor ``seq``.
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from chat_platform.contract.attachments import Attachment
from chat_platform.contract.base import WireModel
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.events import NonEmpty
from chat_platform.contract.standing import Plan, Role

Seq = Annotated[int, Field(ge=1)]
Rating = Literal["up", "down"]
RunState = Literal["waiting", "running", "stopping", "ended"]


class Message(WireModel):
    """One message of a thread, as history and live events show it."""

    message_id: NonEmpty
    author: Literal["user", "agent"]
    agent: str | None = Field(description="The agent's name when the author is an agent")
    text: str = Field(description="As it was written: plain text, or the agent's Markdown")
    html: str = Field(description="The text rendered and sanitised, safe to insert in a page")
    created_at: datetime
    edited_at: datetime | None = Field(None, description="When its text was changed last")
    rating: Rating | None = Field(None, description="What the user thinks of the answer")


class Thread(WireModel):
    """A conversation of one user."""

    thread_id: NonEmpty
    title: str
    created_at: datetime
    last_seq: Annotated[int, Field(ge=0)]
    read_seq: Annotated[int, Field(ge=0)] = Field(0, description="How far the user has read it")
    archived: bool = Field(False, description="Whether it was put away; nothing is written in it")


# Log events


class ThreadCreated(WireModel):
    """The first event of every thread (``seq`` 1)."""

    type: ClassVar[str] = "thread_created"
    title: str


class ThreadRenamed(WireModel):
    """The thread has a new title (the first message names an untitled thread)."""

    type: ClassVar[str] = "thread_renamed"
    title: NonEmpty


class MessageCreated(WireModel):
    """A message was stored in the thread, by the user or by an agent."""

    type: ClassVar[str] = "message_created"
    message: Message


class MessageDelta(WireModel):
    """A piece of the answer. All pieces of one ``message_id`` joined equal its text."""

    type: ClassVar[str] = "message_delta"
    message_id: NonEmpty
    delta: NonEmpty


# Replies


class MessageAccepted(WireModel):
    """The message is durable. A resend of the same id gets the same acceptance."""

    type: ClassVar[str] = "message_accepted"
    message_id: NonEmpty
    thread_id: NonEmpty
    seq: Seq = Field(description="The seq of the message_created event")
    run_id: NonEmpty = Field(description="The run that will answer it; it can be stopped already")
    accepted_at: datetime


class ThreadOpened(WireModel):
    """The socket now follows the thread: events after ``last_seq`` will arrive."""

    type: ClassVar[str] = "thread_opened"
    thread: Thread


class ThreadList(WireModel):
    """The user's threads, newest first."""

    type: ClassVar[str] = "thread_list"
    threads: list[Thread]


class History(WireModel):
    """All messages of a thread up to ``last_seq``, oldest first."""

    type: ClassVar[str] = "history"
    thread_id: NonEmpty
    messages: list[Message]
    attachments: list[Attachment] = Field([], description="The files of the thread, oldest first")
    last_seq: Annotated[int, Field(ge=0)]
    newest_run_seq: Seq | None = Field(
        None,
        description="Where the newest run that a user asked for begins, up to last_seq: who "
        "resumes from just before it can show what the agents did; null when there is none",
    )


class Resumed(WireModel):
    """Everything after the client's ``last_seq`` up to ``to_seq`` has been sent."""

    type: ClassVar[str] = "resumed"
    thread_id: NonEmpty
    from_seq: Annotated[int, Field(ge=0)]
    to_seq: Annotated[int, Field(ge=0)]


class RunStatus(WireModel):
    """How far a run is. The events of a run that is stopping tell when it has ended."""

    type: ClassVar[str] = "run_status"
    run_id: NonEmpty
    state: RunState


class ToolDescription(WireModel):
    """A tool an agent may use, with the JSON Schema of its parameters."""

    name: NonEmpty
    description: str
    parameters: dict[str, Any]


class AgentDescription(WireModel):
    """An agent the user can be served by."""

    name: NonEmpty
    title: NonEmpty = Field(description="The name people see, for example Cost analyst")
    description: str
    included: bool = Field(description="Whether the user's plan includes it")
    tools: list[ToolDescription]


class AgentList(WireModel):
    """All agents with their tools."""

    type: ClassVar[str] = "agent_list"
    agents: list[AgentDescription]


class Pong(WireModel):
    """The answer to ``ping``."""

    type: ClassVar[str] = "pong"


class Error(WireModel):
    """Something was refused or went wrong: what, and what to do next. No internals."""

    type: ClassVar[str] = "error"
    code: ErrorCode
    message: NonEmpty
    what_next: NonEmpty
    field: str | None = None
    retry_after_s: float | None = None


class ServerDraining(WireModel):
    """The server is about to close this socket with 1012: reconnect and resume."""

    type: ClassVar[str] = "server_draining"
    reconnect_after_ms: Annotated[int, Field(ge=0)]


class PlanChanged(WireModel):
    """The user's plan or role is another one from now on; told to all the user's sockets."""

    type: ClassVar[str] = "plan_changed"
    plan: Plan
    role: Role
