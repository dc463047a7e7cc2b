"""Streamed answers: the pieces of each, joined, are the message that is stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from test_framework.events.checker import Notes
from test_framework.events.history import messages_of
from test_framework.events.message_fates import deleted_by
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.wording import frames, seen, short_id, shortened, text_part


@dataclass(slots=True)
class _Answer:
    """One streamed message.

    Attributes:
        pieces: Its deltas, in order of arrival.
        stored: Its ``message_created``; None until it came.
        due: Whether a run succeeded with it, so that it must be stored.
        cut_off: Whether a run failed or was cancelled while it streamed.
    """

    pieces: list[AgentEvent] = field(default_factory=list)
    stored: AgentEvent | None = None
    due: bool = False
    cut_off: bool = False

    @property
    def joined(self) -> str:
        """All pieces so far."""
        return "".join(text_part(piece.payload, "delta") for piece in self.pieces)


class Answers:
    """Checks the pieces of answers; feed it what is new only (see ``Replays``)."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._answers: dict[tuple[str, str], dict[str, _Answer]] = {}
        self._streaming: dict[tuple[str, str], dict[str, _Answer]] = {}
        self._seen: dict[tuple[str, str], set[int]] = {}
        self._first_seen: dict[tuple[str, str], AgentEvent] = {}
        self._read: set[tuple[str, str]] = set()
        self._deleted: set[tuple[str, str]] = set()

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""
        thread = event.owner, event.thread_id
        if event.seq is not None:
            self._seen.setdefault(thread, set()).add(event.seq)
        match event.kind:
            case EventKind.MESSAGE_DELTA:
                message_id = text_part(event.payload, "message_id")
                self._take_piece(self._answer(event, message_id), event, message_id)
            case EventKind.MESSAGE_CREATED:
                message_id = text_part(event.payload, "message", "message_id")
                answer = self._answer(event, message_id)
                if answer.pieces and answer.stored is None:
                    self._compare(answer, event)
                answer.stored = answer.stored or event
                self._streaming.get(thread, {}).pop(message_id, None)
            case EventKind.AGENT_COMPLETED:
                failed = event.payload.get("status") != "succeeded"
                for answer in self._streaming.get(thread, {}).values():
                    answer.due = answer.due or answer.joined == event.payload.get("result")
                    answer.cut_off = answer.cut_off or failed
            case EventKind.MESSAGES_DELETED:
                self._deleted |= {(event.owner, name) for name in deleted_by(event)}
            case EventKind.HISTORY:
                for message in messages_of(event):
                    self._read.add((event.owner, text_part(message, "message_id")))

    def conclude(self, notes: Notes, *, ended: bool) -> None:
        """Note answers that streamed and were never stored."""
        for (owner, _), answers in self._answers.items():
            for message_id, answer in answers.items():
                kept = answer.stored or (owner, message_id) in self._read
                # Of what was deleted before it was seen, an erased event is in its place.
                deleted = (owner, message_id) in self._deleted
                excused = deleted or (answer.cut_off and not answer.due)
                if ended and answer.pieces and not kept and not excused:
                    numbers = [piece.frame for piece in answer.pieces]
                    text = (
                        f"Message {short_id(message_id)} of {owner} streamed "
                        f"({frames(numbers)}) but was never stored."
                    )
                    notes.broken(Rule.ANSWER_NOT_STORED, text, *numbers)

    def _answer(self, event: AgentEvent, message_id: str) -> _Answer:
        first = self._first_seen.setdefault((event.owner, message_id), event)
        if first.thread_id != event.thread_id:
            text = (
                f"Message {short_id(message_id)} of {event.owner} belongs to thread "
                f"{short_id(first.thread_id)} (frame {first.frame}), but {seen(event)} came in "
                f"thread {short_id(event.thread_id) or '?'}."
            )
            self._notes.broken(Rule.THREADS_MIXED_UP, text, first.frame, event.frame)
        answers = self._answers.setdefault((event.owner, event.thread_id), {})
        return answers.setdefault(message_id, _Answer())

    def _take_piece(self, answer: _Answer, piece: AgentEvent, message_id: str) -> None:
        answer.pieces.append(piece)
        if answer.stored is not None:
            self._note_late(answer.stored, piece)
        else:
            thread = piece.owner, piece.thread_id
            self._streaming.setdefault(thread, {})[message_id] = answer

    def _note_late(self, stored: AgentEvent, piece: AgentEvent) -> None:
        message = short_id(text_part(piece.payload, "message_id"))
        text = (
            f"A piece of message {message} of {piece.owner} came (frame {piece.frame}) "
            f"after the whole message (frame {stored.frame})."
        )
        self._notes.broken(Rule.PIECE_TOO_LATE, text, stored.frame, piece.frame)

    def _compare(self, answer: _Answer, stored: AgentEvent) -> None:
        pieces, joined = answer.pieces, answer.joined
        whole = text_part(stored.payload, "message", "text")
        if joined == whole or self._explained(pieces, stored, joined, whole):
            return
        pairs = enumerate(zip(joined, whole, strict=False))
        same = next((n for n, (a, b) in pairs if a != b), min(len(joined), len(whole)))
        numbers = [piece.frame for piece in pieces]
        text = (
            f"Message {short_id(text_part(stored.payload, 'message', 'message_id'))} of "
            f"{stored.owner}: its pieces ({frames(numbers)}) do not join to what "
            f"{seen(stored)} stored: after {same} characters they say "
            f"{shortened(joined[same:], 30)!r}, the message {shortened(whole[same:], 30)!r}."
        )
        self._notes.broken(Rule.PIECES_DIFFER, text, *numbers, stored.frame)

    def _explained(
        self, pieces: list[AgentEvent], stored: AgentEvent, joined: str, whole: str
    ) -> bool:
        """Whether pieces are absent because seqs are: then numbering says so, not we."""
        first, last = pieces[0].seq, stored.seq
        if first is None or last is None:
            return False
        known = self._seen[stored.owner, stored.thread_id]
        if any(seq not in known for seq in range(first, last)):
            return True
        return first > 1 and first - 1 not in known and whole.endswith(joined)
