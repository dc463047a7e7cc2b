"""What steps do with a checker's verdict."""

from collections.abc import Iterable

from test_framework.events.model import AgentEvent
from test_framework.events.timeline import explain
from test_framework.events.verdict import Verdict


def must_hold(verdict: Verdict, events: Iterable[AgentEvent] = ()) -> None:
    """Fail unless the promise was seen to hold, and show what was seen around the break.

    Raises:
        AssertionError: with the findings and, where events are given, their timeline. Raised
            by hand: an ``assert`` would add the verdict's inside, which nobody wants to read.
    """
    if not verdict.holds:
        seen = list(events)
        raise AssertionError(explain(verdict, seen) if seen else str(verdict))
