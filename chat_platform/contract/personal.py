"""What concerns the user alone: use, places read, typing, preferences; and what is told of it."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chat_platform.contract.base import ClientId, Empty, WireModel
from chat_platform.contract.events import NonEmpty
from chat_platform.contract.standing import Plan

Count = Annotated[int, Field(ge=0)]
ColourScheme = Literal["auto", "light", "dark"]
# RFC 5646, reduced to language and region.
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
NumberFormat = Annotated[str, Field(pattern=r"^(auto|[a-z]{2,3}(-[A-Z]{2})?)$")]


class SeenUpTo(WireModel):
    """The highest ``seq`` of the thread that the user has seen."""

    seq: Annotated[int, Field(ge=1)]


class Wishes(WireModel):
    """Preferences to change; what is left out, or null, stays as it is."""

    colour_scheme: ColourScheme | None = None
    language: Language | None = Field(None, description="Of texts, as RFC 5646 writes it: en-GB")
    number_format: NumberFormat | None = Field(
        None, description="Whose way of writing numbers; auto: that of the browser's language"
    )


class UsageGet(WireModel):
    """Ask what the user's questions have cost so far; answered by ``usage``."""

    type: Literal["usage.get"]
    id: ClientId
    payload: Empty = Empty()


class Ack(WireModel):
    """Say how far the user has read a thread; answered by ``thread_read``.

    It never goes back: an older place than one told before changes nothing.
    """

    type: Literal["ack"]
    id: ClientId
    thread_id: str
    payload: SeenUpTo


class Typing(WireModel):
    """Say that the user is writing in a thread; answered by ``typing_noted``; never stored."""

    type: Literal["typing"]
    id: ClientId
    thread_id: str
    payload: Empty = Empty()


class PreferencesSet(WireModel):
    """Change preferences; answered by ``preferences``, all of them. Empty: only ask."""

    type: Literal["preferences.set"]
    id: ClientId
    payload: Wishes = Wishes()


# Replies. Those to ack, typing and preferences.set go to the user's other sockets, too,
# without reply_to.


class Today(WireModel):
    """How much the user has asked today, and how much the plan lets a user ask."""

    plan: Plan
    asked: Count = Field(description="Questions since midnight, UTC; deleted ones go on counting")
    included: Count | None = Field(description="Questions a day; null: any number")
    ends_at: datetime = Field(description="When the count begins anew: the next midnight, UTC")


class UsageTotals(WireModel):
    """What all runs of the user's questions used, those in deleted threads included."""

    type: ClassVar[str] = "usage"
    runs: Count = Field(description="Runs that ended, nested ones included")
    tool_calls: Count
    input_tokens: Count
    output_tokens: Count
    today: Today


class UsageUpdated(UsageTotals):
    """The same, told unasked to all the user's sockets when a question or a run changed it."""

    type: ClassVar[str] = "usage_updated"


class ThreadRead(WireModel):
    """How far the user has read a thread, on whatever device."""

    type: ClassVar[str] = "thread_read"
    thread_id: NonEmpty
    seq: Count


class TypingNoted(WireModel):
    """The user is writing in a thread."""

    type: ClassVar[str] = "typing_noted"
    thread_id: NonEmpty


class Preferences(WireModel):
    """The user's preferences."""

    type: ClassVar[str] = "preferences"
    colour_scheme: ColourScheme = "auto"
    language: str = "en-GB"
    number_format: str = "auto"
