"""What is missing from the numbering of a thread: within, between and after connections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from test_framework.events.checker import Notes
from test_framework.events.rules import Rule
from test_framework.events.thread_log import ThreadLog
from test_framework.events.wording import seen


def note_gaps(notes: Notes, thread: ThreadLog, *, ended: bool) -> None:
    """Note every seq of a thread that should have come and did not."""
    _within_connections(notes, thread)
    _between_connections(notes, thread, ended=ended)
    _at_the_end(notes, thread, ended=ended)


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbours gathered.

    Example:
        >>> list(ranges([4, 5, 6, 9]))
        [(4, 6), (9, 9)]
    """
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def seqs(first: int, last: int) -> str:
    """A range of seqs in words.

    Example:
        >>> seqs(4, 4), seqs(4, 6)
        ('seq 4', 'seq 4 to 6')
    """
    return f"seq {first}" if first == last else f"seq {first} to {last}"


def _within_connections(notes: Notes, thread: ThreadLog) -> None:
    for lane in thread.lanes.values():
        for first, last in ranges(sorted(lane.missing)):
            before, after = lane.missing[first][0], lane.missing[last][1]
            _note_gap(notes, thread, (first, last), (before, after))


def _between_connections(notes: Notes, thread: ThreadLog, *, ended: bool) -> None:
    """What came neither before nor through a connection that joined later."""
    highest, before = 0, 0
    for connection, lane in thread.lanes.items():
        if lane.first is None or lane.first.seq is None:
            continue
        start = lane.first.seq
        told = max(lane.followed_from, *thread.read_up_to.values(), 0)
        left_out = [seq for seq in range(highest + 1, start) if seq not in thread.events]
        if left_out and told < start - 1:
            if ended and (highest or lane.followed_from >= 0):
                for gap in ranges(left_out):
                    _note_gap(notes, thread, gap, (before, lane.first.frame))
            else:
                notes.unknown(
                    f"{thread}: {seqs(left_out[0], left_out[-1])} did not come before "
                    f"{seen(lane.first)}, and nothing says why (connection {connection})."
                )
        if lane.highest > highest:
            highest, before = lane.highest, lane.frames[lane.highest]


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


def _note_gap(
    notes: Notes, thread: ThreadLog, gap: tuple[int, int], around: tuple[int, int]
) -> None:
    """Note a gap and the frames around it; 0 when nothing came before."""
    before, after = around
    where = f"between frames {before} and {after}" if before else f"before frame {after}"
    verb = "is" if gap[0] == gap[1] else "are"
    text = f"{thread}: {seqs(*gap)} {verb} missing ({where})."
    notes.broken(Rule.SEQ_GAP, text, *((before, after) if before else (after,)))
