"""One user's world in one scenario."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx2
from playwright.sync_api import Page

from test_framework.artifact import Artifact
from test_framework.browser.window import BrowserWindow
from test_framework.events.model import AgentEvent, EventKind, parent_of
from test_framework.personas import Identity
from test_framework.services.mailbox import links_in
from test_framework.waiting import LOOK_AGAIN_AFTER_S, patient, wait_until
from test_framework.wire.client import WireClient
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.frame_log import FrameLog
from test_framework.wire.frame_proxy import FrameProxy
from test_framework.world import World

T = TypeVar("T")
SomeProxy = TypeVar("SomeProxy", bound=FaultProxy)

ANSWERED_WITHIN_S = 10.0
RUN_ENDS_WITHIN_S = 30.0


class TestContext:
    """All that one user has and does in one scenario, shared with no other user.

    Page, HTTP client and sockets are opened at first use. What the user's sockets carry, in
    the browser or not, goes to one frame log and is decoded to events as it is looked at.

    Attributes:
        name: What the scenario calls the user: "Ada".
        identity: Full name, address and password, the scenario's own.
        world: What all users share: the platform, the browser, the mailbox.
        frames: Every frame of every socket of this user.
        notes: What steps want to remember of this user.

    Example:
        >>> def ask(context: TestContext, question: str) -> AgentEvent:
        ...     before = len(context.frames)
        ...     context.open_socket("/ws").send_text(question)
        ...     return context.wait_for_run_end(after=before)
    """

    __test__ = False  # pytest collects what is named Test...

    def __init__(self, name: str, identity: Identity, world: World) -> None:
        self.name = name
        self.identity = identity
        self.world = world
        self.frames = FrameLog(name)
        self.notes: dict[str, Any] = {}
        self._decode = world.target.decoder(name)
        self._events: list[AgentEvent] = []
        self._decoded = 0
        self._sockets: list[WireClient] = []
        self._window: BrowserWindow | None = None
        self._http: httpx2.Client | None = None
        self._proxy: FaultProxy | None = None
        self._closed = False

    # Where the user goes

    @property
    def base_url(self) -> str:
        """The platform's address for this user, without a trailing slash."""
        return self._proxy.url if self._proxy else self.world.platform.base_url

    def use_fault_proxy(self) -> FaultProxy:
        """Send this user's traffic through a proxy that can fail. Idempotent.

        Raises:
            RuntimeError: when page or sockets are open already: they would go past it.
        """
        if self._proxy is None:
            self._proxy = self._new_proxy(FaultProxy)
        return self._proxy

    def use_frame_proxy(self) -> FrameProxy:
        """The same with a proxy that can harm single frames as well. Idempotent.

        Raises:
            RuntimeError: as above, or when the user has a plain fault proxy already.
        """
        proxy = self._proxy or self._new_proxy(FrameProxy)
        if isinstance(proxy, FrameProxy):
            self._proxy = proxy
            return proxy
        raise RuntimeError(f"{self.name} has a plain fault proxy: ask for this one instead.")

    def _new_proxy(self, kind: type[SomeProxy]) -> SomeProxy:
        self._refuse_when_closed()
        if self._window is not None or self._sockets:
            raise RuntimeError(f"{self.name} is connected already: ask for the proxy before.")
        upstream = urlsplit(self.world.platform.base_url)
        if upstream.scheme != "http" or upstream.hostname is None:
            raise RuntimeError("The fault proxy passes plain http only, not https.")
        proxy = kind(self.world.portal, upstream.hostname, upstream.port or 80)
        if self._http is not None:
            self._http.base_url = httpx2.URL(proxy.url)
        return proxy

    # The user's means

    @property
    def page(self) -> Page:
        """The user's current tab; the first use opens the browser window.

        Raises:
            UsageError: when there is no browser.
            BrowserCrashed: when the browser has ended by itself.
        """
        return self._browser_window().page

    @property
    def has_page(self) -> bool:
        """Whether the user has a browser window."""
        return self._window is not None

    def open_tab(self) -> Page:
        """A further tab in the same window, watched as the first; it becomes the current one."""
        return self._browser_window().open_tab()

    def reload_page(self) -> None:
        """Load the current page again, as F5 does."""
        self.page.reload()

    @property
    def http(self) -> httpx2.Client:
        """An HTTP client with cookies of its own; relative addresses go to the platform."""
        self._refuse_when_closed()
        if self._http is None:
            # No proxy or password from the environment: the platform alone is asked.
            timeout = patient(ANSWERED_WITHIN_S)
            self._http = httpx2.Client(base_url=self.base_url, timeout=timeout, trust_env=False)
        return self._http

    def open_socket(
        self,
        path: str,
        *,
        subprotocols: Sequence[str] = (),
        origin: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> WireClient:
        """Open a WebSocket to the platform without a browser; closed with the context.

        Args:
            path: From the root of the platform, for example "/ws".
            subprotocols: Offered to the server, in this order.
            origin: The ``Origin`` header; None: the platform's own, as its pages send it.
            headers: Further headers of the handshake.

        Raises:
            NotConnected: when it is refused.
        """
        self._refuse_when_closed()
        socket = WireClient.connect(
            self.world.portal,
            self.frames,
            "ws" + self.base_url.removeprefix("http") + path,
            subprotocols=subprotocols,
            origin=self.base_url if origin is None else origin,
            headers=headers,
        )
        self._sockets.append(socket)
        return socket

    # What came

    def mails(self, subject_contains: str = "") -> list[EmailMessage]:
        """The user's mails so far, oldest first, whose subject has that part."""
        all_mails = self.world.mailbox.mails_to(self.identity.email)
        return [mail for mail in all_mails if subject_contains in str(mail["Subject"])]

    def link_in(self, mail: EmailMessage) -> str:
        """The first link of a mail, by this user's way to the platform.

        Raises:
            LookupError: when there is no link in it.
        """
        links = links_in(mail)
        if not links:
            raise LookupError(f"There is no link in the mail {mail['Subject']!r} to {self.name}.")
        own = self.world.platform.base_url
        return self.base_url + links[0].removeprefix(own) if links[0].startswith(own) else links[0]

    @property
    def events(self) -> list[AgentEvent]:
        """All events so far, oldest first. Each frame is decoded once."""
        for frame in self.frames.since(self._decoded):
            # Counted before, so that a frame that cannot be decoded is reported once.
            self._decoded = frame.number
            self._events.extend(self._decode(frame))
        return list(self._events)

    # Waiting

    def wait_for(
        self,
        condition: Callable[[], T | None],
        *,
        awaiting: str,
        within: float = ANSWERED_WITHIN_S,
        look: Callable[[], str] | None = None,
    ) -> T:
        """Wait for anything about this user, whose pages live on meanwhile.

        Args:
            condition: Returns something true when it is fulfilled. It is looked at again
                when a frame has come, and at least every twenty milliseconds.
            awaiting: What is awaited, for people.
            within: Seconds on a quiet machine.
            look: Says what came instead; without it, the events and the ends of sockets do.

        Raises:
            NotInTime: at the deadline.
            BrowserCrashed: when this user's browser has ended by itself.
        """
        return wait_until(
            condition,
            awaiting=awaiting,
            within=within,
            look=look or (lambda: self._what_came(0)),
            # Rings during the look do not count: a look that itself sends and receives would
            # otherwise call for the next one at once, without end.
            pump=self._pump(lambda most: self.frames.pump()(min(most, LOOK_AGAIN_AFTER_S))),
        )

    def wait_for_event(
        self,
        kind: EventKind | str,
        *,
        within: float = ANSWERED_WITHIN_S,
        after: int = 0,
        where: Callable[[AgentEvent], bool] | None = None,
    ) -> AgentEvent:
        """The first event of that kind, there already or yet to come.

        Args:
            kind: Its kind, or its type as the platform names it ("message_accepted").
            within: Seconds on a quiet machine.
            after: Only events of later frames than this number (``len(context.frames)``).
            where: Further conditions.

        Raises:
            NotInTime: the message lists the events that came instead.
        """

        def fitting() -> AgentEvent | None:
            return next(
                (
                    event
                    for event in self._events_after(after)
                    if kind in (event.kind, event.type) and (where is None or where(event))
                ),
                None,
            )

        return self._wait_for_frames(fitting, f"{self.name}'s {kind}", within, after)

    def wait_for_run_end(self, *, within: float = RUN_ENDS_WITHIN_S, after: int = 0) -> AgentEvent:
        """The agent_completed of the first whole run; of nested runs, that of the outermost.

        Args and errors as for ``wait_for_event``.
        """

        def ended() -> AgentEvent | None:
            nested: set[str] = set()
            for event in self._events_after(after):
                if event.kind is EventKind.AGENT_STARTED and parent_of(event):
                    nested.add(event.run_id)
                if event.kind is EventKind.AGENT_COMPLETED and event.run_id not in nested:
                    return event
            return None

        return self._wait_for_frames(ended, f"the end of {self.name}'s run", within, after)

    # The end

    def artifacts(self, *, failed: bool) -> list[Artifact]:
        """What this user leaves for the report, not yet redacted.

        Screenshots of open pages, console, trace and video as the browser options want them,
        and after a failure the frame log. It ends the recording (and with ``--video`` closes
        the window), so call it when the scenario's outcome is known; later calls return the
        same recording.
        """
        left = self._window.recording(failed=failed) if self._window else []
        if failed and self.frames.connections:
            text = self.frames.as_text().encode()
            left.append(Artifact(f"{self.name}: sockets and frames", "text/plain", text))
        return left

    def loaded(self) -> Path | None:
        """What the user's pages loaded, in a file with its secrets; None when not kept."""
        return self._window.loaded() if self._window else None

    def close(self) -> None:
        """Close everything this user opened: sockets, browser window, HTTP, proxy. Idempotent.

        Frames and events can still be read afterwards.

        Raises:
            ExceptionGroup: when something could not be closed; all the rest is.
        """
        self._closed = True
        closings: list[Callable[[], None]] = [socket.close for socket in self._sockets]
        closings += [part.close for part in (self._window, self._http, self._proxy) if part]
        errors: list[Exception] = []
        for close in closings:
            try:
                close()
            except Exception as error:  # one may not keep another open
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"Not all that {self.name} opened could be closed", errors)

    # Inside

    def _browser_window(self) -> BrowserWindow:
        self._refuse_when_closed()
        if self._window is None:
            self._window = self.world.browser.open_window(
                self.name, self.frames, self.base_url, self.identity.language
            )
        return self._window

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise RuntimeError(f"{self.name}'s context is closed: its scenario has ended.")

    def _events_after(self, frame: int) -> list[AgentEvent]:
        events = self.events
        return events[bisect_right(events, frame, key=lambda event: event.frame) :]

    def _wait_for_frames(
        self, condition: Callable[[], T | None], awaiting: str, within: float, after: int
    ) -> T:
        return wait_until(
            condition,
            awaiting=awaiting,
            within=within,
            look=lambda: self._what_came(after),
            pump=self._pump(self.frames.pump()),
        )

    def _pump(self, without_page: Callable[[float], None]) -> Callable[[float], None]:
        """How this user waits: in Playwright while a page is open, else as given."""

        def pump(remaining: float) -> None:
            if self._window is None or not self._window.pump(remaining):
                without_page(remaining)

        return pump

    def _what_came(self, after: int) -> str:
        counted = Counter(event.type for event in self._events_after(after))
        came = [f"{times} x {kind}" if times > 1 else kind for kind, times in counted.items()]
        ends = [
            f"socket {socket.number} ended ({socket.close_code or 'no code'})"
            for socket in self.frames.connections
            if not socket.open
        ]
        return ", ".join(came + ends) or f"no event came to {self.name}"
