"""Many events at once: agents that never rest, for one person and for a crowd."""

from __future__ import annotations

import time
from collections.abc import Iterable

from pytest_bdd import given, then, when

from steps.people import ANSWERED_WITHIN_S, Actor, People, says
from steps.runs import catalogue_for
from steps.verdicts import must_hold
from targets.reference.settings import ANSWERS_WORD_BY_WORD
from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.isolation import check_isolation
from test_framework.events.model import RUN_EVENTS, EventKind
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.reporting.attachments import attach_table
from test_framework.waiting import patient
from test_framework.wire.frame import Direction, Frame

QUESTION = "Write me a report for September 2026"
# One answer is written while the next question waits, so that no agent ever rests.
QUESTIONS_AHEAD = 2
LOOK_EVERY_S = 0.01
# What is kept of somebody whose news is judged after the load: True, or DEVICE for a second device.
UNDER_LOAD, DEVICE = "under load", "device"
RUN_END = f'"{EventKind.AGENT_COMPLETED}"'


class Load:
    """What reaches one person while agents never rest: counted as it arrives, judged later.

    Attributes:
        events: Frames received.
        ended: Runs that ended.
    """

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.events = 0
        self.ended = 0
        self._stop = actor.context.frames.listen(self._count)

    def keep_busy(self) -> None:
        """Ask until enough questions wait."""
        while self.actor.asked - self.ended < QUESTIONS_AHEAD:
            self.actor.ask(QUESTION)

    def settle(self) -> None:
        """Wait until everything asked is answered."""
        self.actor.context.wait_for(
            lambda: self.ended >= self.actor.asked,
            awaiting=f"the end of the last run of {self.actor.name}",
            within=ANSWERED_WITHIN_S,
            look=lambda: f"{self.ended} of {self.actor.asked} runs ended",
        )
        self._stop()

    def _count(self, frame: Frame) -> None:
        if frame.direction is not Direction.RECEIVED:
            return
        self.events += 1
        # The beginning of a frame tells its type; decoding it here would slow the reader.
        if RUN_END in str(frame.payload):
            self.ended += 1


def keep_all_busy(actors: Iterable[Actor], seconds: float) -> None:
    """Let the agents of these people work without rest, and note what came of it."""
    loads = [Load(actor) for actor in actors]
    started = time.monotonic()
    until = started + seconds
    while (left := until - time.monotonic()) > 0:
        for load in loads:
            load.keep_busy()
        loads[0].actor.context.frames.pump()(min(left, LOOK_EVERY_S))
    received = sum(load.events for load in loads)
    rate = received / (time.monotonic() - started)
    for load in loads:
        load.settle()
        load.actor.kept["rate"] = rate
        load.actor.kept[UNDER_LOAD] = True
    rows = [[load.actor.name, str(load.ended), str(load.events)] for load in loads]
    total = ["all", *(str(sum(int(row[column]) for row in rows)) for column in (1, 2))]
    attach_table(
        f"What arrived: {rate:.0f} events a second for {seconds:g} seconds",
        ["person", "runs", "events"],
        [*rows, total],
    )


def under_load(people: People) -> list[Actor]:
    """Whose news is judged; further devices are not meant unless they were part of it."""
    return [actor for actor in people if UNDER_LOAD in actor.kept]


@given("a platform whose agents answer word by word")
def _(own_platform: OwnPlatform) -> None:
    own_platform(ANSWERS_WORD_BY_WORD)


@given(says("{number:d} people are in conversations of their own"))
def _(people: People, number: int) -> None:
    for guest in range(1, number + 1):
        people[f"Guest{guest}"].enter_chat()
        people[f"Guest{guest}"].begin_conversation()


@when(says("{who:Person} has her agents write reports for {seconds:d} seconds"))
def _(people: People, who: str, seconds: int) -> None:
    keep_all_busy([people[who]], seconds)


@when(says("all of them have their agents write reports for {seconds:d} seconds"))
def _(people: People, seconds: int) -> None:
    keep_all_busy(list(people), seconds)


@then(says("at least {least:d} events a second reached her"))
@then(says("at least {least:d} events a second reached them together"))
def _(people: People, least: int) -> None:
    rate = people.latest.kept["rate"]
    assert rate >= least / patient(1), f"{rate:.0f} events a second arrived, not {least}"


@then("nothing was lost, repeated, reordered or damaged on the way")
def _(people: People) -> None:
    loaded = under_load(people)
    catalogue = catalogue_for(people, loaded[0].name)
    for actor in loaded:
        events = actor.context.events
        verdicts = [
            check_delivery(events),
            check_digests(actor.name, actor.context.frames.frames),
            check_sequence(events, every_run_has=RUN_EVENTS),
            check_content(events, catalogue=catalogue),
        ]
        must_hold(Verdict.all_of("what arrived", verdicts), events)


@then("nobody was told anything of the others")
def _(people: People) -> None:
    persons = [each for each in under_load(people) if each.kept[UNDER_LOAD] != DEVICE]
    seen = {actor.name: actor.context.events for actor in persons}
    must_hold(check_isolation(seen))
