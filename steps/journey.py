"""The stages of a journey and their limits."""

import time

from pytest_bdd import then

from steps.people import Actor, People
from test_framework.events.model import EventKind
from test_framework.reporting.attachments import attach_table
from test_framework.waiting import patient
from test_framework.wire.frame import Direction


def stages_of(who: Actor) -> dict[str, float]:
    """Seconds that each stage took: what the steps timed, and what the frames tell."""
    asked = next(
        frame.at
        for frame in reversed(who.context.frames.frames)
        if frame.direction is Direction.SENT and "message.send" in str(frame.payload)
    )
    seen = {
        kind: next(e.received_at for e in who.context.events if e.kind is kind)
        for kind in (EventKind.AGENT_STARTED, EventKind.AGENT_COMPLETED)
    }
    return {
        **who.stages,
        "first event": seen[EventKind.AGENT_STARTED] - asked,
        "whole answer": seen[EventKind.AGENT_COMPLETED] - asked,
        "everything": time.monotonic() - who.came,
    }


def keep_limits(taken: dict[str, float], limits: dict[str, float]) -> None:
    """Judge the stages that have a limit, in seconds on a quiet machine, and show them all."""
    rows = [
        [stage, f"{seconds:.2f}", f"{patient(limits[stage]):g}" if stage in limits else ""]
        for stage, seconds in taken.items()
    ]
    attach_table("Stages of the journey", ["stage", "seconds", "limit"], rows)
    late = [row for row in rows if row[2] and taken[row[0]] > patient(limits[row[0]])]
    assert not late, f"these stages took longer than their limit (stage, seconds, limit): {late}"


@then("the stages of the journey kept their limits:")
def _(people: People, datatable: list[list[str]]) -> None:
    taken = stages_of(people.latest)
    limits = {stage: float(limit) for stage, limit in datatable[1:]}
    assert limits.keys() <= taken.keys(), f"of {list(limits)} only {list(taken)} took place"
    keep_limits(taken, limits)


@then("each stage of that way kept its limit:")
def _(people: People, datatable: list[list[str]]) -> None:
    limits = {stage: float(limit) for stage, limit in datatable[1:]}
    keep_limits(stages_of(people.latest), limits)
