"""What is done after the answer: nobody who asks can tell from the time what was done."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog

from chat_platform.operations.problems import Problem, log_surprise

log = structlog.get_logger(__name__)


class Errands:
    """Runs work that a caller does not wait for, and finishes it before the platform ends.

    Whether an address is known must not show, neither in the answer nor in how long it took:
    what is done for a known address only, above all sending a mail, is an errand.

    Example:
        >>> errands.run(postman.deliver(letter), "reset link")  # doctest: +SKIP
    """

    def __init__(self) -> None:
        self._open: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[object, object, None], name: str) -> None:
        """Begin the work; a failure goes to the log, under this name."""
        task = asyncio.create_task(_guarded(work, name), name=f"errand: {name}")
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        while self._open:
            await asyncio.wait(tuple(self._open))


async def _guarded(work: Coroutine[object, object, None], name: str) -> None:
    try:
        await work
    except Problem as problem:
        log.warning("errand_failed", errand=name, code=problem.code)
    except Exception as problem:  # nobody waits for it: the log is the only place to tell
        log_surprise(problem, errand=name)
