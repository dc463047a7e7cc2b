"""Coming in by a mailed link."""

import time

from pytest_bdd import given, then, when

from steps.logging_in import assert_inside
from steps.people import Actor, People, eventually, says
from steps.recovering import reads_as_of_nobody, reset_links, take_times
from targets.reference import settings
from targets.reference.account_care import AccountCare, WireCare, care_of
from targets.reference.api import Api
from targets.reference.wire_access import WireAccess
from test_framework.pytest_plugin.fixtures import PlatformWith

LOG_IN = "Your link to log in"


def care(who: Actor) -> AccountCare:
    """How this person cares for the own account."""
    return care_of(who.access, who.context)


def wire_care(who: Actor) -> WireCare:
    """The same without a browser, for what is not the point of a scenario."""
    return WireCare(WireAccess(who.context), Api.of(who.context))


def links_to_log_in(who: Actor) -> list[str]:
    return [who.context.link_in(mail) for mail in who.context.mails(LOG_IN)]


def ask_for_link(who: Actor) -> None:
    """Ask for a link without a browser, and wait for the mail."""
    before = len(links_to_log_in(who))
    wire_care(who).ask_for_link(who.context.identity.email)
    eventually(lambda: len(links_to_log_in(who)) > before, who, "the mail with the link")


# Given


@given(says("{who:Person} has asked for a link to log in"))
@given(says("{who:Person} has asked for a link to log in once more"))
def _(people: People, who: str) -> None:
    people[who].kept["asked for a link"] = time.monotonic()
    ask_for_link(people[who])


@given("links to log in expire at once")
@given("links to a new address expire at once")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.OWN_LINKS_EXPIRE_AT_ONCE)


@given(
    says(
        "{who:Person} has asked {number:d} times for a link to log in "
        "for the address of {other:Person}"
    )
)
def _(people: People, who: str, number: int, other: str) -> None:
    for _ in range(number):
        wire_care(people[who]).ask_for_link(people[other].context.identity.email)


# When


@given(says("{who:Person} has come in by the link"))
@when(says("{who:Person} comes in by the link"))
def _(people: People, who: str) -> None:
    care(people[who]).come_in_by(links_to_log_in(people[who])[-1])


@when(says("{who:Person} comes in by the link on another device"))
def _(people: People, who: str) -> None:
    care(people.device_of(who)).come_in_by(links_to_log_in(people[who])[-1])


@when(says("{who:Person} comes in by the link with the next code"))
def _(people: People, who: str) -> None:
    code = people[who].kept["app"].next_code()
    care(people[who]).come_in_by(links_to_log_in(people[who])[-1], code)


@when(says("{who:Person} comes in by the link of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    care(people[who]).come_in_by(links_to_log_in(people[other])[-1])


@when(says("{who:Person} comes in by the first link of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    care(people[who]).come_in_by(links_to_log_in(people[other])[0])


@when(says("{who:Person} comes in by the link to a new password of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    care(people[who]).come_in_by(reset_links(people[other])[-1])


@when(says("{who:Person} asks for a link to log in for the address of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    care(people[who]).ask_for_link(people[other].context.identity.email)


@when(says("{who:Person} times the mails with links to {other:Person} and to nobody"))
def _(people: People, who: str, other: str) -> None:
    take_times(people[who], people[other], care(people[who]).ask_for_link)


# Then


@then(says("{who:Person} is inside on that device"))
def _(people: People, who: str) -> None:
    assert_inside(people.device_of(who))


@then(says("{who:Person} reads of the link what is said of an address that nobody has"))
def _(people: People, who: str) -> None:
    reads_as_of_nobody(people, who, care(people[who]).ask_for_link)
