"""The scenes of those who look after their own account, or after other people's."""

from __future__ import annotations

from pages.admin import AdminPage
from pages.own_account import LeavePage, NewAddressPage
from pages.runs import RunsPage
from pages.second_factor import SecondFactorPage
from steps.mailed_links import care
from steps.own_account import new_address_of
from steps.people import Actor
from steps.scene_book import SceneBook, open_page
from steps.second_factor import Authenticator, set_up
from targets.reference.administration import PageAdministration
from targets.reference.oversight import PageOversight
from targets.reference.wire_access import WireAccess

BOOK = SceneBook()


def come_in(who: Actor) -> None:
    """Get an account, and be inside with the browser."""
    who.get_account()
    who.access.enter()


@BOOK.scene("the account", page="/account")
def _(who: Actor) -> None:
    who.get_account()
    WireAccess(who.context).enter()
    who.access.enter()
    who.access.devices()


@BOOK.scene("the account, with another device logged out", page="/account")
def _(who: Actor) -> None:
    who.get_account()
    WireAccess(who.context).enter()
    who.access.enter()
    who.access.log_out_other()


@BOOK.scene("the second factor", page="/second-factor")
def _(who: Actor) -> None:
    come_in(who)
    who.access.begin_second_factor()


@BOOK.scene("the second factor, refused", page="/second-factor")
def _(who: Actor) -> None:
    come_in(who)
    app = Authenticator(who.access.begin_second_factor())
    page = SecondFactorPage(who.context.page, who.context.base_url)
    page.enter(app.wrong_code())
    page.problem.filter(has_text="wrong").wait_for()


@BOOK.scene("the second factor, switched on", page="/second-factor")
def _(who: Actor) -> None:
    come_in(who)
    set_up(who)


@BOOK.scene("asking for a new address", page=NewAddressPage.path)
def _(who: Actor) -> None:
    come_in(who)
    open_page(who, NewAddressPage)


@BOOK.scene("asking for a new address, refused", page=NewAddressPage.path)
def _(who: Actor) -> None:
    come_in(who)
    care(who).ask_for_address(new_address_of(who), who.context.identity.password[::-1])
    who.access.told()


@BOOK.scene("asking for a new address, done", page=NewAddressPage.path)
def _(who: Actor) -> None:
    come_in(who)
    care(who).ask_for_address(new_address_of(who), who.context.identity.password)
    who.access.told()


@BOOK.scene("leaving for good", page=LeavePage.path)
def _(who: Actor) -> None:
    come_in(who)
    open_page(who, LeavePage)


@BOOK.scene("leaving for good, refused", page=LeavePage.path)
def _(who: Actor) -> None:
    come_in(who)
    care(who).leave(who.context.identity.password[::-1])


# Looking after other people: by somebody who has come in, and has the role for it


@BOOK.scene("looking after people, without the role", page=AdminPage.path)
def _(who: Actor) -> None:
    come_in(who)
    AdminPage(who.context.page, who.context.base_url).open()
    who.access.told()


@BOOK.scene("looking after people", page=AdminPage.path)
def _(who: Actor) -> None:
    PageAdministration(who.context).people(who.context.identity.email)


@BOOK.scene("looking after people, with something changed", page=AdminPage.path)
def _(who: Actor) -> None:
    PageAdministration(who.context).give(who.context.identity.email, plan="early")


# Looking into runs: the same


@BOOK.scene("looking into runs, without the role", page=RunsPage.path)
def _(who: Actor) -> None:
    come_in(who)
    PageOversight(who.context)


@BOOK.scene("looking into runs", page=RunsPage.path)
def _(who: Actor) -> None:
    who.connect()
    who.begin_conversation()
    who.ask("Which models do we use?")
    who.wait_until_answered()
    PageOversight(who.context)
