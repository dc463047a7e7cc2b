"""The ways into one's account: linking and unlinking providers, by page or by wire."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from pages.account import AccountPage
from targets.reference.api import Api, Refused
from targets.reference.provider_access import NAMES, ProviderAccess
from targets.reference.wire_access import WireAccess
from targets.reference.wire_provider_access import WireProviderAccess
from test_framework.test_context import TestContext

SPOKE_WITHIN_S = 10.0
WAYS = "/api/auth/oauth/ways"
ANYTHING = re.compile(r"\S")


class WaysIn(Protocol):
    """One person's ways in. It acts and looks; what was said, the person's access tells."""

    def set_out(self, title: str, password: str) -> None:
        """Ask to link a provider, and be at the provider; or hear why not."""

    def agree(self) -> None:
        """Allow it there and come back."""

    def agree_and_stop(self) -> str:
        """Allow it there and stop before the way back; the address of the way."""

    def unlink(self, title: str, password: str) -> None:
        """Ask to unlink a provider."""

    def linked(self) -> Sequence[str]:
        """The titles of the providers that are linked."""


class BrowserWays:
    """By the account page."""

    def __init__(self, context: TestContext) -> None:
        self._context = context
        self._title = ""

    def set_out(self, title: str, password: str) -> None:
        """Press the button of the provider."""
        self._title = title
        self._page.open().link(title, password)

    def agree(self) -> None:
        """Allow it there, and wait for what the account page says."""
        ProviderAccess(self._context, self._title).agree()
        page = self._page
        word = page.notice.or_(page.problem).filter(has_text=ANYTHING).first
        self._context.wait_for(
            lambda: urlsplit(self._context.page.url).path == page.path and word.is_visible(),
            awaiting="a word on the account page",
            within=SPOKE_WITHIN_S,
        )

    def agree_and_stop(self) -> str:
        """Allow it there; the provider's page does not go on."""
        return ProviderAccess(self._context, self._title).agree_and_stop()

    def unlink(self, title: str, password: str) -> None:
        """Press the button beside the provider."""
        self._page.open().unlink(title, password)

    def linked(self) -> Sequence[str]:
        """As the list shows them."""
        page = self._page.open()
        page.devices.first.wait_for()
        return [text.splitlines()[0] for text in page.linked.all_inner_texts()]

    @property
    def _page(self) -> AccountPage:
        return AccountPage(self._context.page, self._context.base_url)


class WireWays:
    """By the HTTP calls that the account page makes."""

    def __init__(self, context: TestContext, access: WireAccess) -> None:
        self._context = context
        self._access = access
        self._api = Api.of(context)
        self._way: WireProviderAccess | None = None

    def set_out(self, title: str, password: str) -> None:
        """Ask where to go."""
        path = f"/auth/oauth/{NAMES[title]}/linking"
        told = self._ask("POST", path, password)
        if told is not None:
            self._way = WireProviderAccess(self._context, self._access, title)
            self._way.set_out_for(str(told["address"]))

    def agree(self) -> None:
        """Allow it there, and come back."""
        if self._way is not None:
            self._way.agree()
            self._way.arrive()

    def agree_and_stop(self) -> str:
        """Allow it there; the provider's page does not go on."""
        assert self._way is not None, f"nobody set out: {self._access.told()}"
        return self._way.agree_and_stop()

    def unlink(self, title: str, password: str) -> None:
        """Ask for the end of the way."""
        this = next(way for way in self._ways()["linked"] if way["title"] == title)
        if self._ask("DELETE", f"{WAYS}/{this['id']}", password) is not None:
            self._access.hear(f"{title} no longer opens your account.")

    def linked(self) -> Sequence[str]:
        """As the platform lists them."""
        return [way["title"] for way in self._ways()["linked"]]

    def _ways(self) -> dict[str, Any]:
        return self._api.request("GET", WAYS, bearer=self._api.access_token)

    def _ask(self, method: str, path: str, password: str) -> dict[str, Any] | None:
        body = {"password": password}
        try:
            return self._api.request(method, path, bearer=self._api.access_token, json=body)
        except Refused as refusal:
            self._access.hear(f"{refusal.message} {refusal.what_next}")
            return None
