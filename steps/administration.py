"""People who look after others: what their role lets them do, and what it leaves on record."""

from __future__ import annotations

import pytest
from pytest_bdd import given, then, when

from pages.admin import AdminPage
from steps.people import Actor, People, says
from steps.second_factor import set_up
from targets.reference import settings
from targets.reference.administration import HttpAdministration, administration
from targets.reference.settings import OPERATOR
from targets.reference.wire_access import WireAccess
from test_framework.administration import Administration
from test_framework.pytest_plugin.fixtures import OwnPlatform

NOT_ALLOWED = "You may not do that."


class Desks:
    """The place from which each person of a scenario looks after others."""

    def __init__(self, driver: str) -> None:
        self._driver = driver
        self._desks: dict[str, Administration] = {}

    def of(self, who: Actor) -> Administration:
        """The one of this person."""
        if who.name not in self._desks:
            self._desks[who.name] = administration(self._driver, who.context)
        return self._desks[who.name]


@pytest.fixture
def desks(driver: str) -> Desks:
    """Everybody's place in this scenario."""
    return Desks(driver)


def address_of(people: People, name: str) -> str:
    return people[name].context.identity.email


def plan_of(office: HttpAdministration, email: str) -> str:
    """The plan of the owner of an address, as the operator sees it."""
    (person,) = office.people(email)
    return person.standing.partition(" ")[0]


# Given


@given(says("{who:Person} has the role of {role}, and a second factor"))
def _(people: People, office: HttpAdministration, who: str, role: str) -> None:
    actor = people[who]
    actor.get_account()
    actor.access.enter()
    by_wire = WireAccess(actor.context)
    by_wire.enter()
    set_up(actor, by_wire)
    office.give(actor.context.identity.email, role=role)


@given(says("{who:Person} has the role of {role}, and no second factor"))
def _(people: People, office: HttpAdministration, who: str, role: str) -> None:
    actor = people[who]
    actor.get_account()
    actor.access.enter()
    office.give(actor.context.identity.email, role=role)


@given(says("{who:Person} has found {other:Person} among the people"))
def _(people: People, desks: Desks, who: str, other: str) -> None:
    email = address_of(people, other)
    found = desks.of(people[who]).people(email)
    assert [person.email for person in found] == [email], f"{who} found {found}"


@given("a platform with one administrator")
def _(own_platform: OwnPlatform) -> None:
    own_platform(settings.PLANS_HAVE_LIMITS)


# When


@when(says("{who:Person} gives {other:Person} the {plan} plan"))
def _(people: People, desks: Desks, who: str, other: str, plan: str) -> None:
    desks.of(people[who]).give(address_of(people, other), plan=plan)


@when(says("{who:Person} takes the {plan} plan for nothing"))
def _(people: People, desks: Desks, who: str, plan: str) -> None:
    desks.of(people[who]).give(address_of(people, who), plan=plan)


@when(says("{who:Person} looks for {other:Person} among the people"))
def _(people: People, desks: Desks, who: str, other: str) -> None:
    actor = people[who]
    actor.kept["found"] = desks.of(actor).people(address_of(people, other))


@when(says("{who:Person} ends every log-in of {other:Person}"))
def _(people: People, desks: Desks, who: str, other: str) -> None:
    desks.of(people[who]).end_log_ins(address_of(people, other))


@when(says("the role of {who:Person} is taken away"))
def _(people: People, office: HttpAdministration, who: str) -> None:
    office.give(address_of(people, who), role="member")


@when("the one administrator gives the role up")
def _(office: HttpAdministration) -> None:
    office.give(OPERATOR, role="member")


# Then


@then(says('{who:Person} is told by the administration "{words}"'))
def _(people: People, desks: Desks, who: str, words: str) -> None:
    told = desks.of(people[who]).told()
    assert words in told, f"{who} was told {told!r}, not {words!r}"


@then(says("the operator sees {who:Person} on the {plan} plan"))
def _(people: People, office: HttpAdministration, who: str, plan: str) -> None:
    known = plan_of(office, address_of(people, who))
    assert known == plan, f"{who} is on the {known} plan, not on the {plan} plan"


@then(says("{who:Person} sees {other:Person}, and nothing with which to change anything"))
def _(people: People, who: str, other: str) -> None:
    actor = people[who]
    emails = [person.email for person in actor.kept["found"]]
    assert emails == [address_of(people, other)], f"{who} sees {emails}"
    levers = AdminPage(actor.context.page, actor.context.base_url).levers.count()
    assert levers == 0, f"{who} sees {levers} buttons and lists to choose from"


@then(says("{who:Person} can give {other:Person} nothing any more"))
def _(people: People, desks: Desks, office: HttpAdministration, who: str, other: str) -> None:
    email, desk = address_of(people, other), desks.of(people[who])
    desk.give(email, plan="enterprise")
    assert plan_of(office, email) == "free", f"{who} still changed the plan of {other}"
    assert NOT_ALLOWED in desk.told(), f"{who} was told {desk.told()!r}, not {NOT_ALLOWED!r}"


@then(says('it is on record that {who:Person} changed for {other:Person} "{what}"'))
def _(people: People, desks: Desks, who: str, other: str, what: str) -> None:
    changes = desks.of(people[who]).trail()
    whom, by = address_of(people, other), address_of(people, who)
    found = [line for line in changes if f"{whom}: {what}" in line and by in line]
    assert len(found) == 1, f"on record are {changes[:5]}"


@then(says('the operator is told "{words}"'))
def _(office: HttpAdministration, words: str) -> None:
    told = office.told()
    assert words in told, f"the operator was told {told!r}, not {words!r}"


@then("there still is an administrator")
def _(office: HttpAdministration) -> None:
    (person,) = office.people(OPERATOR)
    assert person.standing.endswith("admin"), f"the operator is now: {person.standing}"
