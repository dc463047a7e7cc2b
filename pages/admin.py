"""The page on which people are looked after."""

from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import BasePage


class AdminPage(BasePage):
    """People with their plans and roles, and what was changed."""

    path = "/admin"

    @property
    def people(self) -> Locator:
        """The list of people, an item each."""
        return self.page.get_by_role("list", name="People").get_by_role("listitem")

    @property
    def changes(self) -> Locator:
        """What was changed, newest first."""
        return self.page.get_by_role("list", name="What was changed").get_by_role("listitem")

    @property
    def earned(self) -> Locator:
        """What each agent earned this month, an item each."""
        listed = self.page.get_by_role("list", name="What agents earned this month")
        return listed.get_by_role("listitem")

    @property
    def levers(self) -> Locator:
        """Everything with which something of somebody can be changed."""
        return self.people.get_by_role("button").or_(self.people.get_by_role("combobox"))

    def person(self, email: str) -> Locator:
        """The item of the person with that address."""
        return self.people.filter(has=self.page.get_by_text(email, exact=True))

    def search(self, text: str) -> None:
        """Look for people by name or address."""
        self.page.get_by_role("searchbox", name="Name or address").fill(text)
        self.page.get_by_role("button", name="Search").click()

    def give(self, email: str, plan: str, role: str) -> None:
        """Choose plan and role of a person, where given, and save."""
        person = self.person(email)
        if plan:
            person.get_by_role("combobox", name="Plan").select_option(plan)
        if role:
            person.get_by_role("combobox", name="Role").select_option(role)
        person.get_by_role("button", name="Save").click()

    def log_out(self, email: str) -> None:
        """Log a person out everywhere."""
        self.person(email).get_by_role("button", name="everywhere").click()
