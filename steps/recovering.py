"""Getting back in: forgotten passwords, and the links that help."""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from pytest_bdd import given, then, when

from steps.people import Actor, People, eventually, says
from targets.reference import settings
from targets.reference.wire_access import WireAccess
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.waiting import patient

RESET = "Choose a new password"
NEW_PASSWORD = "nine kettles under the pier"  # noqa: S105 - what somebody chooses in a scenario
ROUNDS = 7
# What a person at the other end of a network can tell apart at best, with room for a busy machine.
ALIKE_WITHIN_S = 0.1


def nobody(who: Actor) -> str:
    """An address that no account has, and that no other scenario uses."""
    return f"nobody.{who.context.identity.email}"


def reads_as_of_nobody(people: People, who: str, ask: Callable[[str], None]) -> None:
    """Compare what the person reads with what is said when an address that nobody has asks."""
    actor = people[who]
    tried = actor.access.told()
    unknown = nobody(actor)
    ask(unknown)
    words = actor.access.told().replace(unknown, "ADDRESS")
    for someone in people:
        tried = tried.replace(someone.context.identity.email, "ADDRESS")
    assert tried == words, f"{who} read {tried!r}; for an unknown address it is {words!r}"


def reset_links(who: Actor) -> list[str]:
    return [who.context.link_in(mail) for mail in who.context.mails(RESET)]


def ask_for_reset(who: Actor) -> None:
    """Ask for a link, without a browser, and wait for the mail."""
    before = len(reset_links(who))
    WireAccess(who.context).ask_for_reset(who.context.identity.email)
    eventually(lambda: len(reset_links(who)) > before, who, "the mail with the link")


def choose_password(who: Actor, by: Actor, *, link: str = "") -> None:
    """Set the new password by the newest link, or another one, and go on with it."""
    identity = who.context.identity
    by.access.set_password(link or reset_links(who)[-1], NEW_PASSWORD)
    by.access.told()
    who.kept["old password"] = identity.password
    who.context.identity = replace(identity, password=NEW_PASSWORD)


def take_times(who: Actor, other: Actor, ask: Callable[[str], None]) -> None:
    """How long asking takes for somebody's address, and for one that nobody has."""
    addresses = {"known": other.context.identity.email, "unknown": nobody(who)}
    taken: dict[str, list[float]] = {kind: [] for kind in addresses}
    for _ in range(ROUNDS):
        for kind, address in addresses.items():
            begun = time.monotonic()
            ask(address)
            taken[kind].append(time.monotonic() - begun)
    who.kept["taken"] = {kind: median(times) for kind, times in taken.items()}


# Given


@given(says("{who:Person} has asked for a new password"))
@given(says("{who:Person} has asked for a new password once more"))
def _(people: People, who: str) -> None:
    people[who].kept["asked for a link"] = time.monotonic()
    ask_for_reset(people[who])


@given(says("{who:Person} has chosen a new password"))
@when(says("{who:Person} chooses a new password"))
def _(people: People, who: str) -> None:
    choose_password(people[who], people[who])


@given(says('{who:Person} has tried "{password}" as a new password and was told "{words}"'))
def _(people: People, who: str, password: str, words: str) -> None:
    people[who].access.set_password(reset_links(people[who])[-1], password)
    told = people[who].access.told()
    assert words in told, f"{who} was told {told!r}, not {words!r}"


@given("links to a new password expire at once")
def _(own_platform: OwnPlatform) -> None:
    own_platform(settings.RESET_LINKS_EXPIRE_AT_ONCE)


# When


@when(says("{who:Person} chooses a new password on another device"))
def _(people: People, who: str) -> None:
    choose_password(people[who], people.device_of(who))


@when(says("{who:Person} chooses a new password by the first link"))
def _(people: People, who: str) -> None:
    choose_password(people[who], people[who], link=reset_links(people[who])[0])


@when(says("{who:Person} tries the link of {other:Person} to choose a password"))
def _(people: People, who: str, other: str) -> None:
    links = reset_links(people[other])
    people[who].access.set_password(links[-1], people[who].context.identity.password)


@when(says("{who:Person} tries the link that confirms {other:Person}'s address as such a link"))
def _(people: People, who: str, other: str) -> None:
    link = people[other].confirmation_link()
    people[who].access.set_password(link, people[who].context.identity.password)


@when(says("{who:Person} asks for a new password for the address of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    people[who].access.ask_for_reset(people[other].context.identity.email)


@when(says("{who:Person} takes the time of asking for {other:Person} and for nobody"))
def _(people: People, who: str, other: str) -> None:
    take_times(people[who], people[other], people[who].access.ask_for_reset)


# Then


@then(says("{who:Person} cannot log in with the old password"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.access.log_in(actor.context.identity.email, actor.kept["old password"])
    assert actor.access.inside_as() is None, f"{who} came in with the old password"


@then(says("that took {who:Person} less than {limit:g} seconds since she asked"))
def _(people: People, who: str, limit: float) -> None:
    took = time.monotonic() - people[who].kept["asked for a link"]
    people[who].stages["new password"] = took
    assert took < patient(limit), f"from asking to being inside again it took {took:.1f} seconds"


@then(says("{who:Person} reads the same words as for an address that nobody has"))
def _(people: People, who: str) -> None:
    reads_as_of_nobody(people, who, people[who].access.ask_for_reset)


@then(says("both took {who:Person} equally long"))
def _(people: People, who: str) -> None:
    taken = people[who].kept["taken"]
    difference = abs(taken["known"] - taken["unknown"])
    assert difference < ALIKE_WITHIN_S, f"one can tell them apart by the time: {taken}"
