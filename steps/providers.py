"""Coming in through a provider, and what may be false about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256

import pytest
from pytest_bdd import given, then, when

from pages.access import LogInPage
from steps.logging_in import assert_inside
from steps.people import Actor, People, eventually, says
from targets.reference import settings
from targets.reference.api import Api
from targets.reference.company import COMPANY
from targets.reference.provider_access import (
    COUNT,
    NAMES,
    ProviderAccess,
    introduce,
    provider_settings,
)
from targets.reference.wire_access import WireAccess
from targets.reference.wire_company_access import WireCompanyAccess
from targets.reference.wire_provider_access import WireProviderAccess
from test_framework.pytest_plugin.contexts import Contexts
from test_framework.pytest_plugin.fixtures import OwnPlatform, PlatformWith
from test_framework.pytest_plugin.options import options_of
from test_framework.services.identity_provider import Fault, IdentityProvider, Provider
from test_framework.services.mailbox import Mailbox
from test_framework.targets import LaunchOptions, RunningPlatform, Target

Plan = Callable[[str, Fault], None]

SLOW_S = 5.0
FALSEHOODS = {
    "a signature of somebody else": Fault.WRONG_KEY,
    "no signature": Fault.ALG_NONE,
    "no signature, in other letters": Fault.ALG_NONE_SPELLED,
    "a key of its own in its hand": Fault.OWN_KEY,
    "a key that nobody knows": Fault.UNKNOWN_KEY,
    "a signature made with what everybody knows": Fault.KEY_CONFUSION,
    "the answer to another log-in": Fault.WRONG_NONCE,
    "the name of another provider": Fault.WRONG_ISSUER,
    "a word meant for another platform": Fault.WRONG_AUDIENCE,
    "a word made out to another platform": Fault.WRONG_PARTY,
    "a word that has run out": Fault.EXPIRED_TOKEN,
    "a word of tomorrow": Fault.TOKEN_OF_TOMORROW,
    "a word that goes with another key": Fault.WRONG_ACCESS_TOKEN,
    "a way back of another provider": Fault.WRONG_RESPONSE_ISSUER,
    "a word that nobody signed": Fault.UNSIGNED,
    "a word for another address": Fault.WRONG_RECIPIENT,
    "an answer that nobody asked for": Fault.UNSOLICITED,
    "a forged word beside the true one": Fault.WRAPPED,
    "a signature of a kind that is broken": Fault.SIGNED_WITH_SHA1,
    "a word that was changed afterwards": Fault.CHANGED,
}


@pytest.fixture(scope="session")
def identity_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IdentityProvider]:
    """All providers, as one process."""
    running = IdentityProvider(tmp_path_factory.mktemp("identity-provider")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def platform_with_providers(
    pytestconfig: pytest.Config,
    target: Target,
    mailbox: Mailbox,
    identity_provider: IdentityProvider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningPlatform]:
    """A platform that knows the providers, for all scenarios that need them."""
    options = options_of(pytestconfig)
    if options.base_url:
        pytest.skip("needs a platform that the suite starts itself; --base-url was given")
    folder = tmp_path_factory.mktemp("with-providers")
    told = provider_settings(identity_provider)
    command = options.platform_command
    running = target.start(LaunchOptions(folder, mailbox.smtp, told, command=command))
    introduce(identity_provider, running.base_url)
    yield running
    running.stop()


@pytest.fixture
def plan(identity_provider: IdentityProvider) -> Iterator[Plan]:
    """Plans a fault of a provider. One that never happens fails the scenario: it proved nothing."""
    concerned: dict[str, Provider] = {}

    def let_happen(title: str, fault: Fault) -> None:
        concerned[title] = identity_provider[NAMES[title]]
        concerned[title].plan(fault, seconds=SLOW_S)

    yield let_happen
    left = {title: provider.never_fired() for title, provider in concerned.items()}
    for provider in concerned.values():
        provider.forget_plans()
    assert not any(left.values()), f"planned, and never happened: {left}"


def number_of(who: Actor) -> str:
    """Who the person is at every provider. GitHub counts its people."""
    told = f"{who.context.name} {who.context.identity.email}"
    return str(int(sha256(told.encode()).hexdigest(), 16) % COUNT)


def register(
    who: Actor, provider: Provider, *, vouched: bool = True, number: str | None = None
) -> None:
    """Give the person an account at the provider, under the person's own details."""
    identity = who.context.identity
    provider.register_person(
        number or number_of(who),
        identity.email,
        identity.full_name,
        identity.password,
        email_verified=vouched,
    )


def way_through(who: Actor, title: str) -> ProviderAccess | WireProviderAccess:
    """The person's way through a provider: with the browser, or without one."""
    if isinstance(who.access, WireAccess):
        if NAMES[title] == COMPANY:
            return WireCompanyAccess(who.context, who.access, title)
        return WireProviderAccess(who.context, who.access, title)
    return ProviderAccess(who.context, title)


def come_in(who: Actor, title: str) -> None:
    way = way_through(who, title)
    way.open()
    with who.stage("coming in"):
        way.set_out()
        way.agree()
        way.arrive()


def stop_on_the_way_back(who: Actor, title: str, plan: Plan) -> None:
    """Agree at the provider, whose last page does not go on."""
    plan(title, Fault.KEEP_CODE)
    way = way_through(who, title)
    way.open()
    way.set_out()
    who.kept["way back"] = way.agree_and_stop()


# Given


@given("people may come in through providers")
def _(contexts: Contexts, platform_with_providers: RunningPlatform) -> None:
    contexts.move_to(platform_with_providers)


@given("people must be back from a provider at once")
def _(own_platform: OwnPlatform, identity_provider: IdentityProvider) -> None:
    told = {**provider_settings(identity_provider), **settings.WAYS_BACK_RUN_OUT_AT_ONCE}
    introduce(identity_provider, own_platform(told).base_url)


