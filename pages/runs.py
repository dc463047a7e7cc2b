"""The page about runs, agents and the ledger."""

from __future__ import annotations

from playwright.sync_api import Download, Locator

from pages.base import BasePage


class RunsPage(BasePage):
    """What went on, how much agents did, and what was charged."""

    path = "/runs"

    @property
    def runs(self) -> Locator:
        """The newest runs, an item each."""
        return self._items("Newest runs")

    @property
    def agents(self) -> Locator:
        """The agents that worked this month, an item each."""
        return self._items("Agents this month")

    @property
    def ledger(self) -> Locator:
        """The newest lines of the ledger, an item each."""
        return self._items("Ledger")

    @property
    def save(self) -> Locator:
        """With which the whole ledger is saved; there for those who may."""
        return self.page.get_by_role("button", name="Save the whole ledger as a file")

    @property
    def has_spoken(self) -> bool:
        """Whether the lists are there, or a word why not."""
        shown = self.page.get_by_role("heading", name="Ledger", exact=True).is_visible()
        return shown or bool(self.problem.inner_text().strip())

    def save_ledger(self) -> Download:
        """Save every line as a file."""
        with self.page.expect_download() as saved:
            self.save.click()
        return saved.value

    def _items(self, name: str) -> Locator:
        return self.page.get_by_role("list", name=name, exact=True).get_by_role("listitem")
