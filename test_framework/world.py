"""What all users of a test session share."""

from dataclasses import dataclass

from anyio.from_thread import BlockingPortal

from test_framework.browser.session import BrowserSession
from test_framework.services.mailbox import Mailbox
from test_framework.targets import RunningPlatform, Target


@dataclass(frozen=True)
class World:
    """The platform under test and the suite's own parts, all of session scope.

    Attributes:
        target: What the suite knows of the platform.
        platform: The platform itself, running.
        browser: Opens browser windows; launches the browser at the first.
        portal: The background loop of all asyncio.
        mailbox: Where the platform's mails arrive.
    """

    target: Target
    platform: RunningPlatform
    browser: BrowserSession
    portal: BlockingPortal
    mailbox: Mailbox
