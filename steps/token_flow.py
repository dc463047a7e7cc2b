"""Talking on while passes run out, and log-ins that end in the middle of a run."""

from pytest_bdd import given, then, when

from steps.people import Actor, People, eventually, says
from steps.runs import in_order
from steps.verdicts import must_hold
from targets.reference import settings
from targets.reference.api import Api, Refused
from targets.reference.renewals import PageRenewals
from targets.reference.wire_chat import WireChat
from test_framework.events.model import RUN_EVENTS
from test_framework.pytest_plugin.fixtures import PlatformWith

RENEWED_WITHIN_S = 5.0
FOUR_TIMES = 4


def has_run_out(who: Actor) -> bool:
    try:
        Api.of(who.context).me()
    except Refused as refusal:
        return refusal.code == "token_expired"
    return False


def renewed_four_times(who: Actor) -> None:
    """Until the person's device has renewed the pass that often; a page does it by itself."""
    if isinstance(who.chat, WireChat):
        for _ in range(FOUR_TIMES):
            eventually(lambda: has_run_out(who), who, "the end of the pass", RENEWED_WITHIN_S)
            Api.of(who.context).renew()
        return
    renewals = PageRenewals(who.context.page)
    eventually(
        lambda: renewals.count >= FOUR_TIMES,
        who,
        f"the page of {who.name} to renew the pass {FOUR_TIMES} times",
        FOUR_TIMES * RENEWED_WITHIN_S,
    )


@given("passes work for a second, and log-ins for three without use")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.PASSES_WORK_FOR_A_SECOND)


@when(says('{who:Person} asks "{question}" when her pass has been renewed four times'))
def _(people: People, who: str, question: str) -> None:
    renewed_four_times(people[who])
    people[who].ask(question)


@when(says("{who:Person} ends her log-in from another device"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    device.access.enter()
    device.access.log_out_elsewhere()


@then(says("{who:Person} has kept her first connection"))
def _(people: People, who: str) -> None:
    sockets = people[who].context.frames.connections
    assert len(sockets) == 1, f"{who} needed {len(sockets)} connections"


@then(says("{who:Person} finds the whole run when she has logged in again"))
def _(people: People, who: str) -> None:
    actor = people[who]
    known = max(event.seq or 0 for event in actor.context.events)
    actor.access.enter()
    actor.connect()
    actor.wire.send_message("resume", actor.wire.thread_id, {"last_seq": known})
    actor.wait_until_answered()
    status = actor.finished_runs()[-1].payload["status"]
    assert status == "succeeded", f"the run of {who} ended as {status}"
    must_hold(in_order(people, who, RUN_EVENTS), actor.context.events)
