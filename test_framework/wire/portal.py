"""The one background event loop in which all of the suite's asyncio runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from anyio.from_thread import BlockingPortal, start_blocking_portal


@contextmanager
def running_portal() -> Iterator[BlockingPortal]:
    """A portal for one test session: sync code calls into its loop, from any thread.

    The loop has a thread of its own, so it lives beside Playwright's sync interface, which
    forbids a second loop in the main thread. What still runs at the end is cancelled.

    Example:
        >>> async def answer() -> int:
        ...     return 42
        >>> with running_portal() as portal:
        ...     portal.call(answer)
        42
    """
    with start_blocking_portal(name="suite-portal") as portal:
        try:
            yield portal
        finally:
            portal.call(portal.stop, True)
