"""The list of breakers on the page of administration."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator

from pages.base import BasePage


class BreakersPage(BasePage):
    """What is left alone, as people who look after the platform see it."""

    path = "/admin"

    @property
    def items(self) -> Locator:
        """A breaker each."""
        return self.page.get_by_role("list", name="Breakers").get_by_role("listitem")

    @property
    def problem(self) -> Locator:
        """Where the page says what is wrong."""
        return self.page.get_by_role("alert")

    @property
    def has_spoken(self) -> bool:
        """Whether the list is there, or a word why not."""
        return self.items.count() > 0 or bool(self.problem.inner_text().strip())

    def states(self) -> Mapping[str, str]:
        """The state of each breaker by its name: the words up to the first comma."""
        told = [text.splitlines() for text in self.items.all_inner_texts()]
        return {name: state.partition(",")[0].replace(" ", "_") for name, state, *_ in told}
