"""How long users wait: the limits that a feature states, and what was measured."""

from pytest_bdd import then, when

from steps.people import Actor, People, says
from steps.verdicts import must_hold
from test_framework.events.clocks import first_sent
from test_framework.events.percentiles import header
from test_framework.events.stages import Stage
from test_framework.events.timing import check_timing, distributions, measure
from test_framework.reporting.attachments import attach_table
from test_framework.waiting import patient
from test_framework.wire.recording import LIMITS_NOTE


def keeps_limits(who: Actor, datatable: list[list[str]]) -> None:
    """Judge by the limits of the feature, which stretch with the patience of the run."""
    who.wait_until_answered()
    events, sent = who.context.events, first_sent(who.context.frames.frames)
    limits = {Stage(stage): patient(float(seconds)) for stage, seconds in datatable[1:]}
    who.context.notes[LIMITS_NOTE] = dict(limits)
    rows = [
        [stage, *taken.row(), f"{limits[stage]:g}" if stage in limits else ""]
        for stage, taken in distributions(measure(events, sent)).items()
    ]
    attach_table(f"How long {who.name} waited, in seconds", ["stage", *header(), "limit"], rows)
    must_hold(check_timing(events, sent, limits), events)


@when(says('{who:Person} asks {count:d} times, each time after the answer, "{question}"'))
def _(people: People, who: str, count: int, question: str) -> None:
    for _time in range(count):
        people[who].ask(question)
        people[who].wait_until_answered()


@then(says("the run of {who:Person} keeps these limits:"))
def _(people: People, who: str, datatable: list[list[str]]) -> None:
    keeps_limits(people[who], datatable)


@then(says("each of the {count:d} runs of {who:Person} keeps these limits:"))
def _(people: People, who: str, count: int, datatable: list[list[str]]) -> None:
    keeps_limits(people[who], datatable)
    runs = people[who].finished_runs()
    assert len(runs) == count, f"{who} saw {len(runs)} runs"
