"""Timing: how long a user waited and the agents worked, measured, and judged by stated limits.

Two clocks are never mixed. What the user waited for is measured by the times of arrival alone,
what the platform did by its timestamps alone. Only ``Stage.DELIVERY`` needs both, with the
offset estimated and its uncertainty in the user's disfavour: never a false alarm.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from test_framework.events.checker import Notes
from test_framework.events.clocks import Offset, estimate, round_trips
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.percentiles import Distribution
from test_framework.events.replays import Replays
from test_framework.events.rules import Rule
from test_framework.events.stages import Measured, RunTiming, Stage
from test_framework.events.verdict import Verdict
from test_framework.events.wording import frames, part, run_of, short_id, text_part

NAME = "timing"
TOOL_TOLERANCE_S = 2.0
JITTER_S = 0.05
"""Frames of two sockets may be stamped a little out of order; more is a clock set back."""

CLOCK_SET = "a clock was set meanwhile: the times of arrival cannot be compared"


def check_timing(
    events: Iterable[AgentEvent],
    sent: Mapping[str, float],
    limits: Mapping[Stage, float],
    *,
    tool_tolerance_s: float = TOOL_TOLERANCE_S,
) -> Verdict:
    """Judge one user's runs by limits.

    Args:
        events: All that the user's sockets received, in order of arrival.
        sent: When each of the user's messages left first, in seconds since the epoch by the
            clock that stamps arrivals, by the id that replies name.
        limits: Seconds that each occurrence of a stage may take.
        tool_tolerance_s: How far a tool's stated duration may be from its timestamps.

    Returns:
        Broken with a finding for each stage that took too long, also one that has not ended;
        unknown when a limited stage could not be measured, or there was no run; else holds.

    Example:
        ``check_timing(context.events, {"Ada-3": 1700000000.0}, {Stage.FIRST_EVENT: 2.0})``
    """
    notes = Notes()
    timings = measure(events, sent)
    if not timings:
        notes.unknown("No agent run was seen.")
    for timing in timings:
        for stage, limit in limits.items():
            _judge(notes, timing, stage, limit)
        for wrong in timing.durations:
            if abs(wrong.seconds) > tool_tolerance_s:
                text = (
                    f"{timing.name}: {wrong.what} says it took {abs(wrong.seconds):.3f} s "
                    f"{'more' if wrong.seconds > 0 else 'less'} than lies between its timestamps "
                    f"({frames(wrong.frames)})."
                )
                notes.broken(Rule.DURATION_WRONG, text, *wrong.frames)
    return notes.conclude(NAME)


def measure(events: Iterable[AgentEvent], sent: Mapping[str, float]) -> list[RunTiming]:
    """Measure each of one user's runs, and each question that no run has taken up yet.

    Args and clocks as for ``check_timing``. What comes again through another connection
    counts when it came first.
    """
    replays, everything = Replays(), list(events)
    stream = [event for event in everything if replays.is_new(event)]
    offset = estimate(round_trips(everything, sent))
    accepted: dict[str, AgentEvent] = {}
    runs: defaultdict[str, list[AgentEvent]] = defaultdict(list)
    threads: defaultdict[str, list[AgentEvent]] = defaultdict(list)
    for event in stream:
        threads[_thread_of(event)].append(event)
        if event.kind is EventKind.MESSAGE_ACCEPTED:
            accepted.setdefault(text_part(event.payload, "message_id"), event)
        elif event.kind.of_run:
            runs[event.run_id].append(event)
    timings, taken_up = [], set()
    for run in runs.values():
        if all(event.seq is not None for event in run):  # through two connections, chance mixes
            run.sort(key=lambda event: event.seq or 0)
        timing = RunTiming(run_of(run[0]))
        _measure_work(timing, run)
        _measure_delivery(timing, run, offset)
        if part(run[0].payload, "context", "parent_run_id") is None:
            asked = text_part(run[0].payload, "context", "message_id")
            taken_up.add(asked)
            _measure_waiting(
                timing, _Wait(threads, accepted.get(asked), run, sent, stream[-1]), offset
            )
        timings.append(timing)
    for message, acceptance in accepted.items():
        if message not in taken_up and acceptance.reply_to in sent:
            name = f"The question {short_id(message)} of {acceptance.owner} that no run took up"
            timing = RunTiming(name)
            _measure_waiting(timing, _Wait(threads, acceptance, [], sent, stream[-1]), offset)
            timings.append(timing)
    return timings


def distributions(timings: Iterable[RunTiming]) -> dict[Stage, Distribution]:
    """What each stage took over many runs; stages that never occurred are left out."""
    taken: defaultdict[Stage, list[float]] = defaultdict(list)
    for timing in timings:
        for stage, occurrences in timing.stages.items():
            taken[stage] += [measured.seconds for measured in occurrences]
    return {stage: Distribution.of(taken[stage]) for stage in Stage if taken[stage]}


class _Wait:
    """One question, from its sending to the end of its run, as the user lived it.

    Attributes:
        asked_at: When the question was sent; None when that is not known.
        marks: The event that ends each stage; None while there is none.
        points: When something came, and in which frame; first the question itself, frame 0.
        over: Whether the run has ended.
        latest: The last that came to the user of anything.
    """

    def __init__(
        self,
        threads: Mapping[str, Sequence[AgentEvent]],
        accepted: AgentEvent | None,
        run: Sequence[AgentEvent],
        sent: Mapping[str, float],
        latest: AgentEvent,
    ) -> None:
        end = next((event for event in run if event.kind is EventKind.AGENT_COMPLETED), None)
        self.over, self.latest = end is not None, latest
        self.asked_at = sent.get(accepted.reply_to) if accepted else None
        since, until = accepted.frame if accepted else 0, (end or self.latest).frame
        thread = threads[_thread_of(accepted)] if accepted else []
        begin = bisect_left(thread, since, key=_frame_of)
        news = thread[begin : bisect_right(thread, until, key=_frame_of)]
        pieces = [event for event in news if run and event.frame > run[0].frame]
        self.marks = {
            Stage.ACCEPTED: accepted,
            Stage.FIRST_EVENT: run[0] if run else None,
            Stage.FIRST_PIECE: next((e for e in pieces if e.kind is EventKind.MESSAGE_DELTA), None),
            Stage.WHOLE_ANSWER: end,
        }
        self.points = [(self.asked_at or 0.0, 0), *((e.received_at, e.frame) for e in news)]
        if not self.over:
            self.points.append((self.latest.received_at, self.latest.frame))

    @property
    def clock_went_back(self) -> bool:
        """Whether something came long before what came before it."""
        return any(after[0] < before[0] - JITTER_S for before, after in pairwise(self.points))

    def longest_silence(self) -> tuple[float, list[int]]:
        """Seconds, and the frames around it."""
        silences = [(b[0] - a[0], (a[1], b[1])) for a, b in pairwise(self.points)]
        seconds, around = max(silences)
        return seconds, [number for number in around if number]


def _thread_of(event: AgentEvent) -> str:
    """The thread in which a user sees an event; an acceptance shows in that of its question."""
    if event.kind is EventKind.MESSAGE_ACCEPTED:
        return text_part(event.payload, "thread_id")
    return event.thread_id


def _frame_of(event: AgentEvent) -> int:
    return event.frame


def _measure_waiting(timing: RunTiming, wait: _Wait, offset: Offset | None) -> None:
    """The stages that the user waits for: by the times of arrival alone."""
    asked_at = wait.asked_at
    if asked_at is None:
        doubt = "when its question was sent is not known"
    elif (offset and not offset.steady) or wait.clock_went_back:
        doubt = CLOCK_SET
    else:
        doubt = ""
    if asked_at is None or doubt:
        timing.unknown |= dict.fromkeys([*wait.marks, Stage.LONGEST_SILENCE], doubt)
        return
    for stage, event in wait.marks.items():
        if event is not None:
            timing.took(stage, event.received_at - asked_at, event.frame)
        elif not wait.over:
            timing.not_over(stage, wait.latest.received_at - asked_at, wait.latest.frame)
    silence, around = wait.longest_silence()
    if wait.over:
        timing.took(Stage.LONGEST_SILENCE, silence, *around)
    else:
        timing.not_over(Stage.LONGEST_SILENCE, silence, *around)


def _measure_work(timing: RunTiming, run: Sequence[AgentEvent]) -> None:
    """What the platform did: by its own timestamps alone."""
    stamps = [event.timestamp for event in run]
    known = [stamp for stamp in stamps if stamp is not None]
    if len(known) < len(stamps):
        doubt = "the platform does not say when its events happened"
    elif any(b < a for a, b in pairwise(known)):
        doubt = "the platform's own timestamps run backwards"
    else:
        doubt = ""
    if doubt:
        timing.unknown |= dict.fromkeys([Stage.RUN, Stage.TOOL], doubt)
        return
    begun: dict[str, AgentEvent] = {}
    for event in run:
        call = text_part(event.payload, "call_id")
        if event.kind is EventKind.TOOL_EXECUTING:
            begun.setdefault(call, event)
        elif event.kind is EventKind.TOOL_COMPLETED and call in begun:
            _measure_tool(timing, begun.pop(call), event)
    first, last = run[0], run[-1]
    if first.kind is not EventKind.AGENT_STARTED:
        timing.unknown[Stage.RUN] = "its start was not seen"
    elif last.kind is EventKind.AGENT_COMPLETED:
        timing.took(Stage.RUN, _between(first, last), first.frame, last.frame)
    else:
        timing.not_over(Stage.RUN, _between(first, last), first.frame, last.frame)
    for open_call in begun.values():
        timing.not_over(Stage.TOOL, _between(open_call, last), open_call.frame, last.frame)


def _measure_tool(timing: RunTiming, begin: AgentEvent, end: AgentEvent) -> None:
    spent, both = _between(begin, end), (begin.frame, end.frame)
    what = f"tool `{text_part(end.payload, 'tool')}`"
    timing.took(Stage.TOOL, spent, *both, what=what)
    said = part(end.payload, "duration_ms")
    if isinstance(said, int | float):
        timing.durations.append(Measured(said / 1000 - spent, both, what))


def _measure_delivery(timing: RunTiming, run: Sequence[AgentEvent], offset: Offset | None) -> None:
    """How long events were on their way: both clocks, so only with an offset between them."""
    if offset is None:
        timing.unknown[Stage.DELIVERY] = "nothing tells how far the two clocks are apart"
    elif not offset.steady:
        timing.unknown[Stage.DELIVERY] = CLOCK_SET
    else:
        for event in run:
            delay = offset.delay(event)
            if delay is not None:
                timing.took(Stage.DELIVERY, delay, event.frame, uncertainty_s=offset.uncertainty_s)


def _between(begin: AgentEvent, end: AgentEvent) -> float:
    assert begin.timestamp is not None
    assert end.timestamp is not None
    return (end.timestamp - begin.timestamp).total_seconds()


def _judge(notes: Notes, timing: RunTiming, stage: Stage, limit: float) -> None:
    """Compare one stage of a run with its limit."""
    if stage in timing.unknown:
        notes.unknown(f"{timing.name}: {stage}: {timing.unknown[stage]}.")
    unsure, still_open = [], False
    for measured in timing.stages.get(stage, ()):
        least = measured.seconds - measured.uncertainty_s
        if least > limit:
            _too_long(notes, timing, stage, measured, limit)
        elif measured.seconds + measured.uncertainty_s > limit:
            unsure.append(measured)
    for measured in timing.unfinished.get(stage, ()):
        if measured.seconds > limit:
            _too_long(notes, timing, stage, measured, limit, words="at least ")
        else:
            still_open = True
    if unsure:
        worst = max(unsure, key=lambda measured: measured.seconds)
        notes.unknown(
            f"{timing.name}: {stage} took {worst.seconds:.3f} s, give or take "
            f"{worst.uncertainty_s:.3f} s: too unsure for a limit of {limit:g} s."
        )
    if still_open:
        notes.unknown(f"{timing.name}: {stage} was not over when the events ended.")


def _too_long(
    notes: Notes,
    timing: RunTiming,
    stage: Stage,
    measured: Measured,
    limit: float,
    *,
    words: str = "",
) -> None:
    what = measured.what or stage
    where = f" ({frames(measured.frames)})" if measured.frames else ""
    text = (
        f"{timing.name}: {what} took {words}{measured.seconds:.3f} s, "
        f"and the limit is {limit:g} s{where}."
    )
    notes.broken(Rule.LIMIT_EXCEEDED, text, *measured.frames)
