"""Messages that were acknowledged or shown: stored once, and in every later history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from test_framework.events.checker import Notes
from test_framework.events.message_fates import MessageFates
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.wording import part, seen, short_id, shortened, text_part


@dataclass(slots=True)
class _Book:
    """What one user was told of one thread's messages, by message id."""

    owner: str
    acknowledged: dict[str, AgentEvent] = field(default_factory=dict)
    created: dict[str, AgentEvent] = field(default_factory=dict)
    fates: MessageFates = field(default_factory=MessageFates)
    histories: list[AgentEvent] = field(default_factory=list)
    events: dict[int, AgentEvent] = field(default_factory=dict)

    def known(self) -> Iterator[tuple[str, int | None, AgentEvent]]:
        """Each message once, its seq, and the event that told of it."""
        for message_id, event in self.created.items():
            yield message_id, event.seq, event
        for message_id, event in self.acknowledged.items():
            if message_id not in self.created:
                seq = part(event.payload, "seq")
                yield message_id, seq if isinstance(seq, int) else None, event


class StoredMessages:
    """Checks what became of messages; feed it what is new only (see ``Replays``)."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._books: dict[tuple[str, str], _Book] = {}

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""
        if event.seq is not None:
            self._book(event, event.thread_id).events.setdefault(event.seq, event)
        match event.kind:
            case EventKind.MESSAGE_ACCEPTED:
                book = self._book(event, text_part(event.payload, "thread_id"))
                book.acknowledged.setdefault(text_part(event.payload, "message_id"), event)
            case EventKind.MESSAGE_CREATED:
                self._take_created(self._book(event, event.thread_id), event)
            case EventKind.MESSAGE_EDITED | EventKind.MESSAGES_DELETED:
                self._book(event, event.thread_id).fates.feed(event)
            case EventKind.HISTORY:
                self._book(event, text_part(event.payload, "thread_id")).histories.append(event)

    def conclude(self, notes: Notes, *, ended: bool) -> None:
        """Compare what was told with what is in the histories."""
        for book in self._books.values():
            for history in book.histories:
                _check_history(notes, book, history)
            for earlier, later in pairwise(book.histories):
                _compare_with_earlier(notes, book, earlier, later)
            if ended:
                _note_other_event_in_place(notes, book)
                _note_stored_for_each_attempt(notes, book)

    def _book(self, event: AgentEvent, thread_id: str) -> _Book:
        key = event.owner, thread_id
        book = self._books.get(key)
        if book is None:
            book = self._books[key] = _Book(event.owner)
        return book

    def _take_created(self, book: _Book, event: AgentEvent) -> None:
        message_id = text_part(event.payload, "message", "message_id")
        first = book.created.setdefault(message_id, event)
        if first is event or (event.seq is not None and event.seq == first.seq):
            return
        text = (
            f"Message {short_id(message_id)} of {book.owner} was stored twice "
            f"(frames {first.frame} and {event.frame})."
        )
        self._notes.broken(Rule.MESSAGE_TWICE, text, first.frame, event.frame)


def _check_history(notes: Notes, book: _Book, history: AgentEvent) -> None:
    shown = messages_of(history)
    counted = Counter(text_part(message, "message_id") for message in shown)
    owner, where = book.owner, f"in the history (frame {history.frame})"
    for message_id, times in counted.items():
        if times > 1:
            text = f"Message {short_id(message_id)} of {owner} stands {times} times {where}."
            notes.broken(Rule.MESSAGE_TWICE, text, history.frame)
    up_to = part(history.payload, "last_seq")
    for message_id, seq, event in book.known():
        if seq is not None and isinstance(up_to, int):
            should_be_there = seq <= up_to
        else:
            should_be_there = event.frame < history.frame
        gone = book.fates.deleted(message_id, up_to)
        if should_be_there and message_id not in counted and not gone:
            told = "acknowledged" if event.kind is EventKind.MESSAGE_ACCEPTED else "shown"
            text = (
                f"Message {short_id(message_id)} of {owner} was {told} (frame {event.frame}) "
                f"but is not {where}."
            )
            notes.broken(Rule.MESSAGE_LOST, text, event.frame, history.frame)
    _compare_with_shown(notes, book, history, shown)


def _compare_with_shown(
    notes: Notes, book: _Book, history: AgentEvent, shown: list[Mapping[str, Any]]
) -> None:
    """The texts and the order of a history against what came live."""
    highest, highest_event = 0, history
    for message in shown:
        message_id = text_part(message, "message_id")
        live = book.created.get(message_id)
        if live is None:
            continue
        then, now = text_part(live.payload, "message", "text"), text_part(message, "text")
        then = book.fates.text(message_id, part(history.payload, "last_seq"), then)
        if then != now:
            text = (
                f"Message {short_id(message_id)} of {book.owner} was {shortened(then, 40)!r} "
                f"(frame {live.frame}) and is {shortened(now, 40)!r} in the history "
                f"(frame {history.frame})."
            )
            notes.broken(Rule.MESSAGE_CHANGED, text, live.frame, history.frame)
        place = live.frame if live.seq is None else live.seq
        if place < highest:
            text = (
                f"In the history of {book.owner} (frame {history.frame}) message "
                f"{short_id(message_id)} (frame {live.frame}) comes after a message that was "
                f"written later (frame {highest_event.frame})."
            )
            notes.broken(Rule.HISTORY_OUT_OF_ORDER, text, history.frame)
        else:
            highest, highest_event = place, live


def _compare_with_earlier(
    notes: Notes, book: _Book, earlier: AgentEvent, later: AgentEvent
) -> None:
    """What one history told must be in the next; what came live is compared with that."""
    told, then = part(earlier.payload, "last_seq"), part(later.payload, "last_seq")
    if isinstance(told, int) and isinstance(then, int) and then < told:
        return  # it was overtaken on the way, through another connection
    before = [text_part(message, "message_id") for message in messages_of(earlier)]
    after = [text_part(message, "message_id") for message in messages_of(later)]
    strangers = {name for name in before if name not in book.created | book.acknowledged}
    for message_id in dict.fromkeys(before):
        if (
            message_id in strangers
            and message_id not in after
            and not book.fates.deleted(message_id, then)
        ):
            text = (
                f"Message {short_id(message_id)} of {book.owner} was in the history (frame "
                f"{earlier.frame}) but is not in the next one (frame {later.frame})."
            )
            notes.broken(Rule.MESSAGE_LOST, text, earlier.frame, later.frame)
    kept = [name for name in dict.fromkeys(before) if name in after]
    now = [name for name in dict.fromkeys(after) if name in before]
    moved = next((new for old, new in zip(kept, now, strict=True) if old != new), None)
    if moved is not None and strangers & set(kept):
        text = (
            f"The history of {book.owner} came in another order: message {short_id(moved)} stands "
            f"elsewhere in frame {later.frame} than in frame {earlier.frame}."
        )
        notes.broken(Rule.HISTORY_OUT_OF_ORDER, text, earlier.frame, later.frame)


def _note_other_event_in_place(notes: Notes, book: _Book) -> None:
    """An acknowledgement that names a seq which turned out to be something else."""
    for message_id, event in book.acknowledged.items():
        place = part(event.payload, "seq")
        actual = book.events.get(place) if isinstance(place, int) else None
        if actual is None or message_id in book.created or book.fates.deleted(message_id, None):
            continue
        text = (
            f"Message {short_id(message_id)} of {book.owner} was acknowledged as seq {place} "
            f"(frame {event.frame}), but seq {place} is {seen(actual)}."
        )
        notes.broken(Rule.MESSAGE_LOST, text, event.frame, actual.frame)


def _note_stored_for_each_attempt(notes: Notes, book: _Book) -> None:
    """The same text of a user more often stored than acknowledged: a resend stored anew."""
    if not book.acknowledged:
        return
    stored: dict[str, tuple[str, int]] = {}
    for history in book.histories:
        for message in messages_of(history):
            _remember_question(stored, message, history.frame)
    for event in book.created.values():
        _remember_question(stored, event.payload.get("message"), event.frame)
    copies = Counter(text for text, _ in stored.values())
    answered = Counter(stored[m][0] for m in book.acknowledged if m in stored)
    for text, times in copies.items():
        if times > max(1, answered[text]):
            where = sorted({frame for said, frame in stored.values() if said == text})
            words = (
                f"Message {shortened(text, 40)!r} of {book.owner} is stored {times} times, "
                f"but {answered[text] or 'none'} of them acknowledged (last in frame {where[-1]})."
            )
            notes.broken(Rule.MESSAGE_TWICE, words, *where)


def _remember_question(stored: dict[str, tuple[str, int]], message: Any, frame: int) -> None:
    if isinstance(message, Mapping) and message.get("author") == "user":
        stored[text_part(message, "message_id")] = text_part(message, "text"), frame


def messages_of(history: AgentEvent) -> list[Mapping[str, Any]]:
    """The messages in a history; none where it is damaged."""
    found = part(history.payload, "messages")
    return [m for m in found if isinstance(m, Mapping)] if isinstance(found, list) else []
