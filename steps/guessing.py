"""Guessing passwords, being locked out, and asking for mails too often."""

import time
from statistics import median

from pytest_bdd import given, then, when

from steps.logging_in import log_in
from steps.people import CONFIRMATION, Actor, People, eventually, says
from steps.recovering import nobody, reads_as_of_nobody
from targets.reference import settings
from targets.reference.api import Api, Refused
from targets.reference.wire_access import WireAccess
from test_framework.pytest_plugin.fixtures import OwnPlatform, PlatformWith

AN_HOUR_S = 3_600


def guess(who: Actor, email: str) -> tuple[str, float]:
    """Try a wrong password without a browser: what was said, and how long it took."""
    access = WireAccess(who.context)
    begun = time.monotonic()
    access.log_in(email, who.context.identity.password[::-1])
    return access.told(), time.monotonic() - begun


# Given


@given("three wrong passwords lock an account")
def _(own_platform: OwnPlatform) -> None:
    own_platform(settings.THREE_WRONG_PASSWORDS_LOCK)


@given("three wrong passwords lock an account for two seconds")
def _(own_platform: OwnPlatform) -> None:
    own_platform({**settings.THREE_WRONG_PASSWORDS_LOCK, **settings.LOCKED_FOR_TWO_SECONDS})


@given("three mails an hour may be asked for")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.THREE_MAILS_AN_HOUR)


@given(says("{who:Person} has tried {number:d} wrong passwords on the account of {other:Person}"))
def _(people: People, who: str, number: int, other: str) -> None:
    for _ in range(number):
        guess(people[who], people[other].context.identity.email)


@given(says("{who:Person} has asked for the mail again"))
def _(people: People, who: str) -> None:
    actor = people[who]
    before = len(actor.context.mails(CONFIRMATION))
    actor.access.ask_for_confirmation(actor.context.identity.email)
    eventually(
        lambda: len(actor.context.mails(CONFIRMATION)) > before, actor, f"a second mail to {who}"
    )


@given(says("{who:Person} has asked twice for the mail to {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    for _ in range(2):
        WireAccess(people[who].context).ask_for_confirmation(people[other].context.identity.email)


@given(says("{who:Person} has signed up {number:d} times with the address of {other:Person}"))
def _(people: People, who: str, number: int, other: str) -> None:
    identity = people[who].context.identity
    email = people[other].context.identity.email
    for _ in range(number):
        WireAccess(people[who].context).sign_up(identity.full_name, email, identity.password)


# When


@when(says('{who:Person} follows the link of the mail "{title}"'))
def _(people: People, who: str, title: str) -> None:
    actor = people[who]
    eventually(lambda: actor.context.mails(title), actor, f"a mail titled {title!r} to {who}")
    actor.access.unlock(actor.context.link_in(actor.context.mails(title)[-1]))
    actor.access.told()


@when(says("{who:Person} tries to log in until she is in"))
def _(people: People, who: str) -> None:
    actor = people[who]

    def let_in() -> bool:
        log_in(actor)
        return actor.access.inside_as() is not None

    eventually(let_in, actor, f"the end of the lock of {who}'s account")


@when(
    says(
        "{who:Person} tries {number:d} wrong passwords on the account of {other:Person}, "
        "and on no account"
    )
)
def _(people: People, who: str, number: int, other: str) -> None:
    actor = people[who]
    addresses = {"known": people[other].context.identity.email, "unknown": nobody(actor)}
    tried = {
        kind: [guess(actor, address) for _ in range(number)] for kind, address in addresses.items()
    }
    actor.kept["words"] = {kind: [words for words, _ in each] for kind, each in tried.items()}
    actor.kept["taken"] = {kind: median(took for _, took in each) for kind, each in tried.items()}


@when(says("{who:Person} asks for the mail to {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    actor = people[who]
    try:
        Api.of(actor.context).tell(
            "/api/accounts/verification/resend", email=people[other].context.identity.email
        )
    except Refused as refusal:
        actor.kept["refusal"] = refusal


@when(says("{who:Person} asks for the confirmation mail to {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    people[who].access.ask_for_confirmation(people[other].context.identity.email)


# Then


@then(says("{who:Person} reads the same words both times"))
def _(people: People, who: str) -> None:
    words = people[who].kept["words"]
    assert words["known"] == words["unknown"], f"one can tell them apart by the words: {words}"
    assert len(set(words["known"])) == 2, f"{who} was never locked out: {words['known']}"


@then(says("{who:Person} is told when to come back, within the hour"))
def _(people: People, who: str) -> None:
    wait = people[who].kept["refusal"].retry_after
    assert wait is not None, f"{who} was not told when to come back"
    assert 0 < wait <= AN_HOUR_S, f"{who} is to come back in {wait} seconds"


@then(says("{who:Person} reads what is said of an address that nobody has"))
def _(people: People, who: str) -> None:
    reads_as_of_nobody(people, who, people[who].access.ask_for_confirmation)
