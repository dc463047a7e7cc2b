"""The seq of each thread: nothing left out, nothing twice, nothing out of order."""

from __future__ import annotations

from test_framework.events.checker import Notes
from test_framework.events.gaps import absent, note_gaps, seqs
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.thread_log import ThreadLog
from test_framework.events.wording import part, seen, short_id, text_part


class Numbering:
    """Checks seqs and event ids; feed it every event, also those sent again."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._threads: dict[tuple[str, str], ThreadLog] = {}
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

    def conclude(self, notes: Notes, *, ended: bool) -> None:
        """Note what can only be told by looking back."""
        numbered = [thread for thread in self._threads.values() if thread.events]
        if not numbered:
            notes.unknown("No event with a seq was seen.")
        for thread in numbered:
            for event in thread.unnumbered:
                text = f"{thread}: {seen(event)} has no seq."
                notes.broken(Rule.SEQ_MISSING, text, event.frame)
            note_gaps(notes, thread, ended=ended)

    def _thread(self, event: AgentEvent, thread_id: str) -> ThreadLog:
        key = event.owner, thread_id
        thread = self._threads.get(key)
        if thread is None:
            thread = self._threads[key] = ThreadLog(*key)
        return thread

    def _take_numbered(self, thread: ThreadLog, event: AgentEvent, seq: int) -> None:
        lane = thread.lane(event.connection)
        known = thread.events.setdefault(seq, event)
        if known.event_id != event.event_id:
            text = f"{thread}: seq {seq} stands for two events: {seen(known)} and {seen(event)}."
            self._notes.broken(Rule.SEQ_REUSED, text, known.frame, event.frame)
        if lane.first is None:
            lane.first = event
        elif seq in lane.frames:
            text = f"{thread}: seq {seq} came twice: frame {lane.frames[seq]} and {seen(event)}."
            self._notes.broken(Rule.SEQ_REPEAT, text, lane.frames[seq], event.frame)
        elif seq < lane.highest:
            after = lane.frames[lane.highest]
            text = (
                f"{thread}: seq {seq} came after seq {lane.highest} "
                f"(frames {event.frame} and {after})."
            )
            self._notes.broken(Rule.SEQ_REORDER, text, after, event.frame)
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
                f"{thread}: resumed (frame {event.frame}) says that seq {after + 1} to {up_to} "
                f"were sent, but {seqs(first, last)} never came through this connection."
            )
            self._notes.broken(Rule.RESUME_INCOMPLETE, text, event.frame)

    def _check_id(self, event: AgentEvent) -> None:
        if not event.event_id:
            return
        by_connection = self._ids.setdefault((event.owner, event.event_id), {})
        earlier = by_connection.setdefault(event.connection, event)
        known = next(iter(by_connection.values()))
        if _identity(known) != _identity(event):
            text = (
                f"Event id {short_id(event.event_id)} of {event.owner} stands for two "
                f"events: {seen(known)} and {seen(event)}."
            )
            self._notes.broken(Rule.EVENT_ID_REUSED, text, known.frame, event.frame)
        elif earlier is not event and event.seq is None:  # with a seq it is a seq-repeat
            where = f"frames {earlier.frame} and {event.frame}"
            text = f"{event.type} came twice to {event.owner} ({where})."
            self._notes.broken(Rule.EVENT_TWICE, text, earlier.frame, event.frame)


def _identity(event: AgentEvent) -> tuple[object, ...]:
    return event.type, event.thread_id, event.run_id, event.seq, event.timestamp, event.payload


def _number(event: AgentEvent, *path: str) -> int:
    found = part(event.payload, *path)
    return found if isinstance(found, int) else 0
