"""What is missing from the numbering of a thread: within, between and after connections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from test_framework.events.checker import Notes
from test_framework.events.model import AgentEvent
from test_framework.events.rules import Rule
from test_framework.events.thread_log import Lane, ThreadLog
from test_framework.events.wording import frames, seen


def note_gaps(notes: Notes, thread: ThreadLog, still_open: Collection[int], *, ended: bool) -> None:
    """Note every seq of a thread that should have come and did not."""
    _within_connections(notes, thread)
    _between_connections(notes, thread, ended=ended)
    _at_the_end(notes, thread, ended=ended)
    _through_all(notes, thread, still_open, ended=ended)


def absent(first: int, last: int, present: Iterable[int]) -> Iterator[tuple[int, int]]:
    """What lacks between ``first`` and ``last``, neighbours gathered.

    It never counts through a gap: a damaged number may claim a gap of any size.

    Example:
        >>> list(absent(1, 10, [2, 3, 7]))
        [(1, 1), (4, 6), (8, 10)]
    """
    begin = first
    for number in sorted(n for n in present if first <= n <= last):
        if number > begin:
            yield begin, number - 1
        begin = number + 1
    if begin <= last:
        yield begin, last


def seqs(first: int, last: int) -> str:
    """A range of seqs in words.

    Example:
        >>> seqs(4, 4), seqs(4, 6)
        ('seq 4', 'seq 4 to 6')
    """
    return f"seq {first}" if first == last else f"seq {first} to {last}"


def _within_connections(notes: Notes, thread: ThreadLog) -> None:
    for lane in thread.lanes.values():
        for earlier, later in pairwise(sorted(lane.frames)):
            if later > earlier + 1:
                around = lane.frames[earlier], lane.frames[later]
                _note_gap(notes, thread.through(lane.connection), (earlier + 1, later - 1), around)


def _between_connections(notes: Notes, thread: ThreadLog, *, ended: bool) -> None:
    """What came neither before nor through a connection that joined later."""
    known, before = -1, 0  # the user knows the thread up to here, from that frame; -1: not at all
    for lane in thread.lanes.values():
        if lane.first is not None and lane.first.seq is not None:
            _before_first(notes, thread, lane, lane.first, (known, before), ended=ended)
        if lane.highest > max(known, 0):
            known, before = lane.highest, lane.frames[lane.highest]
        known = max(known, lane.opened_at)


def _before_first(
    notes: Notes,
    thread: ThreadLog,
    lane: Lane,
    first: AgentEvent,
    known_from: tuple[int, int],
    *,
    ended: bool,
) -> None:
    known, frame_before = known_from
    upto = (first.seq or 1) - 1
    if 0 <= lane.opened_at < upto and lane.resumed_from < 0:
        gap = lane.opened_at + 1, upto
        _note_gap(notes, thread.through(lane.connection), gap, (0, first.frame))
        return
    told = max(lane.opened_at, *thread.read_up_to.values(), 0)
    if known < 0:  # who knows a part knows it from there, not from what was claimed
        told = max(told, lane.resumed_from)
    left_out = list(absent(max(known, 0) + 1, upto, thread.events))
    if not left_out or told >= upto:
        return
    if known >= 0 and ended:
        for gap in left_out:
            _note_gap(notes, str(thread), gap, (frame_before, first.frame))
    else:
        notes.unknown(
            f"{thread}: {seqs(left_out[0][0], left_out[-1][1])} did not come before "
            f"{seen(first)}, and nothing says why."
        )


def _at_the_end(notes: Notes, thread: ThreadLog, *, ended: bool) -> None:
    """What the platform told of, to a connection that follows the thread, and never sent."""
    newest = max(thread.events)
    last = thread.events[newest]
    for told, event in thread.promised:
        lane = thread.lanes.get(event.connection)
        follows = lane is not None and lane.first is not None
        read = [up_to for conn, up_to in thread.read_up_to.items() if conn > event.connection]
        if not follows or told <= max(newest, *read, 0):
            continue
        words = f"{thread}: {seqs(newest + 1, told)}, told of in {seen(event)}, never came"
        if ended:
            text = f"{words} (the last is frame {last.frame})."
            notes.broken(Rule.SEQ_GAP, text, last.frame, event.frame)
        else:
            notes.unknown(f"{words} so far.", event.frame)


def _through_all(
    notes: Notes, thread: ThreadLog, still_open: Collection[int], *, ended: bool
) -> None:
    """What came through one connection and not through another that was open to the end."""
    newest = max(thread.events)
    for lane in thread.lanes.values():
        number = lane.connection
        read = thread.read_up_to.get(number, 0)
        known = max(lane.highest, lane.opened_at, lane.resumed_from, read)
        if number not in still_open or not lane.follows or known >= newest:
            continue
        late = [event for seq, event in sorted(thread.events.items()) if seq > known]
        others = sorted({event.connection for event in late})
        words = (
            f"{thread}: {seqs(known + 1, newest)} came through connection "
            f"{' and '.join(map(str, others))} ({frames([event.frame for event in late])}), but "
            f"not through connection {number}, which was open"
        )
        if ended:
            notes.broken(Rule.SEQ_GAP, f"{words} to the end.", *(event.frame for event in late))
        else:
            notes.unknown(f"{words}, so far.", *(event.frame for event in late))


def _note_gap(notes: Notes, where_seen: str, gap: tuple[int, int], around: tuple[int, int]) -> None:
    """Note a gap and the frames around it; 0 when nothing came before."""
    before, after = around
    where = f"between frames {before} and {after}" if before else f"before frame {after}"
    verb = "is" if gap[0] == gap[1] else "are"
    text = f"{where_seen}: {seqs(*gap)} {verb} missing ({where})."
    notes.broken(Rule.SEQ_GAP, text, *((before, after) if before else (after,)))
