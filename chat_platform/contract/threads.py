"""Managing threads: the client's messages, and what the server says of them.

Each change is a log event for those who follow the thread. Everybody else of the same user
hears ``thread_changed`` or ``thread_removed``, which are also the replies to who asked.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chat_platform.contract.base import ClientId, Empty, WireModel
from chat_platform.contract.events import NonEmpty
from chat_platform.contract.server_messages import Thread


class Title(WireModel):
    """The new title of a thread."""

    title: Annotated[str, Field(max_length=200)]


class Wanted(WireModel):
    """Words to look for, in titles and messages; upper and lower case are the same."""

    text: Annotated[str, Field(max_length=200)]


class ThreadRename(WireModel):
    """Give a thread another title; answered by ``thread_changed``."""

    type: Literal["thread.rename"]
    id: ClientId
    thread_id: str
    payload: Title


class ThreadArchive(WireModel):
    """Put a thread away; answered by ``thread_changed``."""

    type: Literal["thread.archive"]
    id: ClientId
    thread_id: str
    payload: Empty = Empty()


class ThreadRestore(WireModel):
    """Take a thread out of the archive; answered by ``thread_changed``."""

    type: Literal["thread.restore"]
    id: ClientId
    thread_id: str
    payload: Empty = Empty()


class ThreadDelete(WireModel):
    """Delete a thread with all that is in it, for good; answered by ``thread_removed``.

    A run that goes on in it is stopped first.
    """

    type: Literal["thread.delete"]
    id: ClientId
    thread_id: str
    payload: Empty = Empty()


class ThreadSearch(WireModel):
    """Look for words in the user's threads; answered by ``threads_found``."""

    type: Literal["thread.search"]
    id: ClientId
    payload: Wanted


# Log events


class ThreadArchived(WireModel):
    """The thread was put away."""

    type: ClassVar[str] = "thread_archived"


class ThreadRestored(WireModel):
    """The thread was taken out of the archive."""

    type: ClassVar[str] = "thread_restored"


class ThreadDeleted(WireModel):
    """The last event of a thread: it is gone, and cannot be resumed."""

    type: ClassVar[str] = "thread_deleted"


# Replies, and words to the user's other sockets


class ThreadChanged(WireModel):
    """How a thread is now. Without ``reply_to``: another socket of the user changed it."""

    type: ClassVar[str] = "thread_changed"
    thread: Thread


class ThreadRemoved(WireModel):
    """A thread is gone. Without ``reply_to``: another socket of the user deleted it."""

    type: ClassVar[str] = "thread_removed"
    thread_id: NonEmpty


class Found(WireModel):
    """A thread with the words that were looked for."""

    thread: Thread
    excerpt: str | None = Field(description="Where they stand in its newest message; or null")


class ThreadsFound(WireModel):
    """The threads with the words that were looked for, newest first, archived ones too."""

    type: ClassVar[str] = "threads_found"
    found: list[Found]
