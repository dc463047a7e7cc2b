"""Coming in through a provider, in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from pages.access import LogInPage
from pages.chat import ChatPage
from pages.provider import ProviderPage
from targets.reference.company import COMPANY, company_settings, introduce_company
from targets.reference.settings import Settings
from test_framework.services.identity_provider import IdentityProvider
from test_framework.test_context import TestContext

CLIENT_ID = "chat-is-king"
CLIENT_SECRET = "what proves that the platform asks"  # noqa: S105 - of the suite's own provider
NAMES: Mapping[str, str] = {
    "Google": "google",
    "Microsoft": "microsoft",
    "GitHub": "github",
    "GitLab": "gitlab",
    "single sign-on": "sso",
    "company log-in": COMPANY,
}
BY_OAUTH = [name for name in NAMES.values() if name != COMPANY]
ANYTHING = re.compile(r"\S")
SPOKE_WITHIN_S = 10.0
COUNT = 10**12


def provider_settings(providers: IdentityProvider) -> Settings:
    """What the platform must be told to let people in through these providers."""
    told = {
        name: {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "issuer": providers[name].issuer,
        }
        for name in BY_OAUTH
    }
    told["github"]["api_url"] = providers["github"].issuer
    return {"CHAT_OAUTH_PROVIDERS": json.dumps(told), **company_settings(providers)}


def introduce(providers: IdentityProvider, base_url: str) -> None:
    """Tell the providers where the platform takes people back."""
    for name in BY_OAUTH:
        back = f"{base_url}/auth/oauth/{name}/callback"
        providers[name].register_client(CLIENT_ID, CLIENT_SECRET, back)
    introduce_company(providers, base_url)


class ProviderAccess:
    """One person's way through a provider.

    Args:
        context: The person.
        title: What the platform calls the provider.
    """

    def __init__(self, context: TestContext, title: str) -> None:
        self._context = context
        self._title = title

    def open(self) -> None:
        """Be on the log-in page."""
        LogInPage(self._context.page, self._context.base_url).open()

    def set_out(self) -> None:
        """Choose the provider on the log-in page."""
        LogInPage(self._context.page, self._context.base_url).continue_with(self._title)

    def set_out_for(self, place: str) -> None:
        """Follow a link that begins the way and promises to end at another place."""
        start = f"/auth/oauth/{NAMES[self._title]}/start?next={quote(place, safe='')}"
        self._context.page.goto(f"{self._context.base_url}{start}")

    def agree(self) -> None:
        """Log in at the provider and allow what the platform asks for."""
        identity = self._context.identity
        page = ProviderPage(self._context.page)
        page.log_in(identity.email, identity.password)
        page.allow()

    def deny(self) -> None:
        """Log in at the provider and allow nothing."""
        identity = self._context.identity
        page = ProviderPage(self._context.page)
        page.log_in(identity.email, identity.password)
        page.deny()

    def arrive(self) -> None:
        """Wait until the platform has let the person in, or said why not."""
        page, base_url = self._context.page, self._context.base_url
        home = urlsplit(base_url).netloc
        self._context.wait_for(
            lambda: urlsplit(page.url).netloc == home,
            awaiting="a page of the platform itself",
            within=SPOKE_WITHIN_S,
            look=lambda: f"the browser is at {urlsplit(page.url).netloc or page.url}",
        )
        problem = LogInPage(page, base_url).problem.filter(has_text=ANYTHING)
        spoke = ChatPage(page, base_url).composer.or_(problem).first
        self._context.wait_for(
            spoke.is_visible,
            awaiting="the chat, or a word why not",
            within=SPOKE_WITHIN_S,
            look=lambda: f"the browser is at {urlsplit(page.url).path}",
        )

    def agree_and_stop(self) -> str:
        """Go as far as the provider's last page, which does not go on; the address of the way."""
        self.agree()
        address = ProviderPage(self._context.page).way_back.get_attribute("href")
        assert address is not None, "the provider's page shows no way back"
        return address

    def go_back_by(self, address: str) -> None:
        """Go a way back that is known."""
        self._context.page.goto(address)
        self.arrive()
