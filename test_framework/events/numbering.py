"""The seq of each thread: nothing left out, nothing twice, nothing out of order."""

from __future__ import annotations

from collections.abc import Collection

from test_framework.events.checker import Notes
from test_framework.events.gaps import absent, note_gaps, seqs
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.thread_log import ThreadLog
from test_framework.events.wording import part, seen, short_id, text_part

_Within = tuple[Rule, ThreadLog, int, str, tuple[int, ...]]
"""Rule, thread, connection, words, frames: what is wrong within one connection."""


class Numbering:
    """Checks seqs and event ids; feed it every event, also those sent again."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._threads: dict[tuple[str, str], ThreadLog] = {}
        self._within: list[_Within] = []
        self._ids: dict[tuple[str, str], dict[int, AgentEvent]] = {}

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""
        self._check_id(event)
        match event.kind:
            case EventKind.HISTORY:
                self._take_history(event)
            case EventKind.THREAD_OPENED:
                thread_id = text_part(event.payload, "thread", "thread_id")
                lane = self._thread(event, thread_id).lane(event.connection)
                told = _number(event, "thread", "last_seq")
                lane.opened_at = max(lane.opened_at, told)
            case EventKind.RESUMED:
                self._take_resumed(event)
            case EventKind.MESSAGE_ACCEPTED:
                thread = self._thread(event, text_part(event.payload, "thread_id"))
                thread.promised.append((_number(event, "seq"), event))
            case _ if event.thread_id:
                thread = self._thread(event, event.thread_id)
                if event.seq is not None:
                    self._take_numbered(thread, event, event.seq)
                elif event.kind is not EventKind.OTHER:
                    thread.unnumbered.append(event)

    def conclude(self, notes: Notes, still_open: Collection[int], *, ended: bool) -> None:
        """Note what can only be told by looking back."""
        for rule, thread, connection, words, frames in self._within:
            notes.broken(rule, f"{thread.through(connection)}: {words}", *frames)
        numbered = [thread for thread in self._threads.values() if thread.events]
        if not numbered:
            notes.unknown("No event with a seq was seen.")
        for thread in numbered:
            for event in thread.unnumbered:
                text = f"{thread}: {seen(event)} has no seq."
                notes.broken(Rule.SEQ_MISSING, text, event.frame)
            note_gaps(notes, thread, still_open, ended=ended)

    def _thread(self, event: AgentEvent, thread_id: str) -> ThreadLog:
        key = event.owner, thread_id
        thread = self._threads.get(key)
        if thread is None:
            thread = self._threads[key] = ThreadLog(*key)
        return thread

    def _take_numbered(self, thread: ThreadLog, event: AgentEvent, seq: int) -> None:
        lane = thread.lane(event.connection)
        known = thread.events.setdefault(seq, event)
        erased = event.kind is EventKind.EVENT_ERASED  # deleted since it was told of
        if known.event_id != event.event_id and not erased:
            text = f"{thread}: seq {seq} stands for two events: {_both(known, event)}."
            self._notes.broken(Rule.SEQ_REUSED, text, known.frame, event.frame)
        if lane.first is None:
            lane.first = event
        elif seq in lane.frames:
            text = f"seq {seq} came twice: frame {lane.frames[seq]} and {seen(event)}."
            both = lane.frames[seq], event.frame
            self._within.append((Rule.SEQ_REPEAT, thread, event.connection, text, both))
        elif seq < lane.highest:
            after = lane.frames[lane.highest]
            text = f"seq {seq} came after seq {lane.highest} (frames {event.frame} and {after})."
            both = after, event.frame
            self._within.append((Rule.SEQ_REORDER, thread, event.connection, text, both))
        lane.frames.setdefault(seq, event.frame)
        lane.highest = max(lane.highest, seq)

    def _take_history(self, event: AgentEvent) -> None:
        thread = self._thread(event, text_part(event.payload, "thread_id"))
        told = _number(event, "last_seq")
        connection = event.connection
        thread.promised.append((told, event))
        thread.read_up_to[connection] = max(thread.read_up_to.get(connection, 0), told)

    def _take_resumed(self, event: AgentEvent) -> None:
        thread = self._thread(event, text_part(event.payload, "thread_id"))
        lane = thread.lane(event.connection)
        after, up_to = _number(event, "from_seq"), _number(event, "to_seq")
        lane.resumed_from = max(lane.resumed_from, after)
        for first, last in absent(after + 1, up_to, lane.frames):
            text = (
                f"the platform says that it sent {seqs(after + 1, up_to)} again (frame "
                f"{event.frame}), but {seqs(first, last)} never came through this connection."
            )
            number = event.connection
            self._within.append((Rule.RESUME_INCOMPLETE, thread, number, text, (event.frame,)))

    def _check_id(self, event: AgentEvent) -> None:
        if not event.event_id:
            return
        by_connection = self._ids.setdefault((event.owner, event.event_id), {})
        earlier = by_connection.setdefault(event.connection, event)
        known = next(iter(by_connection.values()))
        if _identity(known) != _identity(event):
            text = (
                f"Event id {short_id(event.event_id)} of {event.owner} stands for two "
                f"events: {_both(known, event)}."
            )
            self._notes.broken(Rule.EVENT_ID_REUSED, text, known.frame, event.frame)
        elif earlier is not event and event.seq is None:  # with a seq it is a seq-repeat
            where = f"frames {earlier.frame} and {event.frame}"
            text = f"{event.type} came twice to {event.owner} ({where})."
            self._notes.broken(Rule.EVENT_TWICE, text, earlier.frame, event.frame)


def _both(first: AgentEvent, second: AgentEvent) -> str:
    """Two events, and the connections where they differ."""
    if first.connection == second.connection:
        return f"{seen(first)} and {seen(second)}"
    return (
        f"{seen(first)} through connection {first.connection} and {seen(second)} through "
        f"connection {second.connection}"
    )


def _identity(event: AgentEvent) -> tuple[object, ...]:
    return event.type, event.thread_id, event.run_id, event.seq, event.timestamp, event.payload


def _number(event: AgentEvent, *path: str) -> int:
    found = part(event.payload, *path)
    return found if isinstance(found, int) else 0
