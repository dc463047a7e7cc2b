"""Coming in and chatting in the browser with a keyboard and nothing else."""

from __future__ import annotations

from typing import ClassVar

from pages.access import ConfirmPage, LogInPage, SignUpPage
from pages.base import BasePage
from pages.by_keyboard import ChatByKeyboard, ConfirmByKeyboard, LogInByKeyboard, SignUpByKeyboard
from pages.chat import ChatPage
from targets.reference.browser_access import BrowserAccess, SomePage
from targets.reference.browser_chat import BrowserChat


class KeyboardAccess(BrowserAccess):
    """Signs up, confirms, logs in and out without a mouse; all else is as with one."""

    BY_KEYBOARD: ClassVar[dict[type[BasePage], type[BasePage]]] = {
        SignUpPage: SignUpByKeyboard,
        ConfirmPage: ConfirmByKeyboard,
        LogInPage: LogInByKeyboard,
        ChatPage: ChatByKeyboard,
    }

    def _page(self, kind: type[SomePage]) -> SomePage:
        by_keyboard = self.BY_KEYBOARD.get(kind, kind)
        assert issubclass(by_keyboard, kind)
        return by_keyboard(self._context.page, self._context.base_url)


class KeyboardChat(BrowserChat):
    """One user's chat page, used without a mouse."""

    @property
    def page(self) -> ChatByKeyboard:
        """The chat page in the user's current tab."""
        return ChatByKeyboard(self.context.page, self.context.base_url)

    def stop(self) -> None:
        """Stop it by the button."""
        self.page.stop_run()
