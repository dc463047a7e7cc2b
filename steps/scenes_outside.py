"""The scenes of those who are not inside: the way in, and where the links of mails lead."""

from __future__ import annotations

from pages.access import ConfirmPage, LogInPage, SignUpPage
from pages.own_account import ConfirmAddressPage, MailedLinkPage, UndoChangePage
from pages.recovery import ForgotPage, ResendPage, ResetPage, UnlockPage
from steps.mailed_links import ask_for_link, care, links_to_log_in, wire_care
from steps.own_account import CHANGED, link_to, new_address_of
from steps.people import Actor, eventually
from steps.scene_book import NO_LINK, SceneBook, link_without_use, open_page
from steps.second_factor import set_up
from targets.reference.wire_access import WireAccess

WEAK = "password"
BOOK = SceneBook()


def set_up_second_factor(who: Actor) -> None:
    """Get an account with a second factor, without the browser."""
    who.get_account()
    access = WireAccess(who.context)
    access.enter()
    set_up(who, access)


def ask_for_address(who: Actor) -> str:
    """Get an account, and ask for another address without the browser; the link in the mail."""
    who.get_account()
    WireAccess(who.context).enter()
    wire_care(who).ask_for_address(new_address_of(who), who.context.identity.password)
    return link_to(new_address_of(who), who)


@BOOK.scene("signing up", page=SignUpPage.path)
def _(who: Actor) -> None:
    open_page(who, SignUpPage)


@BOOK.scene("signing up, refused", page=SignUpPage.path)
def _(who: Actor) -> None:
    identity = who.context.identity
    who.access.sign_up(identity.full_name, identity.email, WEAK)
    who.access.told()


@BOOK.scene("signing up, done", page=SignUpPage.path)
def _(who: Actor) -> None:
    identity = who.context.identity
    who.access.sign_up(identity.full_name, identity.email, identity.password)
    who.access.told()


@BOOK.scene("confirming", page=ConfirmPage.path)
def _(who: Actor) -> None:
    open_page(who, ConfirmPage, NO_LINK)


@BOOK.scene("confirming, refused", page=ConfirmPage.path)
def _(who: Actor) -> None:
    who.access.confirm(link_without_use(who, ConfirmPage))
    who.access.told()


@BOOK.scene("confirming, done", page=ConfirmPage.path)
def _(who: Actor) -> None:
    who.request_account()
    who.access.confirm(who.awaited_link())
    who.access.told()


@BOOK.scene("logging in", page=LogInPage.path)
def _(who: Actor) -> None:
    open_page(who, LogInPage)


@BOOK.scene("logging in, refused", page=LogInPage.path)
def _(who: Actor) -> None:
    who.access.log_in(who.context.identity.email, WEAK)
    who.access.told()


@BOOK.scene("logging in, asked for a code", page=LogInPage.path)
def _(who: Actor) -> None:
    set_up_second_factor(who)
    who.access.log_in(who.context.identity.email, who.context.identity.password)
    who.access.told()


@BOOK.scene("asking for a new password", page=ForgotPage.path)
def _(who: Actor) -> None:
    open_page(who, ForgotPage)


@BOOK.scene("asking for a new password, done", page=ForgotPage.path)
def _(who: Actor) -> None:
    who.access.ask_for_reset(who.context.identity.email)
    who.access.told()


@BOOK.scene("choosing a new password", page=ResetPage.path)
def _(who: Actor) -> None:
    open_page(who, ResetPage, NO_LINK)


@BOOK.scene("choosing a new password, refused", page=ResetPage.path)
def _(who: Actor) -> None:
    link = link_without_use(who, ResetPage)
    who.access.set_password(link, who.context.identity.password)
    who.access.told()


@BOOK.scene("asking for the mail again", page=ResendPage.path)
def _(who: Actor) -> None:
    open_page(who, ResendPage)


@BOOK.scene("unlocking", page=UnlockPage.path)
def _(who: Actor) -> None:
    open_page(who, UnlockPage, NO_LINK)


# Where the links of mails lead


@BOOK.scene("coming in by a mailed link", page=MailedLinkPage.path)
def _(who: Actor) -> None:
    open_page(who, MailedLinkPage, NO_LINK)


@BOOK.scene("coming in by a mailed link, refused", page=MailedLinkPage.path)
def _(who: Actor) -> None:
    care(who).come_in_by(link_without_use(who, MailedLinkPage))


@BOOK.scene("coming in by a mailed link, asked for a code", page=MailedLinkPage.path)
def _(who: Actor) -> None:
    set_up_second_factor(who)
    ask_for_link(who)
    care(who).come_in_by(links_to_log_in(who)[-1])


@BOOK.scene("confirming a new address", page=ConfirmAddressPage.path)
def _(who: Actor) -> None:
    open_page(who, ConfirmAddressPage, NO_LINK)


@BOOK.scene("confirming a new address, refused", page=ConfirmAddressPage.path)
def _(who: Actor) -> None:
    care(who).confirm_address(link_without_use(who, ConfirmAddressPage))
    who.access.told()


@BOOK.scene("confirming a new address, done", page=ConfirmAddressPage.path)
def _(who: Actor) -> None:
    care(who).confirm_address(ask_for_address(who))
    who.access.told()


@BOOK.scene("putting the former address back", page=UndoChangePage.path)
def _(who: Actor) -> None:
    open_page(who, UndoChangePage, NO_LINK)


@BOOK.scene("putting the former address back, refused", page=UndoChangePage.path)
def _(who: Actor) -> None:
    care(who).put_address_back(link_without_use(who, UndoChangePage))
    who.access.told()


@BOOK.scene("putting the former address back, done", page=UndoChangePage.path)
def _(who: Actor) -> None:
    wire_care(who).confirm_address(ask_for_address(who))
    eventually(lambda: who.context.mails(CHANGED), who, f"a mail titled {CHANGED!r}")
    care(who).put_address_back(who.context.link_in(who.context.mails(CHANGED)[-1]))
    who.access.told()
