"""Changing what was said: the client's messages, and the log events that tell of it."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chat_platform.contract.base import ClientId, WireModel
from chat_platform.contract.events import NonEmpty
from chat_platform.contract.server_messages import Message, Rating


class WhichMessage(WireModel):
    """One message of the thread."""

    message_id: Annotated[str, Field(min_length=1)]


class NewText(WhichMessage):
    """A message, and what it shall say."""

    text: str


class Opinion(WhichMessage):
    """An answer, and what the user thinks of it; null takes an opinion back."""

    rating: Rating | None


class MessageEdit(WireModel):
    """Change the text of one's own message; answered by ``message_changed``.

    Answers stay as they are: ``message.retry`` asks again.
    """

    type: Literal["message.edit"]
    id: ClientId
    thread_id: str
    payload: NewText


class MessageDelete(WireModel):
    """Delete one's own message with the answers to it; answered by ``messages_removed``."""

    type: Literal["message.delete"]
    id: ClientId
    thread_id: str
    payload: WhichMessage


class MessageRetry(WireModel):
    """Ask the same again; answered by ``message_accepted`` with another ``run_id``."""

    type: Literal["message.retry"]
    id: ClientId
    thread_id: str
    payload: WhichMessage


class MessageFeedback(WireModel):
    """Say whether an answer helped; answered by ``message_changed``."""

    type: Literal["message.feedback"]
    id: ClientId
    thread_id: str
    payload: Opinion


# Log events


class MessageEdited(WireModel):
    """A message says something else from now on."""

    type: ClassVar[str] = "message_edited"
    message: Message


class MessagesDeleted(WireModel):
    """A question and the answers to it are gone."""

    type: ClassVar[str] = "messages_deleted"
    message_ids: list[NonEmpty]


class MessageRated(WireModel):
    """The user said what an answer is worth, or took that back."""

    type: ClassVar[str] = "message_rated"
    message_id: NonEmpty
    rating: Rating | None


class EventErased(WireModel):
    """Stands in the place of an event that told of messages which were deleted since."""

    type: ClassVar[str] = "event_erased"
    erased_at: datetime


# Replies


class MessageChanged(WireModel):
    """How a message is now."""

    type: ClassVar[str] = "message_changed"
    message: Message


class MessagesRemoved(WireModel):
    """These messages are gone."""

    type: ClassVar[str] = "messages_removed"
    message_ids: list[NonEmpty]
