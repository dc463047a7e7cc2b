"""The first visit of each kind of person: their way in, what they ask, what they may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.logging_in import log_in
from steps.people import Actor, People, says
from steps.plans import REPORT
from steps.providers import come_in, register
from steps.second_factor import enter_code, set_up
from steps.signing_up import sign_up
from targets.reference import settings
from targets.reference.administration import HttpAdministration
from targets.reference.api import Api, Refused
from targets.reference.provider_access import NAMES, introduce, provider_settings
from test_framework.personas import Persona, persona_named
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.reporting.ways_in import sample_of
from test_framework.services.identity_provider import IdentityProvider
from test_framework.services.mailbox import text_of
from test_framework.waiting import patient

NOTHING = "nothing"
BETWEEN = ", "
NEXT_QUESTION = " / "
SAVINGS = "Compare the prices of our models"


def agree(persona: Persona, what: str, told: str, known: str) -> None:
    """The table of the feature and personas.py say the same, or it is told who says what."""
    assert told == known, (
        f"{what} of {persona.name}: the feature says {told!r}, "
        f"test_framework/personas.py says {known!r}"
    )


def sign_up_and_confirm(who: Actor) -> None:
    with who.stage("signing up"):
        sign_up(who)
        who.access.told()
    with who.stage("confirming"):
        who.access.confirm(who.awaited_link())
        who.access.told()


def come_by_password(who: Actor) -> None:
    sign_up_and_confirm(who)
    log_in(who)


def come_by_password_and_code(who: Actor) -> None:
    come_by_password(who)
    who.connect()
    set_up(who)
    ChatPage(who.context.page, who.context.base_url).open()
    who.access.log_out()
    log_in(who)
    enter_code(who, who.kept["app"].next_code())


BY_PASSWORD = {"password": come_by_password, "password and code": come_by_password_and_code}


@dataclass(frozen=True)
class FrontDoor:
    """Whom a newcomer meets, and where it is noted how long that took."""

    providers: IdentityProvider
    office: HttpAdministration
    notes: list[tuple[str, object]]


@pytest.fixture
def front_door(
    identity_provider: IdentityProvider, office: HttpAdministration, request: pytest.FixtureRequest
) -> FrontDoor:
    """The front door of the platform in this scenario."""
    return FrontDoor(identity_provider, office, request.node.user_properties)


def api_of(who: Actor) -> Api:
    """The platform's HTTP side with the log-in of the open page; most people have no password."""
    answer = who.context.page.context.request.post(f"{who.context.base_url}/api/auth/refresh")
    assert answer.ok, f"the log-in of {who.name} could not be renewed: {answer.text()}"
    api = Api.of(who.context)
    api.access_token = answer.json()["access_token"]
    return api


def refusal_of(call: Callable[[], Any]) -> str:
    """The code with which the platform refuses; empty when it does not."""
    try:
        call()
    except Refused as refusal:
        return refusal.code
    return ""


def refusal_of_question(who: Actor, question: str) -> str:
    """Why there is no answer; empty when there is one."""
    who.begin_conversation()
    who.ask(question)
    who.wait_until_over()
    said = who.finished_runs()[-1].payload
    return "" if said["status"] == "succeeded" else str(said["summary"])


def change_oneself(api: Api) -> None:
    """What administrators may: give somebody a plan. It is the own one, so nothing changes."""
    me = api.me()
    api.call("PATCH", f"/api/admin/users/{me['id']}", body={"plan": me["plan"]})


RIGHTS: dict[str, Callable[[Actor, Api], str]] = {
    "ask for savings": lambda who, _: refusal_of_question(who, SAVINGS),
    "ask for a report": lambda who, _: refusal_of_question(who, REPORT),
    "download the data": lambda _, api: refusal_of(api.usage_csv),
    "see people": lambda _, api: refusal_of(lambda: api.call("GET", "/api/admin/users")),
    "see usage": lambda _, api: refusal_of(lambda: api.call("GET", "/api/admin/usage")),
    "change people": lambda _, api: refusal_of(lambda: change_oneself(api)),
}


