"""Coming in through a provider without a browser: the same addresses, one after the other."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx2

from targets.reference.api import Api
from targets.reference.provider_access import NAMES
from targets.reference.wire_access import WireAccess
from test_framework.test_context import TestContext
from test_framework.waiting import patient

ANSWERS_WITHIN_S = 10.0
WAY_BACK = re.compile(r'href="([^"]+)"')


def words_at(api: Api, address: str) -> str:
    """What the page at the end of a way says; nothing where it is no page that speaks.

    Args:
        api: The person's.
        address: Where the way ended, with its query.
    """
    asked = parse_qs(urlsplit(address).query)
    if "problem" in asked:
        told = api.request("GET", f"/api/auth/oauth/problems/{asked['problem'][0]}")
        return f"{told['message']} {told['what_next']}"
    return "The provider is linked." if "linked" in asked else ""


class WireProviderAccess:
    """One person's way through a provider, as :class:`ProviderAccess` goes it in the browser.

    Args:
        context: The person.
        access: Is told what the platform said at the end.
        title: What the platform calls the provider.
    """

    def __init__(self, context: TestContext, access: WireAccess, title: str) -> None:
        self._context = context
        self._access = access
        self._title = title
        self._at = ""

    def open(self) -> None:
        """Nothing: there is no page to open."""

    def set_out(self) -> None:
        """Choose the provider."""
        self.go(f"/auth/oauth/{NAMES[self._title]}/start")

    def set_out_for(self, address: str) -> None:
        """Be at the provider already, at this address."""
        self._at = address

    def agree(self) -> None:
        """Log in at the provider and allow what the platform asks for."""
        if self._is_abroad:
            self._at = str(self._decide("allow").headers["location"])

    def agree_and_stop(self) -> str:
        """Go as far as the provider's last page, which does not go on; the address of the way."""
        found = WAY_BACK.search(self._decide("allow").text)
        assert found is not None, "the provider's page shows no way back"
        return found[1].replace("&amp;", "&")

    def go_back_by(self, address: str) -> None:
        """Go a way back that is known."""
        self._at = address
        self.arrive()

    def arrive(self) -> None:
        """Go back to the platform, and in, or hear why not."""
        if "/callback" in self._at:
            self.go(self._at)
        api = Api.of(self._context)
        words = words_at(api, self._at)
        if not words:
            api.renew()
        self._access.hear(words or "nothing: the chat opened")

    def go(self, address: str) -> None:
        """Ask the platform for this address; where it leads to."""
        self._at = str(self._context.http.get(address).headers["location"])

    @property
    def _is_abroad(self) -> bool:
        return f"/{NAMES[self._title]}/" in self._at and "/callback" not in self._at

    def _decide(self, step: str) -> httpx2.Response:
        """Log in and decide, in a browser of one's own that the provider does not know yet."""
        identity = self._context.identity
        person = {"email": identity.email, "password": identity.password}
        with httpx2.Client(trust_env=False, timeout=patient(ANSWERS_WITHIN_S)) as browser:
            browser.post(self._at, data={"step": "log in", **person}, follow_redirects=True)
            return browser.post(self._at, data={"step": step})
