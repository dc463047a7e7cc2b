"""How often the page renews its log-in by itself."""

from __future__ import annotations

from playwright.sync_api import Page, Response

RENEWAL = "/api/auth/refresh"


class PageRenewals:
    """Counts the renewals that succeed from now on.

    Args:
        page: The page of the chat.
    """

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("response", self._look)

    def _look(self, response: Response) -> None:
        if response.url.endswith(RENEWAL) and response.ok:
            self.count += 1
