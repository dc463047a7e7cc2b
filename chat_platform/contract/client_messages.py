"""Client -> server messages: ``{"type", "id", "thread_id"?, "payload"?}``.

``id`` is chosen by the client and names the message for good: a resend with the same
id is the same message. Replies carry it as ``reply_to``.
"""

from typing import Annotated, Literal

from pydantic import Field

from chat_platform.contract.base import ClientId, Empty, WireModel


class Text(WireModel):
    """What the user typed."""

    text: str


class NewThread(WireModel):
    """A new thread; without a title its first message names it."""

    title: Annotated[str, Field(max_length=200)] = ""


class WhichThreads(WireModel):
    """The threads in use, or those in the archive."""

    archived: bool = False


class LastSeen(WireModel):
    """The highest ``seq`` the client has of the thread; 0 when it has none."""

    last_seq: Annotated[int, Field(ge=0)]


class WhichRun(WireModel):
    """One agent run of the thread; a run that is nested in another one has an id of its own."""

    run_id: Annotated[str, Field(min_length=1)]


class MessageSend(WireModel):
    """Ask the agents something in a thread."""

    type: Literal["message.send"]
    id: ClientId
    thread_id: str
    payload: Text


class ThreadCreate(WireModel):
    """Begin a thread and follow it; answered by ``thread_opened``."""

    type: Literal["thread.create"]
    id: ClientId
    payload: NewThread = NewThread()


class ThreadListRequest(WireModel):
    """Ask for the user's threads; answered by ``thread_list``."""

    type: Literal["thread.list"]
    id: ClientId
    payload: WhichThreads = WhichThreads()


class ThreadOpen(WireModel):
    """Follow a thread from now on; answered by ``thread_opened``."""

    type: Literal["thread.open"]
    id: ClientId
    thread_id: str
    payload: Empty = Empty()


class HistoryGet(WireModel):
    """Ask for all messages of a thread; answered by ``history``."""

    type: Literal["history.get"]
    id: ClientId
    thread_id: str
    payload: Empty = Empty()


class Resume(WireModel):
    """Follow a thread and get all events after ``last_seq``, then ``resumed``."""

    type: Literal["resume"]
    id: ClientId
    thread_id: str
    payload: LastSeen


class RunCancel(WireModel):
    """Stop a run, with all that is nested in it and around it; answered by ``run_status``."""

    type: Literal["run.cancel"]
    id: ClientId
    thread_id: str
    payload: WhichRun


class RunStatusRequest(WireModel):
    """Ask how far a run is; answered by ``run_status``."""

    type: Literal["run.status"]
    id: ClientId
    thread_id: str
    payload: WhichRun


class AgentListRequest(WireModel):
    """Ask for the agents and their tools; answered by ``agent_list``."""

    type: Literal["agent.list"]
    id: ClientId
    payload: Empty = Empty()


class Ping(WireModel):
    """Heartbeat; answered by ``pong``."""

    type: Literal["ping"]
    id: ClientId
    payload: Empty = Empty()
