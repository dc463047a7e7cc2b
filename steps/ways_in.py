"""The ways into one's account, added and removed by its owner, or by others."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps.people import Actor, People, eventually, says
from steps.providers import Plan, come_in, number_of, register
from targets.reference.provider_access import NAMES
from targets.reference.ways_in import BrowserWays, WaysIn, WireWays
from targets.reference.wire_access import WireAccess
from test_framework.services.identity_provider import Fault, IdentityProvider

WRONG = "not the password of anybody"
CHANGED_WITHIN_S = 5.0


def ways_of(who: Actor) -> WaysIn:
    """The person's ways in, by the driver at hand."""
    if isinstance(who.access, WireAccess):
        return WireWays(who.context, who.access)
    return BrowserWays(who.context)


def link(who: Actor, title: str) -> None:
    ways = ways_of(who)
    ways.set_out(title, who.context.identity.password)
    ways.agree()


# Given


@given(says("{who:Person} has come in with her password"))
def _(people: People, who: str) -> None:
    people[who].get_account()
    people[who].access.enter()


@given(says("{who:Person} has linked {title} to her account"))
def _(people: People, identity_provider: IdentityProvider, who: str, title: str) -> None:
    register(people[who], identity_provider[NAMES[title]])
    link(people[who], title)
    assert "linked" in people[who].access.told(), f"not linked: {people[who].access.told()}"


@given(says("{who:Person} comes to {title} as the person that {other:Person} is"))
def _(
    people: People, identity_provider: IdentityProvider, who: str, title: str, other: str
) -> None:
    register(people[who], identity_provider[NAMES[title]], number=number_of(people[other]))


@given(says("{who:Person} has set out to link {title} and stopped on the way back"))
def _(
    people: People, identity_provider: IdentityProvider, plan: Plan, who: str, title: str
) -> None:
    actor = people[who]
    register(actor, identity_provider[NAMES[title]])
    plan(title, Fault.KEEP_CODE)
    ways = ways_of(actor)
    ways.set_out(title, actor.context.identity.password)
    actor.kept["way back"] = ways.agree_and_stop()


# When


@when(says("{who:Person} links {title} to her account"))
def _(people: People, who: str, title: str) -> None:
    link(people[who], title)


@when(says("{who:Person} unlinks {title}"))
def _(people: People, who: str, title: str) -> None:
    ways_of(people[who]).unlink(title, people[who].context.identity.password)
    people[who].access.told()


@when(says("somebody who does not know {who:Person}'s password links {title} to her account"))
def _(people: People, who: str, title: str) -> None:
    ways = ways_of(people[who])
    ways.set_out(title, WRONG)
    ways.agree()


@when(says("{title} is unlinked at {who:Person}'s open device without her password"))
def _(people: People, who: str, title: str) -> None:
    ways_of(people[who]).unlink(title, WRONG)


# Then


@then(says('{who:Person}\'s ways in are "{titles}"'))
def _(people: People, who: str, titles: str) -> None:
    lists(people[who], titles)


@then(says("no provider opens the account of {who:Person}"))
def _(people: People, who: str) -> None:
    lists(people[who], "")


@then(says("{who:Person} cannot come in through {title} on another device"))
def _(people: People, who: str, title: str) -> None:
    device = people.device_of(who)
    come_in(device, title)
    assert device.access.inside_as() is None, f"{who} came in through {title}"


def lists(who: Actor, titles: str) -> None:
    ways = ways_of(who)
    eventually(
        lambda: ", ".join(ways.linked()) == titles,
        who,
        f"the ways in {titles!r} in the list of {who.name}",
        CHANGED_WITHIN_S,
    )
