"""What all pages share: an address, and places where the platform speaks to the user."""

from typing import ClassVar, Self
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page


class BasePage:
    """One page of the platform as a person sees it.

    Example:
        ``LogInPage(page, base_url).open().log_in(email, password)``
    """

    path: ClassVar[str] = "/"

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url

    def open(self) -> Self:
        """Go there by its address."""
        self.page.goto(f"{self.base_url}{self.path}")
        return self

    def follow(self, link: str) -> None:
        """Open a link of a mail, also for the second time."""
        # A visit in between makes the same link load anew when it is followed again:
        # browsers do not reload for a change in the fragment alone.
        self.page.goto("about:blank")
        self.page.goto(link)

    @property
    def is_shown(self) -> bool:
        """Whether the browser is on this page."""
        return urlsplit(self.page.url).path == self.path

    @property
    def notice(self) -> Locator:
        """Where good news appears."""
        return self.page.get_by_role("main").get_by_role("status")

    @property
    def problem(self) -> Locator:
        """Where the platform says what is wrong and what to do."""
        return self.page.get_by_role("main").get_by_role("alert")
