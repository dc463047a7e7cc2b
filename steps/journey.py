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


@then("the stages of the journey kept their limits:")
def _(people: People, datatable: list[list[str]]) -> None:
    taken = stages_of(people.latest)
    limits = {stage: patient(float(limit)) for stage, limit in datatable[1:]}
    rows = [[stage, f"{taken[stage]:.2f}", f"{limits[stage]:g}"] for stage in limits]
    attach_table("Stages of the journey", ["stage", "seconds", "limit"], rows)
    late = [row for row in rows if taken[row[0]] > limits[row[0]]]
    assert not late, f"these stages took longer than their limit (stage, seconds, limit): {late}"
