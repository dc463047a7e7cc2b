"""The books of the platform: all that was charged, beside all that people saw."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps.people import Actor, People
from steps.stopping import ENDINGS
from steps.verdicts import must_hold
from targets.reference.administration import HttpAdministration
from targets.reference.auditor import books_of, seen_by
from test_framework.events.model import EventKind, parent_of

STOPPED = "stopped"
# A run may be over before the word to stop it has come.
TRIES = 5


def ask_and_stop(who: Actor, question: str) -> None:
    """Ask until a run was stopped before it was over."""
    for _ in range(TRIES):
        before = len(who.context.frames)
        who.ask(question)
        who.context.wait_for_event(
            EventKind.AGENT_STARTED, after=before, where=lambda started: not parent_of(started)
        )
        who.chat.stop()
        who.wait_until_over()
        if outcome_of(who) == ENDINGS[STOPPED]:
            return


def outcome_of(who: Actor) -> str:
    """How the newest question ended."""
    return str(who.finished_runs()[-1].payload["status"])


@given("people are in conversations on these plans")
def _(people: People, office: HttpAdministration, datatable: list[list[str]]) -> None:
    for who, plan in datatable[1:]:
        people[who].enter_chat()
        people[who].begin_conversation()
        office.give(people[who].context.identity.email, plan=plan)


@when("they ask these questions")
def _(people: People, datatable: list[list[str]]) -> None:
    for who, question, outcome in datatable[1:]:
        actor = people[who]
        actor.kept["foreseen"] = ENDINGS[outcome]
        if outcome == STOPPED:
            ask_and_stop(actor, question)
        else:
            actor.ask(question)


@then("each of these questions ended that way")
def _(people: People) -> None:
    for actor in people:
        actor.wait_until_over()
        foreseen = actor.kept["foreseen"]
        assert outcome_of(actor) == foreseen, (
            f"{actor.name} was {outcome_of(actor)}, not {foreseen}"
        )


@then("the books agree with what they saw")
def _(people: People, office: HttpAdministration) -> None:
    seen = seen_by(actor.context for actor in people)
    must_hold(books_of(office.api, seen).of_the_seen().verdict())
