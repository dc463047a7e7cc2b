"""The scenes in which the pages are looked at: every page, in every state that looks different.

A new page needs two things. A function here with ``@scene(name, page=...)`` that brings a person
there, and a line with that name in the examples of ``features/accessibility``: in
``meeting_no_barriers`` one for each state, in ``reading_at_any_size`` and in
``using_the_keyboard_alone`` one for each page. A test fails when a page of the platform has none
(``tests/test_every_page_is_looked_at.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from pages.access import ConfirmPage, LogInPage, SignUpPage
from pages.base import BasePage
from pages.recovery import ForgotPage, ResendPage, ResetPage, UnlockPage
from pages.second_factor import SecondFactorPage
from steps.cuts import cut, says_connection
from steps.people import Actor
from steps.second_factor import Authenticator, set_up
from targets.reference.wire_access import WireAccess

NO_LINK = "#token=no-such-link"
WEAK = "password"

Arrive = Callable[[Actor], None]


@dataclass(frozen=True)
class Scene:
    """One page in one state.

    Attributes:
        page: The path of the page.
        arrive: Brings a person there.
    """

    page: str
    arrive: Arrive


_scenes: dict[str, Scene] = {}
SCENES = MappingProxyType(_scenes)


def scene(name: str, *, page: str) -> Callable[[Arrive], Arrive]:
    """Register how one comes to a scene, by the name that the features use."""

    def register(arrive: Arrive) -> Arrive:
        assert name not in _scenes, f"two scenes are named {name!r}"
        _scenes[name] = Scene(page, arrive)
        return arrive

    return register


def open_page(who: Actor, kind: type[BasePage], hint: str = "") -> None:
    """Open a page, and wait until it can be used."""
    page = who.context.page
    page.goto(f"{who.context.base_url}{kind.path}{hint}")
    page.locator("main").get_by_role("button").and_(page.locator(":enabled")).first.wait_for()


def link_without_use(kind: type[BasePage]) -> str:
    return f"{kind.path}{NO_LINK}"


# The way in


@scene("signing up", page=SignUpPage.path)
def _(who: Actor) -> None:
    open_page(who, SignUpPage)


@scene("signing up, refused", page=SignUpPage.path)
def _(who: Actor) -> None:
    identity = who.context.identity
    who.access.sign_up(identity.full_name, identity.email, WEAK)
    who.access.told()


@scene("signing up, done", page=SignUpPage.path)
def _(who: Actor) -> None:
    identity = who.context.identity
    who.access.sign_up(identity.full_name, identity.email, identity.password)
    who.access.told()


@scene("confirming", page=ConfirmPage.path)
def _(who: Actor) -> None:
    open_page(who, ConfirmPage, NO_LINK)


@scene("confirming, refused", page=ConfirmPage.path)
def _(who: Actor) -> None:
    who.access.confirm(f"{who.context.base_url}{link_without_use(ConfirmPage)}")
    who.access.told()


@scene("confirming, done", page=ConfirmPage.path)
def _(who: Actor) -> None:
    who.request_account()
    who.access.confirm(who.awaited_link())
    who.access.told()


@scene("logging in", page=LogInPage.path)
def _(who: Actor) -> None:
    open_page(who, LogInPage)


@scene("logging in, refused", page=LogInPage.path)
def _(who: Actor) -> None:
    who.access.log_in(who.context.identity.email, WEAK)
    who.access.told()


@scene("logging in, asked for a code", page=LogInPage.path)
def _(who: Actor) -> None:
    who.get_account()
    access = WireAccess(who.context)
    access.enter()
    set_up(who, access)
    who.access.log_in(who.context.identity.email, who.context.identity.password)
    who.access.told()


@scene("asking for a new password", page=ForgotPage.path)
def _(who: Actor) -> None:
    open_page(who, ForgotPage)


@scene("asking for a new password, done", page=ForgotPage.path)
def _(who: Actor) -> None:
    who.access.ask_for_reset(who.context.identity.email)
    who.access.told()


@scene("choosing a new password", page=ResetPage.path)
def _(who: Actor) -> None:
    open_page(who, ResetPage, NO_LINK)


@scene("choosing a new password, refused", page=ResetPage.path)
def _(who: Actor) -> None:
    link = f"{who.context.base_url}{link_without_use(ResetPage)}"
    who.access.set_password(link, who.context.identity.password)
    who.access.told()


@scene("asking for the mail again", page=ResendPage.path)
def _(who: Actor) -> None:
    open_page(who, ResendPage)


@scene("unlocking", page=UnlockPage.path)
def _(who: Actor) -> None:
    open_page(who, UnlockPage, NO_LINK)


# Inside


@scene("the chat, before anything was said", page="/chat")
def _(who: Actor) -> None:
    who.enter_chat()


@scene("the chat, with a table in the answer", page="/chat")
def _(who: Actor) -> None:
    who.enter_chat()
    who.begin_conversation()
    who.ask("Write me a report for September 2026")
    who.wait_until_answered()


@scene("the chat, refusing a message", page="/chat")
def _(who: Actor) -> None:
    who.enter_chat()
    who.begin_conversation()
    who.chat.send(" ")
    who.chat.told()


@scene("the chat, on a line that is cut", page="/chat")
def _(who: Actor) -> None:
    who.kept["line"] = who.context.use_fault_proxy()
    who.enter_chat()
    who.begin_conversation()
    cut(who)
    says_connection(who, "Connection lost")


@scene("the account", page="/account")
def _(who: Actor) -> None:
    who.get_account()
    WireAccess(who.context).enter()
    who.access.enter()
    who.access.devices()


@scene("the account, with another device logged out", page="/account")
def _(who: Actor) -> None:
    who.get_account()
    WireAccess(who.context).enter()
    who.access.enter()
    who.access.log_out_other()


@scene("the second factor", page="/second-factor")
def _(who: Actor) -> None:
    who.get_account()
    who.access.enter()
    who.access.begin_second_factor()


@scene("the second factor, refused", page="/second-factor")
def _(who: Actor) -> None:
    who.get_account()
    who.access.enter()
    app = Authenticator(who.access.begin_second_factor())
    page = SecondFactorPage(who.context.page, who.context.base_url)
    page.enter(app.wrong_code())
    page.problem.filter(has_text="wrong").wait_for()


@scene("the second factor, switched on", page="/second-factor")
def _(who: Actor) -> None:
    who.get_account()
    who.access.enter()
    set_up(who)