@given("people may come in through providers, and a log-in is old at once")
def _(own_platform: OwnPlatform, identity_provider: IdentityProvider) -> None:
    told = {**provider_settings(identity_provider), **settings.LOG_INS_ARE_OLD_AT_ONCE}
    introduce(identity_provider, own_platform(told).base_url)


@given(says("{who:Person} is known at {title}"))
def _(people: People, identity_provider: IdentityProvider, who: str, title: str) -> None:
    register(people[who], identity_provider[NAMES[title]])


@given(says("{who:Person} is known to {title}, which does not vouch for her address"))
def _(people: People, identity_provider: IdentityProvider, who: str, title: str) -> None:
    register(people[who], identity_provider[NAMES[title]], vouched=False)


@given(says("{title} has given the address of {other:Person} to {who:Person}"))
def _(
    people: People, identity_provider: IdentityProvider, title: str, other: str, who: str
) -> None:
    context = people[who].context
    theirs = people[other].context.identity.email
    context.identity = replace(context.identity, email=theirs)
    register(people[who], identity_provider[NAMES[title]])


@given(says("{who:Person} has come in through {title}"))
def _(people: People, identity_provider: IdentityProvider, who: str, title: str) -> None:
    register(people[who], identity_provider[NAMES[title]])
    come_in(people[who], title)


@given(says("{who:Person} has stopped on the way back from {title}"))
def _(
    people: People, identity_provider: IdentityProvider, plan: Plan, who: str, title: str
) -> None:
    register(people[who], identity_provider[NAMES[title]])
    stop_on_the_way_back(people[who], title, plan)


@given(says("{who:Person} has gone that way back and logged out"))
def _(people: People, who: str) -> None:
    actor = people[who]
    way_through(actor, "Google").go_back_by(actor.kept["way back"])
    actor.access.log_out()


@given(says("somebody caught the code with which {who:Person} came from {title}"))
def _(
    people: People, identity_provider: IdentityProvider, plan: Plan, who: str, title: str
) -> None:
    register(people[who], identity_provider[NAMES[title]])
    stop_on_the_way_back(people[who], title, plan)


@given(says("{title} will answer with {falsehood}"))
def _(plan: Plan, title: str, falsehood: str) -> None:
    plan(title, FALSEHOODS[falsehood])


@given(says("{title} is out of order"))
def _(plan: Plan, title: str) -> None:
    plan(title, Fault.FAIL)


@given("providers must answer within two seconds")
def _(platform_with: PlatformWith, identity_provider: IdentityProvider) -> None:
    told = {**provider_settings(identity_provider), **settings.PROVIDERS_WAITED_FOR_BRIEFLY}
    introduce(identity_provider, platform_with(told).base_url)


@given(says("{title} takes its time"))
def _(plan: Plan, title: str) -> None:
    plan(title, Fault.DELAY)


@given(says("{title} knows {who:Person} by a new address"))
def _(people: People, identity_provider: IdentityProvider, title: str, who: str) -> None:
    actor = people[who]
    number, old = number_of(actor), actor.context.identity
    actor.kept["account"] = Api.of(actor.context).me()
    actor.context.identity = replace(old, email=f"new.{old.email}")
    register(actor, identity_provider[NAMES[title]], number=number)


@given(says("{title} has changed its keys"))
def _(identity_provider: IdentityProvider, title: str) -> None:
    identity_provider[NAMES[title]].rotate_keys()


# When


@when(says("{who:Person} comes in through {title}"))
def _(people: People, who: str, title: str) -> None:
    come_in(people[who], title)


@when(says("{title} takes somebody on another device for {who:Person}"))
def _(people: People, title: str, who: str) -> None:
    people.latest = people.device_of(who)
    come_in(people.latest, title)


@when(says("{who:Person} brings that code back from {title} as if it were hers"))
def _(people: People, plan: Plan, who: str, title: str) -> None:
    plan(title, Fault.INJECT_CODE)
    come_in(people[who], title)


@when(says("{who:Person} does not let {title} tell who she is"))
def _(people: People, who: str, title: str) -> None:
    way = ProviderAccess(people[who].context, title)
    way.open()
    way.set_out()
    way.deny()
    way.arrive()


@when(says('{who:Person} follows a link through {title} that promises to end at "{place}"'))
def _(people: People, who: str, title: str, place: str) -> None:
    way = ProviderAccess(people[who].context, title)
    way.set_out_for(place)
    way.agree()
    way.arrive()


@when(says("{who:Person} goes the way back of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    address = people[other].kept["way back"]
    way_through(people[who], "Google").go_back_by(address)


@when(says("{who:Person} proves with her password that the account is hers"))
def _(people: People, who: str) -> None:
    context = people[who].context
    identity = context.identity
    page = LogInPage(context.page, context.base_url)
    page.log_in(identity.email, identity.password)
    eventually(lambda: not page.is_shown, people[who], f"the chat of {who}")


# Then


@then(says('that device is told "{words}"'))
def _(people: People, words: str) -> None:
    told = people.latest.told()
    assert words in told, f"the device was told {told!r}, not {words!r}"


@then(says("that device is in the account of {who:Person}, which has kept its address"))
def _(people: People, who: str) -> None:
    here, before = Api.of(people.latest.context).me(), people[who].kept["account"]
    assert here["id"] == before["id"], f"the device is in the account {here}, not {before}"
    assert here["email"] == before["email"], f"the account now has the address {here['email']}"


@then(says("{who:Person} can come in through {title} on another device"))
def _(people: People, who: str, title: str) -> None:
    device = people.device_of(who)
    come_in(device, title)
    assert_inside(device)
