"""The browser into which a recording is played: every answer is recorded, time is its own."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urldefrag

from playwright.sync_api import Error, Page, Route, WebSocketRoute

from test_framework.browser.window import BrowserWindow
from test_framework.replay.page_file import Answer, PageFile, Visit
from test_framework.waiting import wait_until

ANYTHING = re.compile("")
# The page's clock stands still between steps; while the page is waited for, it goes on like this.
TICK_MS = 20
COMES_WITHIN_S = 10.0
NO_ANSWER = -1
SECOND_MS = 1000.0


class Line:
    """One socket of the page, whose other end is the recording.

    Attributes:
        closed: Whether either side has closed it.
    """

    def __init__(self, route: WebSocketRoute, heard: Callable[[Line, str | bytes], None]) -> None:
        self.closed = False
        self._route = route
        route.on_message(lambda message: heard(self, message))
        route.on_close(self._closed)

    def send(self, payload: str | bytes) -> None:
        """Let the page receive this."""
        self._route.send(payload)

    def cut(self) -> None:
        """End it, as a lost line ends."""
        self._closed()

    def _closed(self, code: int | None = None, reason: str | None = None) -> None:
        if not self.closed:
            self.closed = True
            self._route.close(code=code, reason=reason)


class Stage:
    """One user's tabs, without a network.

    Args:
        window: A fresh window.
        pages: What the tabs are answered with.
        heard: Called with each message of a page.
        tell: Called with a sentence when a page asks for what was not recorded.
    """

    def __init__(
        self,
        window: BrowserWindow,
        pages: PageFile,
        heard: Callable[[Line, str | bytes], None],
        tell: Callable[[str], None],
    ) -> None:
        self._window = window
        self._answers = _Answers(pages.answers)
        self._heard = heard
        self._tell = tell
        self._tabs: dict[int, Page] = {}
        self._lines: dict[int, deque[Line]] = {}
        self._now: float | None = None

    @property
    def pages(self) -> Sequence[Page]:
        """The open tabs, in order of opening."""
        return list(self._tabs.values())

    def tab(self, number: int) -> Page:
        """A tab that was opened."""
        return self._tabs[number]

    def load(self, visit: Visit, at: float) -> None:
        """Load a page in its tab, at that time: pages may be older than what is played."""
        if visit.tab not in self._tabs:
            self._open(visit.tab, at)
        self.pass_time(at)
        self._answers.begin_at(visit.at)
        self._lines[visit.tab].clear()
        tab = self._tabs[visit.tab]
        if urldefrag(tab.url).url == visit.url:
            tab.reload()  # going there would move within the page only
        else:
            tab.goto(visit.url)

    def line(self, tab: int) -> Line:
        """The next socket that the page in this tab has opened, or opens in time.

        Raises:
            NotInTime: when it opens none.
        """
        lines = self._lines[tab]
        self.wait_for(lambda: bool(lines), "a socket that the page opens")
        return lines.popleft()

    def wait_for(
        self, condition: Callable[[], bool], awaiting: str, within: float = COMES_WITHIN_S
    ) -> None:
        """Wait for something of the page, whose time goes on meanwhile.

        Raises:
            NotInTime: when it does not come.
        """
        wait_until(
            lambda: condition() or None,
            awaiting=awaiting,
            within=within,
            look=lambda: "; ".join(page.url for page in self.pages),
            pump=lambda _: self._tick(TICK_MS),
        )

    def pass_time(self, until: float) -> None:
        """Let the page's time go on to that moment, if it is yet to come."""
        if self._now is not None and until > self._now:
            self._tick((until - self._now) * SECOND_MS)

    def settle(self) -> None:
        """Let the page draw what it has received."""
        self._tick(TICK_MS)

    def wait(self, seconds: float) -> None:
        """Let real time pass."""
        self._window.page.wait_for_timeout(seconds * SECOND_MS)

    def _open(self, number: int, at: float) -> None:
        tab = self._window.open_tab()
        if self._now is None:
            tab.context.clock.install(time=at)
            tab.context.clock.pause_at(at)
            tab.context.route(ANYTHING, self._answer)
            self._now = at
        lines = self._lines.setdefault(number, deque())
        tab.route_web_socket(ANYTHING, lambda route: lines.append(Line(route, self._heard)))
        self._tabs[number] = tab

    def _tick(self, milliseconds: float) -> None:
        whole = max(1, round(milliseconds))
        self._window.page.context.clock.run_for(whole)
        if self._now is not None:
            self._now += whole / SECOND_MS

    def _answer(self, route: Route) -> None:
        request = route.request
        answer = self._answers.next(request.method, request.url)
        try:
            if answer is None:
                where = urldefrag(request.url).url
                self._tell(f"the page asks for {request.method} {where}, which was not recorded")
                route.abort()
            elif answer.status == NO_ANSWER:
                route.abort()
            else:
                route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)
        except Error as error:
            # A page that was left does not wait for its answers; all else must be seen.
            if not route.request.frame.page.is_closed():
                self._tell(f"{request.method} {request.url} was not answered: {error.message}")


class _Answers:
    """The recorded answers; the same request gets them one after the other."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._by_request: dict[tuple[str, str], list[Answer]] = {}
        for answer in answers:
            self._by_request.setdefault(_key(answer.method, answer.url), []).append(answer)
        self._given: dict[tuple[str, str], int] = {}

    def begin_at(self, moment: float) -> None:
        """Go on with what was asked from this moment."""
        for key, answers in self._by_request.items():
            self._given[key] = sum(answer.at < moment for answer in answers)

    def next(self, method: str, url: str) -> Answer | None:
        """The next answer to that request, or its last one again; None when there is none."""
        key = _key(method, url)
        answers = self._by_request.get(key)
        if answers is None:
            return None
        given = self._given.get(key, 0)
        self._given[key] = given + 1
        return answers[min(given, len(answers) - 1)]


def _key(method: str, url: str) -> tuple[str, str]:
    # What was redacted in an address is written with escapes when a page asks for it.
    return method, unquote(urldefrag(url).url)