def refusals(who: Actor, rights: str) -> dict[str, str]:
    """What the platform says to each of these; empty where it does not refuse."""
    api = api_of(who)
    return {right: RIGHTS[right](who, api) for right in rights.split(BETWEEN) if right != NOTHING}


@given("people may come in through providers, and plans have their limits")
def _(platform_with: PlatformWith, identity_provider: IdentityProvider) -> None:
    told = {**provider_settings(identity_provider), **settings.PLANS_HAVE_LIMITS}
    introduce(identity_provider, platform_with(told).base_url)


@given(says("{who:Person} is the {kind}, on the {plan} plan and with the role of {role}"))
def _(people: People, who: str, kind: str, plan: str, role: str) -> None:
    persona = persona_named(people[who].name)
    agree(persona, "the kind", kind, persona.kind)
    agree(persona, "the plan", plan, persona.plan)
    agree(persona, "the role", role, persona.role)


@when(says('{who:Person} comes for the first time, by {way}, and asks "{asks}"'))
def _(people: People, front_door: FrontDoor, who: str, way: str, asks: str) -> None:
    actor, persona = people[who], persona_named(who)
    agree(persona, "the way in", way, persona.way_in)
    agree(persona, "what is asked", asks, NEXT_QUESTION.join(persona.asks))
    first, *others = persona.asks
    if way in NAMES:
        register(actor, front_door.providers[NAMES[way]])
    with actor.stage("first answer"):
        if way in NAMES:
            come_in(actor, way)
        else:
            BY_PASSWORD[way](actor)
        email = actor.context.identity.email
        front_door.office.give(email, plan=persona.plan, role=persona.role)
        actor.connect()
        actor.begin_conversation()
        actor.ask(first)
        actor.wait_until_answered()
    front_door.notes.append(sample_of(way, actor.stages["first answer"]))
    # The others at once, as somebody does who knows what to ask.
    for question in others:
        actor.ask(question)


@then(says("the page and every mail name {who:Person} in full"))
def _(people: People, who: str) -> None:
    actor = people.device_of(who)
    name = actor.context.identity.full_name
    shown = ChatPage(actor.context.page, actor.context.base_url).user_name.inner_text()
    assert name in shown, f"the page shows {shown!r}, not {name!r}"
    known = api_of(actor).me()["name"]
    assert known == name, f"the platform knows {known!r}, not {name!r}"
    for mail in actor.context.mails():
        text = text_of(mail)
        assert name in text, f"the mail {mail['Subject']!r} does not name {name!r}:\n{text}"


@then(says("{who:Person} may: {rights}"))
def _(people: People, who: str, rights: str) -> None:
    persona = persona_named(who)
    agree(persona, "what is allowed", rights, BETWEEN.join(persona.may) or NOTHING)
    refused = {right: why for right, why in refusals(people.device_of(who), rights).items() if why}
    assert not refused, f"{who} was refused: {refused}"


@then(says("{who:Person} may not: {rights}"))
def _(people: People, who: str, rights: str) -> None:
    persona = persona_named(who)
    agree(persona, "what is refused", rights, BETWEEN.join(persona.may_not) or NOTHING)
    device = people.device_of(who)
    allowed = [right for right, why in refusals(device, rights).items() if not why]
    assert not allowed, f"{who} was not refused: {allowed}"


@then(says("{who:Person} had the first answer {limit:g} seconds after arriving"))
def _(people: People, who: str, limit: float) -> None:
    persona = persona_named(who)
    agree(persona, "the patience", f"{limit:g}", f"{persona.patience_s:g}")
    took = people[who].stages["first answer"]
    assert took < patient(limit), f"the first answer took {took:.1f} of {patient(limit):g} seconds"
