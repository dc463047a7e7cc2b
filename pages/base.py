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

    def field(self, name: str) -> Locator:
        """The field with that label."""
        return self.page.get_by_label(name, exact=True)

    @property
    def title_shown(self) -> str:
        """What the browser shows on the tab, and a screen reader reads first."""
        return self.page.title()

    @property
    def moving(self) -> int:
        """How many parts of the page move just now (CSS animations and transitions)."""
        moves: int = self.page.evaluate(
            "() => document.getAnimations().filter((a) => a.playState === 'running').length"
        )
        return moves

    def directions(self, text: str) -> list[str]:
        """For each place that shows exactly this text: "rtl" or "ltr", as it is laid out."""
        shown = self.page.get_by_text(text, exact=True).filter(visible=True)
        told: list[str] = shown.evaluate_all("all => all.map(e => getComputedStyle(e).direction)")
        return told

    @property
    def notice(self) -> Locator:
        """Where good news appears."""
        return self.page.get_by_role("main").get_by_role("status")

    @property
    def problem(self) -> Locator:
        """Where the platform says what is wrong and what to do."""
        return self.page.get_by_role("main").get_by_role("alert")
