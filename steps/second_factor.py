"""The second factor: an authenticator app, its codes, and backup codes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
from pytest_bdd import given, then, when

from steps.logging_in import assert_inside, log_in
from steps.people import Actor, People, says
from targets.reference.account_care import care_of
from targets.reference.wire_access import WireAccess
from test_framework.waiting import patient

STEP_S = 30
MADE_UP = "000000"


@dataclass
class Authenticator:
    """The app on a person's phone; every code that it gives is another one."""

    secret: str
    last_step: int = 0

    def next_code(self) -> str:
        """A code that was not given before: of now, or else of the next half minute."""
        self.last_step = max(int(time.time()) // STEP_S, self.last_step + 1)
        return pyotp.TOTP(self.secret).generate_otp(self.last_step)

    def wrong_code(self) -> str:
        """A code that the app shows at no time near."""
        now = int(time.time()) // STEP_S
        near = {pyotp.TOTP(self.secret).generate_otp(now + away) for away in range(-3, 4)}
        return next(code for code in (MADE_UP, "111111", "222222") if code not in near)


def set_up(who: Actor, access: WireAccess | None = None) -> None:
    """Set up the app, by the driver of the scenario or another one."""
    by = access or who.access
    app = Authenticator(by.begin_second_factor())
    who.kept["app"] = app
    who.kept["backup codes"] = by.switch_on_second_factor(app.next_code())


def enter_code(who: Actor, code: str) -> None:
    """Go on with a log-in that asked for a code."""
    with who.stage("second factor"):
        who.access.enter_code(code)


def log_in_as(who: Actor, other: Actor, code: str) -> None:
    """Log in with the address and password of somebody, and a code."""
    identity = other.context.identity
    who.access.log_in(identity.email, identity.password)
    enter_code(who, code)
    other.kept["code"] = code


def backup_codes(who: Actor) -> Sequence[str]:
    codes: Sequence[str] = who.kept["backup codes"]
    assert len(set(codes)) == 10, f"{who.name} got these backup codes: {codes}"
    return codes


# Given


@given(says("{who:Person} has set up a second factor"))
def _(people: People, who: str) -> None:
    set_up(people[who])


@given(says("{who:Person} has a second factor"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.get_account()
    access = WireAccess(actor.context)
    access.enter()
    set_up(actor, access)


@given(says("{who:Person} has logged in with the next code"))
@when(says("{who:Person} logs in with the next code"))
def _(people: People, who: str) -> None:
    log_in_as(people[who], people[who], people[who].kept["app"].next_code())


@given(says("{who:Person} has logged in with her first backup code"))
@when(says("{who:Person} logs in with her first backup code"))
def _(people: People, who: str) -> None:
    log_in_as(people[who], people[who], backup_codes(people[who])[0])


# When


@when(says("{who:Person} logs in as {other:Person} without a code"))
def _(people: People, who: str, other: str) -> None:
    identity = people[other].context.identity
    people[who].access.log_in(identity.email, identity.password)


@when(says("{who:Person} logs in as {other:Person} with a made-up code"))
def _(people: People, who: str, other: str) -> None:
    log_in_as(people[who], people[other], people[other].kept["app"].wrong_code())


@when(says("{who:Person} logs in as {other:Person} with the same code"))
def _(people: People, who: str, other: str) -> None:
    log_in_as(people[who], people[other], people[other].kept["code"])


@when(says("{who:Person} tries {number:d} made-up codes as {other:Person}"))
def _(people: People, who: str, number: int, other: str) -> None:
    for _ in range(number):
        log_in_as(people[who], people[other], people[other].kept["app"].wrong_code())


@when(says("somebody at {who:Person}'s device switches it off with a wrong password"))
def _(people: People, who: str) -> None:
    people[who].access.switch_off_second_factor(people[who].context.identity.password[::-1])


@when(says("somebody at {who:Person}'s device sets it up with a wrong password"))
def _(people: People, who: str) -> None:
    actor = people[who]
    wrong = actor.context.identity.password[::-1]
    care_of(actor.access, actor.context).begin_second_factor(wrong)


@when(says("{who:Person} switches the second factor off"))
def _(people: People, who: str) -> None:
    people[who].access.switch_off_second_factor(people[who].context.identity.password)
    people[who].access.told()


# Then


@then(says('{who:Person} is told by her account "{words}"'))
def _(people: People, who: str, words: str) -> None:
    told = people[who].access.told()
    assert words in told, f"{who} was told {told!r}, not {words!r}"


@then(says("logging in as {who:Person} still asks for a code"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    log_in(device)
    told = device.access.told()
    assert "asks for a code" in told, f"without a code, {who} was told {told!r}"


@then(says("{who:Person} can log in without a code"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    log_in(device)
    assert_inside(device)


@then(says("entering the code took {who:Person} less than {limit:g} seconds"))
def _(people: People, who: str, limit: float) -> None:
    took = people[who].stages["second factor"]
    assert took < patient(limit), f"entering the code took {took:.1f} seconds"
