"""The reference platform as a target: started from this repository, or found by URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from targets.reference.auditor import ReferenceBooks
from targets.reference.browser_access import BrowserAccess
from targets.reference.browser_chat import BrowserChat
from targets.reference.decoder import decoder
from targets.reference.life_cycle import PlatformElsewhere, RunningReference
from targets.reference.stand_in import ReferenceStandIn
from targets.reference.wire_access import WireAccess
from targets.reference.wire_chat import WireChat
from test_framework.books import Books
from test_framework.events.model import AgentEvent
from test_framework.services.mailbox import Mailbox
from test_framework.targets import Access, Chat, LaunchOptions, RunningPlatform, StandIn
from test_framework.test_context import TestContext
from test_framework.wire.frame import Frame

BROWSER = "browser"


class ReferenceTarget:
    """Everything the suite must know of the reference platform."""

    name = "reference"
    title = "Reference platform"
    capabilities = frozenset({"own_settings", "restart", "locked_storage", "plans", "faulty_tools"})

    def start(self, options: LaunchOptions) -> RunningPlatform:
        """Start it, or use the one at the given address."""
        if options.base_url is not None:
            return PlatformElsewhere(options.base_url)
        return RunningReference.start(options)

    def access(self, driver: str, context: TestContext) -> Access:
        """By the pages, or by HTTP as the pages do it."""
        return BrowserAccess(context) if driver == BROWSER else WireAccess(context)

    def chat(self, driver: str, context: TestContext) -> Chat:
        """By the chat page, or by a socket of our own."""
        return BrowserChat(context) if driver == BROWSER else WireChat(context)

    def decoder(self, owner: str) -> Callable[[Frame], Iterable[AgentEvent]]:
        """The envelope is the contract itself."""
        return decoder(owner)

    def books(self, platform: RunningPlatform, mailbox: Mailbox, name: str) -> Books:
        """Its ledger and its invoices, which an administrator can export."""
        return ReferenceBooks(platform, mailbox, name)

    def stand_in(self) -> StandIn:
        """The server is the recording; the user does what was recorded."""
        return ReferenceStandIn()


TARGET = ReferenceTarget()
