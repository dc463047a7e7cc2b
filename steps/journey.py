"""The stages of a journey and their limits."""

import time
from collections.abc import Callable

import pytest
from pytest_bdd import then

from steps.people import Actor, People
from test_framework.events.model import EventKind
from test_framework.reporting.attachments import attach_chart, attach_table
from test_framework.reporting.journeys import Stages, chart_of, sample_of
from test_framework.waiting import patient
from test_framework.wire.frame import Direction

ShowStages = Callable[[Actor, Stages], None]


def stages_of(who: Actor) -> dict[str, float]:
    """Seconds that each stage took: what the steps timed, and what the frames tell."""
    asked = next(
        frame.at
        for frame in who.context.frames.frames
        if frame.direction is Direction.SENT and "message.send" in str(frame.payload)
    )
    seen = {
        kind: next(e.received_at for e in who.context.events if e.kind is kind)
        for kind in (EventKind.AGENT_STARTED, EventKind.MESSAGE_DELTA)
    }
    return {
        "everything": time.monotonic() - who.came,
        **who.stages,
        "first event": seen[EventKind.AGENT_STARTED] - asked,
        "first word": seen[EventKind.MESSAGE_DELTA] - asked,
        "whole answer": who.finished_runs()[0].received_at - asked,
    }


@pytest.fixture
def show_stages(
    request: pytest.FixtureRequest, journeys_before: list[dict[str, Stages]]
) -> ShowStages:
    """Shows the stages of a journey beside those of earlier runs, and keeps them for the next."""

    def show(who: Actor, taken: Stages) -> None:
        feature = request.node.parent.name.removesuffix(".feature").replace("_", " ")
        journey = f"{who.name}, {feature}"
        earlier = [run[journey] for run in journeys_before if journey in run]
        attach_chart("Stages over the last runs", chart_of(journey, [*earlier, taken]))
        request.node.user_properties.append(sample_of(journey, taken))

    return show


def keep_limits(taken: Stages, limits: Stages) -> None:
    """Judge the stages that have a limit, in seconds on a quiet machine, and show them all."""
    rows = [
        [stage, f"{seconds:.2f}", f"{patient(limits[stage]):g}" if stage in limits else ""]
        for stage, seconds in taken.items()
    ]
    attach_table("Stages of the journey", ["stage", "seconds", "limit"], rows)
    late = [row for row in rows if row[2] and taken[row[0]] > patient(limits[row[0]])]
    assert not late, f"these stages took longer than their limit (stage, seconds, limit): {late}"


@then("the stages of the journey kept their limits:")
def _(people: People, show_stages: ShowStages, datatable: list[list[str]]) -> None:
    taken = stages_of(people.latest)
    limits = {stage: float(limit) for stage, limit in datatable[1:]}
    assert limits.keys() <= taken.keys(), f"of {list(limits)} only {list(taken)} took place"
    show_stages(people.latest, taken)
    keep_limits(taken, limits)


@then("each stage of the way kept its limit:")
def _(people: People, show_stages: ShowStages, datatable: list[list[str]]) -> None:
    limits = {stage: float(limit) for stage, limit in datatable[1:]}
    taken = stages_of(people.latest)
    show_stages(people.latest, taken)
    keep_limits(taken, limits)
