"""What people do with their own account besides logging in: by the pages, or by HTTP."""

from __future__ import annotations

import re
from typing import Protocol

from pages.access import LogInPage
from pages.base import BasePage
from pages.chat import ChatPage
from pages.own_account import (
    ConfirmAddressPage,
    LeavePage,
    MailedLinkPage,
    NewAddressPage,
    UndoChangePage,
)
from pages.second_factor import SecondFactorPage
from targets.reference.api import Api, token_of
from targets.reference.wire_access import WireAccess
from test_framework.targets import Access
from test_framework.test_context import TestContext

ANYTHING = re.compile(r"\S")
ARRIVES_WITHIN_S = 10.0


class AccountCare(Protocol):
    """How one person cares for the own account. ``Access.told`` gives what was said to it."""

    def ask_for_link(self, email: str) -> None:
        """Have a link sent that lets one in."""

    def come_in_by(self, link: str, code: str = "") -> None:
        """Come in by such a link, with a code where one is needed."""

    def ask_for_address(self, email: str, password: str, code: str = "") -> None:
        """Ask for another address, being inside."""

    def confirm_address(self, link: str) -> None:
        """Follow the link that came to the new address."""

    def put_address_back(self, link: str) -> None:
        """Follow the link that came to the former address."""

    def leave(self, password: str) -> None:
        """Delete the account, being inside; without a password, ask for a link that does it."""

    def leave_by(self, link: str) -> None:
        """Follow such a link."""

    def begin_second_factor(self, password: str) -> None:
        """Ask for a second factor with some password."""


def care_of(access: Access, context: TestContext) -> AccountCare:
    """The way that fits to the person's way in."""
    if isinstance(access, WireAccess):
        return WireCare(access, Api.of(context))
    return BrowserCare(context)


class WireCare:
    """By the HTTP calls that the pages make."""

    def __init__(self, access: WireAccess, api: Api) -> None:
        self._access = access
        self._api = api

    def ask_for_link(self, email: str) -> None:
        """Have a link sent that lets one in."""
        self._access.attempt(lambda: self._api.tell("/api/auth/mailed-link", email=email))

    def come_in_by(self, link: str, code: str = "") -> None:
        """Come in by such a link."""
        self._access.attempt(lambda: f"Hello, {self._api.log_in_by_link(link, code)['name']}.")

    def ask_for_address(self, email: str, password: str, code: str = "") -> None:
        """Ask for another address."""
        told = {"email": email, "password": password, "code": code}
        self._access.attempt(lambda: self._api.tell("/api/me/address", **told))

    def confirm_address(self, link: str) -> None:
        """Follow the link that came to the new address."""
        token = token_of(link)
        self._access.attempt(lambda: self._api.tell("/api/accounts/address", token=token))

    def put_address_back(self, link: str) -> None:
        """Follow the link that came to the former address."""
        token = token_of(link)
        self._access.attempt(lambda: self._api.tell("/api/accounts/address/undo", token=token))

    def leave(self, password: str) -> None:
        """Delete the account."""
        self._access.attempt(lambda: self._api.leave_for_good(password))

    def leave_by(self, link: str) -> None:
        """Follow the link that deletes the account."""
        token = token_of(link)
        self._access.attempt(lambda: self._api.tell("/api/accounts/deletion", token=token))

    def begin_second_factor(self, password: str) -> None:
        """Ask for a second factor; what is told of it holds no secret."""

        def begin() -> str:
            self._api.second_factor("POST", password=password)
            return "Your app can be set up now."

        self._access.attempt(begin)


class BrowserCare:
    """By the pages."""

    def __init__(self, context: TestContext) -> None:
        self._context = context
        self._where = (context.page, context.base_url)

    def ask_for_link(self, email: str) -> None:
        """Have a link sent that lets one in."""
        LogInPage(*self._where).open().ask_for_link(email)

    def come_in_by(self, link: str, code: str = "") -> None:
        """Come in by such a link; returns when the page has let one in, or said why not."""
        page = MailedLinkPage(*self._where)
        page.come_in(link)
        self._await_word(page)
        if code:
            page.enter_code(code)
            self._await_word(page)

    def ask_for_address(self, email: str, password: str, code: str = "") -> None:
        """Ask for another address."""
        NewAddressPage(*self._where).open().ask(email, password, code)

    def confirm_address(self, link: str) -> None:
        """Follow the link that came to the new address."""
        ConfirmAddressPage(*self._where).confirm(link)

    def put_address_back(self, link: str) -> None:
        """Follow the link that came to the former address."""
        UndoChangePage(*self._where).put_back(link)

    def leave(self, password: str) -> None:
        """Delete the account; returns when the page has done it, or said why not."""
        page = LeavePage(*self._where).open()
        page.leave(password)
        self._await_word(page)

    def leave_by(self, link: str) -> None:
        """Follow the link that deletes the account."""
        page = LeavePage(*self._where)
        page.leave_by(link)
        self._await_word(page)

    def begin_second_factor(self, password: str) -> None:
        """Ask for a second factor."""
        SecondFactorPage(*self._where).open().begin(password)

    def _await_word(self, page: BasePage) -> None:
        chat = ChatPage(*self._where)
        word = page.notice.or_(page.problem).filter(has_text=ANYTHING).first
        self._context.wait_for(
            lambda: chat.is_shown or word.is_visible(),
            awaiting="another page, or a word why not",
            within=ARRIVES_WITHIN_S,
        )
