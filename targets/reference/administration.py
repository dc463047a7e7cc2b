"""Looking after people: over HTTP, and on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pages.admin import AdminPage
from targets.reference.api import Api, Refused
from test_framework.administration import Administration, ListedPerson
from test_framework.test_context import TestContext

ANYTHING = re.compile(r"\S")
SPOKE_WITHIN_S = 10.0
USERS = "/api/admin/users"
EARNINGS = "/api/admin/earnings"


def administration(driver: str, context: TestContext) -> Administration:
    """The way this person looks after others: ``driver`` is "browser" or "wire"."""
    if driver == "browser":
        return PageAdministration(context)
    return HttpAdministration(Api.of(context))


class HttpAdministration:
    """Administration over HTTP, as whoever is logged in there."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._told = ""

    @property
    def api(self) -> Api:
        """The log-in of this administrator."""
        return self._api

    def people(self, search: str) -> Sequence[ListedPerson]:
        """Those whose name or address holds the text."""
        found = self._try(lambda: self._api.call("GET", USERS, params={"search": search})) or []
        return [
            ListedPerson(each["name"], each["email"], f"{each['plan']} plan, {each['role']}")
            for each in found
        ]

    def give(self, email: str, *, plan: str = "", role: str = "") -> None:
        """Give the owner of an address another plan or role."""
        wanted = {key: value for key, value in (("plan", plan), ("role", role)) if value}
        self._try(lambda: self._api.call("PATCH", self._path_of(email), body=wanted))

    def end_log_ins(self, email: str) -> None:
        """Log the owner of an address out everywhere."""
        self._try(lambda: self._api.call("DELETE", f"{self._path_of(email)}/sessions"))

    def trail(self) -> Sequence[str]:
        """What was changed for whom by whom."""
        entries = self._try(lambda: self._api.call("GET", "/api/admin/audit")) or []
        return [f"{each['whom']}: {each['what']}, by {each['who']}" for each in entries]

    def earnings(self, month: str) -> list[dict[str, Any]]:
        """What each agent earned in a month, like ``2026-02``."""
        found: list[dict[str, Any]] = self._api.call("GET", EARNINGS, params={"month": month})
        return found

    def told(self) -> str:
        """What the platform said to the last attempt."""
        return self._told

    def _path_of(self, email: str) -> str:
        """Where the person is; whoever may see nobody tries it with the own account."""
        try:
            found = self._api.call("GET", USERS, params={"search": email})
        except Refused:
            return f"{USERS}/{self._api.me()['id']}"
        return f"{USERS}/{found[0]['id']}"

    def _try(self, attempt: Callable[[], Any]) -> Any:
        self._told = "Done."
        try:
            return attempt()
        except Refused as refusal:
            self._told = f"{refusal.message} {refusal.what_next}"
            return None


class PageAdministration:
    """Administration on its page."""

    def __init__(self, context: TestContext) -> None:
        self._context = context

    def people(self, search: str) -> Sequence[ListedPerson]:
        """Those whose name or address holds the text, as the page lists them."""
        page = self._open(search)
        told = [item.splitlines() for item in page.people.all_inner_texts()]
        return [ListedPerson(lines[0], lines[1], lines[2]) for lines in told]

    def give(self, email: str, *, plan: str = "", role: str = "") -> None:
        """Choose plan and role and save, where the page has what that takes."""
        page = self._found(email)
        if page.levers.count():
            page.give(email, plan, role)
            self.told()

    def end_log_ins(self, email: str) -> None:
        """Press the button that logs the person out everywhere."""
        page = self._found(email)
        if page.levers.count():
            page.log_out(email)
            self.told()

    def trail(self) -> Sequence[str]:
        """What was changed for whom by whom, as the page lists it."""
        texts = self._open("").changes.all_inner_texts()
        return [", ".join(text.splitlines()) for text in texts]

    def told(self) -> str:
        """What the page says, good or bad."""
        page = self._page
        said = page.notice.or_(page.problem).filter(has_text=ANYTHING).first
        self._context.wait_for(
            said.is_visible, awaiting="a word of the page", within=SPOKE_WITHIN_S
        )
        return said.inner_text()

    @property
    def _page(self) -> AdminPage:
        return AdminPage(self._context.page, self._context.base_url)

    def _found(self, email: str) -> AdminPage:
        """The page with that person found; as it is when it is open, as people leave it."""
        page = self._page
        if page.is_shown and page.person(email).is_visible():
            return page
        return self._open(email)

    def _open(self, search: str) -> AdminPage:
        """The page, opened anew, when it shows the people that are looked for, or says why not."""
        page = self._page.open()
        ready = page.people.or_(page.problem.filter(has_text=ANYTHING)).first
        self._await(ready.is_visible)
        if search and page.people.count():
            page.search(search)
            others = page.people.filter(has_not=page.page.get_by_text(search, exact=True))
            self._await(lambda: page.people.count() > 0 and others.count() == 0)
        return page

    def _await(self, condition: Callable[[], bool]) -> None:
        self._context.wait_for(
            condition, awaiting="people, or a word why not", within=SPOKE_WITHIN_S
        )
