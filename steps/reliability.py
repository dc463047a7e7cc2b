"""Many runs while tools fail now and then."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps.faulty_tools import TroubledPlatform
from steps.people import People, says
from steps.runs import in_order
from steps.verdicts import must_hold
from targets.reference import settings
from targets.reference.reliability import Outcome, ask_often, facts_of
from targets.reference.usage_data import FLAKY_PERCENT
from test_framework.reporting.attachments import attach_table


@given(says("{who:Person} is in the chat of a platform whose tools fail about one time in twenty"))
def _(people: People, troubled: TroubledPlatform, who: str) -> None:
    platform = troubled(settings.TOOLS_FAIL_NOW_AND_THEN)
    actor = people[who]
    actor.enter_chat()
    actor.kept["facts"] = facts_of(actor.spending)
    platform.usage_data.make_flaky(FLAKY_PERCENT)


@when(says("{who:Person} asks {count:d} times, in {threads:d} conversations side by side"))
def _(people: People, seed: int, who: str, count: int, threads: int) -> None:
    actor = people[who]
    outcome = ask_often(actor.wire, count // threads, threads, actor.kept["facts"], seed)
    actor.kept["outcome"] = outcome
    rows = [
        ["asked", str(outcome.asked)],
        ["right", str(outcome.right)],
        ["failed and said why", str(outcome.failed)],
        ["tries of tools", str(outcome.tries)],
        ["of these failed", f"{outcome.failed_tries} ({outcome.trouble_percent:.1f} %)"],
    ]
    attach_table("What came of the runs", ["what", "count"], rows)


def outcome_of(people: People) -> Outcome:
    outcome: Outcome = people.latest.kept["outcome"]
    return outcome


@then(
    says(
        "at least {percent:g} percent of the answers are right,"
        " and every other run says why it failed"
    )
)
def _(people: People, percent: float) -> None:
    outcome = outcome_of(people)
    assert not outcome.wrong, f"wrong, or without a reason: {outcome.wrong[:3]}"
    # Of so few runs a single one may be more than the share that may fail.
    allowed = max(1, int(outcome.asked * (100 - percent) / 100))
    missed = outcome.asked - outcome.right
    assert missed <= allowed, f"{missed} of {outcome.asked} runs were not answered"


@then("every run has ended, complete and in order")
def _(people: People) -> None:
    actor, outcome = people.latest, outcome_of(people)
    assert outcome.unended == 0, f"{outcome.unended} runs never ended"
    must_hold(in_order(people, actor.name), actor.context.events)


@then("some tries of tools had failed")
def _(people: People) -> None:
    outcome = outcome_of(people)
    assert outcome.failed_tries, f"all {outcome.tries} tries went well: nothing was proven"
