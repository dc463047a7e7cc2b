"""Coming in through the pages, as people do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from pages.access import ConfirmPage, LogInPage, SignUpPage
from pages.account import MINE, AccountPage
from pages.base import BasePage
from pages.chat import ChatPage
from pages.recovery import ForgotPage, ResendPage, ResetPage, UnlockPage
from pages.second_factor import SecondFactorPage
from test_framework.targets import ListedDevice
from test_framework.test_context import TestContext

SPOKE_WITHIN_MS = 10_000
ANYTHING = re.compile(r"\S")
SomePage = TypeVar("SomePage", bound=BasePage)


class BrowserAccess:
    """Signs up, confirms, logs in and out in the browser."""

    def __init__(self, context: TestContext) -> None:
        self._context = context

    def sign_up(self, name: str, email: str, password: str) -> None:
        """Ask for an account."""
        self._page(SignUpPage).open().sign_up(name, email, password)

    def confirm(self, link: str) -> None:
        """Follow the link of the mail."""
        self._page(ConfirmPage).confirm(link)

    def log_in(self, email: str, password: str) -> None:
        """Try to come in; returns when the page has let the person in, or said why not."""
        page = self._page(LogInPage).open()
        page.log_in(email, password)
        self._await_answer(page)

    def log_out(self) -> None:
        """Leave by the button on the chat page; returns when the page asks to log in."""
        self._page(ChatPage).log_out()
        self._context.wait_for(
            self._page(LogInPage).button.is_visible,
            awaiting=f"the page that asks {self._context.name} to log in",
        )

    def ask_for_reset(self, email: str) -> None:
        """Ask for a link to a new password."""
        self._page(ForgotPage).open().ask(email)

    def set_password(self, link: str, password: str) -> None:
        """Choose a new password by the link."""
        self._page(ResetPage).set_password(link, password)

    def ask_for_confirmation(self, email: str) -> None:
        """Ask for the mail that confirms an address once more."""
        self._page(ResendPage).open().ask(email)

    def unlock(self, link: str) -> None:
        """Unlock the account by the link of a mail."""
        self._page(UnlockPage).unlock(link)

    def begin_second_factor(self) -> str:
        """Ask for a second factor; the secret for the authenticator app."""
        page = self._page(SecondFactorPage).open()
        page.begin(self._context.identity.password)
        return page.secret()

    def switch_on_second_factor(self, code: str) -> Sequence[str]:
        """Enter the app's first code; the backup codes."""
        return self._page(SecondFactorPage).switch_on(code)

    def switch_off_second_factor(self, password: str) -> None:
        """Ask for the second factor no more."""
        self._page(SecondFactorPage).open().switch_off(password)

    def enter_code(self, code: str) -> None:
        """Go on with the log-in that asked for a code; returns as ``log_in`` does."""
        page = self._page(LogInPage)
        page.enter_code(code)
        self._await_answer(page)

    def devices(self) -> Sequence[ListedDevice]:
        """Where the person is logged in, as the account page lists it."""
        items = self._account().devices.all_inner_texts()
        return [ListedDevice(text.splitlines()[0], MINE in text) for text in items]

    def log_out_other(self) -> None:
        """Log out one device that is not the one at hand."""
        self._account().log_out_other()
        self.told()

    def log_out_elsewhere(self) -> None:
        """Log out every device but the one at hand."""
        self._account().log_out_elsewhere()
        self.told()

    def enter(self) -> None:
        """Come in without the form: the log-in's cookie goes straight into the browser."""
        identity = self._context.identity
        reply = self._context.page.context.request.post(
            f"{self._context.base_url}/api/auth/login",
            data={"email": identity.email, "password": identity.password},
        )
        assert reply.ok, f"the log-in for the set-up was refused: {reply.text()}"

    def told(self) -> str:
        """What the page says, good or bad, waiting until it says something."""
        if self._page(ChatPage).is_shown:
            return "nothing: the chat opened"
        page = self._page(BasePage)
        said = page.notice.or_(page.problem).filter(has_text=ANYTHING).first
        said.wait_for(timeout=SPOKE_WITHIN_MS)
        return said.inner_text()

    def inside_as(self) -> str | None:
        """The name on the chat page; None where the page asks to log in."""
        chat, log_in = self._page(ChatPage), self._page(LogInPage)
        self._context.wait_for(
            # By its address, too: while the browser leaves, the old page can still be seen.
            lambda: chat.composer.is_visible() or (log_in.is_shown and log_in.button.is_visible()),
            awaiting="the chat, or the page that asks to log in",
            within=SPOKE_WITHIN_MS / 1000,
        )
        return chat.user_name.inner_text() if chat.composer.is_visible() else None

    def _await_answer(self, page: LogInPage) -> None:
        """Until the page has let the person in, or said why not."""
        word = page.notice.or_(page.problem).filter(has_text=ANYTHING).first
        self._context.wait_for(
            # A look that does not wait: the page may be left meanwhile.
            lambda: not page.is_shown or word.is_visible(),
            awaiting="the chat page, or a word why not",
            within=SPOKE_WITHIN_MS / 1000,
        )

    def _account(self) -> AccountPage:
        """The account page, with its list of devices."""
        page = self._page(AccountPage).open()
        page.devices.first.wait_for(timeout=SPOKE_WITHIN_MS)
        return page

    def _page(self, kind: type[SomePage]) -> SomePage:
        return kind(self._context.page, self._context.base_url)
