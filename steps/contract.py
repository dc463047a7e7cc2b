"""What is said, held against the contract that the platform publishes."""

from functools import lru_cache

from pytest_bdd import then

from steps.people import Actor, People, says
from steps.verdicts import must_hold
from test_framework.events.asyncapi import PublishedContract
from test_framework.events.contract import check_contract, check_coverage
from test_framework.events.model import RUN_EVENTS
from test_framework.reporting.attachments import attach_table
from test_framework.wire.recording import CONTRACT_NOTE

CONTRACT_AT = "/asyncapi.yaml"

compiled = lru_cache(maxsize=4)(PublishedContract.from_yaml)


def published_to(who: Actor) -> PublishedContract:
    """The contract as this person can read it; each version is compiled once."""
    reply = who.context.http.get(CONTRACT_AT)
    assert reply.is_success, f"the contract is not published: {reply.status_code}"
    who.context.notes[CONTRACT_NOTE] = reply.text
    return compiled(reply.text)


def keeps_to_contract(who: Actor) -> None:
    frames = who.context.frames.frames
    verdict = check_contract(who.name, frames, published_to(who))
    must_hold(verdict, who.context.events)


@then(says("all that {who:Person} and the chat said to each other keeps to the published contract"))
def _(people: People, who: str) -> None:
    people[who].wait_until_answered()
    keeps_to_contract(people[who])


@then(
    says("all that both devices of {who:Person} and the chat said keeps to the published contract")
)
def _(people: People, who: str) -> None:
    for device in (people[who], people.device_of(who)):
        device.chat.conversation()
        keeps_to_contract(device)


@then(
    says("the events of the run of {who:Person} carry everything that the published contract names")
)
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_answered()
    contract = published_to(actor)
    frames = actor.context.frames.frames
    must_hold(check_coverage(frames, contract, expected=RUN_EVENTS))
    attach_table(
        "Frames held against the contract",
        ["event", "frames"],
        [[kind, sum(e.kind is kind for e in actor.context.events)] for kind in RUN_EVENTS],
    )
