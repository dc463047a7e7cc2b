"""A company's own log-in: whose word counts, how often, and in which browser."""

from __future__ import annotations

from pytest_bdd import given, when

from steps.people import Actor, People, says
from steps.providers import register
from targets.reference.company import COMPANY
from targets.reference.wire_access import WireAccess
from targets.reference.wire_company_access import WireCompanyAccess
from test_framework.services.identity_provider import IdentityProvider

TITLE = "company log-in"
WORD = "SAMLResponse"


def way_of(who: Actor) -> WireCompanyAccess:
    """The person's way through the company's log-in."""
    assert isinstance(who.access, WireAccess), "words are caught and brought without a browser"
    return WireCompanyAccess(who.context, who.access, TITLE)


def catch_word(who: Actor, providers: IdentityProvider) -> WireCompanyAccess:
    """Go as far as the word of the company, and keep it."""
    register(who, providers[COMPANY])
    way = way_of(who)
    way.set_out()
    who.kept["word"] = way.agree_and_keep()
    return way


@given(says("somebody caught the word with which {who:Person} came in through company log-in"))
def _(people: People, identity_provider: IdentityProvider, who: str) -> None:
    catch_word(people[who], identity_provider)


@given(says("{who:Person} came in through company log-in, and has logged out"))
def _(people: People, identity_provider: IdentityProvider, who: str) -> None:
    way = catch_word(people[who], identity_provider)
    way.bring(people[who].kept["word"])
    way.arrive()
    people[who].access.log_out()


@when(says("{who:Person} brings the word about {other:Person} as the answer to her own log-in"))
def _(people: People, who: str, other: str) -> None:
    way = way_of(people[who])
    way.set_out()
    way.bring({**way.agree_and_keep(), WORD: people[other].kept["word"][WORD]})
    way.arrive()


@when(says("the word about {other:Person} is brought in the browser of {who:Person}"))
def _(people: People, other: str, who: str) -> None:
    way = way_of(people[who])
    way.set_out()
    way.bring(people[other].kept["word"])
    way.arrive()
