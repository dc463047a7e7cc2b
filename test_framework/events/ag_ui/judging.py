"""A whole AG-UI stream, judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from test_framework.events.ag_ui.decoding import Decoder
from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.dialect import Dialect
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict

AG_UI = Dialect(
    "AG-UI 1.0",
    {
        EventKind.AGENT_STARTED: frozenset(
            {("agent",), ("context", "message_id"), ("context", "plan")}
        ),
        EventKind.AGENT_THINKING: frozenset({("step",)}),
        EventKind.TOOL_COMPLETED: frozenset({("tool",), ("status",), ("duration_ms",)}),
        EventKind.AGENT_COMPLETED: frozenset(
            {
                ("summary",),
                ("result",),
                ("duration_ms",),
                ("usage",),
                ("usage", "input_tokens"),
                ("usage", "output_tokens"),
                ("usage", "tool_calls"),
            }
        ),
    },
    timestamps=False,
    numbered=False,
)


def judge_stream(
    payloads: Iterable[str],
    owner: str = "the stream",
    *,
    ended: bool = True,
    every_run_has: Collection[EventKind] = (),
) -> tuple[list[AgentEvent], list[Verdict]]:
    """Judge the events of one stream as their server sent them.

    Args:
        payloads: The ``data:`` payloads in order; frames are counted from 1.
        owner: What the findings call the one who received it.
        ended: False while more may come.
        every_run_has: Kinds that each run must show.

    Returns:
        What the events mean, and the verdicts: of AG-UI's own form, of sequence, content and
        delivery.

    Example:
        >>> begun = '{"type": "RUN_STARTED", "threadId": "t1", "runId": "r1"}'
        >>> _, verdicts = judge_stream([begun, '{"type": "RUN_ERROR", "message": "No model."}'])
        >>> [str(verdict.outcome) for verdict in verdicts]
        ['holds', 'holds', 'holds', 'holds']
    """
    decoder = Decoder(owner)
    events: list[AgentEvent] = []
    for number, payload in enumerate(payloads, 1):
        events += decoder.feed(payload, frame=number, at=float(number))
    return events, [decoder.verdict(), *judged(events, ended=ended, every_run_has=every_run_has)]


def judged(
    events: list[AgentEvent], *, ended: bool = True, every_run_has: Collection[EventKind] = ()
) -> list[Verdict]:
    """Sequence, content and delivery of events that came through AG-UI."""
    return [
        check_sequence(events, ended=ended, every_run_has=every_run_has),
        check_content(events, ended=ended, dialect=AG_UI),
        check_delivery(events, ended=ended, dialect=AG_UI),
    ]
