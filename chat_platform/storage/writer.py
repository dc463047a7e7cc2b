"""The one writer: many jobs share one transaction, so that one disk sync serves them all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

T = TypeVar("T")
Job = Callable[[AsyncSession], Awaitable[T]]

LARGEST_BATCH = 256

log = structlog.get_logger(__name__)


class WriterClosed(RuntimeError):
    """A job came after the writer was closed."""


@dataclass(frozen=True)
class _Waiting:
    job: Job[Any]
    future: asyncio.Future[Any]


class Writer:
    """Runs writing jobs one after another; jobs that wait together commit together.

    A job gets a session and must not commit. It runs in a SAVEPOINT of its own: when it
    raises, only its own work is undone and only its own caller sees the exception.
    ``run`` returns after the commit: what it returned is durable.

    Example:
        >>> async def rename(session):
        ...     await session.execute(update(ThreadRow).values(title="Bills"))
        >>> await writer.run(rename)  # doctest: +SKIP
    """

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def works(self) -> bool:
        """True while jobs are being taken."""
        return self._task is not None and not self._task.done() and not self._closed

    def start(self) -> None:
        """Begin to work in the running event loop."""
        self._task = asyncio.create_task(self._work(), name="writer")

    async def run(self, job: Job[T]) -> T:
        """Run the job and return its result once it is durable.

        The job is carried out even when the caller is cancelled while it waits.

        Raises:
            WriterClosed: when the platform is shutting down.
            Exception: whatever the job raised; or what the commit raised.
        """
        if not self.works:
            raise WriterClosed("the platform is shutting down")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Waiting(job, future))
        return await future

    async def close(self) -> None:
        """Carry out what was accepted, then stop."""
        if self._task is None or self._closed:
            return
        self._closed = True
        self._queue.put_nowait(None)
        await self._task

    async def _work(self) -> None:
        while (first := await self._queue.get()) is not None:
            batch, ended = self._gather(first)
            await self._commit(batch)
            if ended:
                return

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        """All jobs that wait now, and whether the end was among them."""
        batch = [first]
        while len(batch) < LARGEST_BATCH and not self._queue.empty():
            waiting = self._queue.get_nowait()
            if waiting is None:
                return batch, True
            batch.append(waiting)
        return batch, False

    async def _commit(self, batch: list[_Waiting]) -> None:
        outcomes: list[tuple[_Waiting, Any, Exception | None]] = []
        try:
            async with self._sessions.begin() as session:
                outcomes = [(w, *await _attempt(session, w.job)) for w in batch]
        except Exception as problem:  # told to every caller of the batch below
            log.exception("commit_failed", jobs=len(batch))
            outcomes = [(waiting, None, problem) for waiting in batch]
        for waiting, result, failure in outcomes:
            if waiting.future.done():  # its caller was cancelled
                continue
            if failure is not None:
                waiting.future.set_exception(failure)
            else:
                waiting.future.set_result(result)


async def _attempt(session: AsyncSession, job: Job[Any]) -> tuple[Any, Exception | None]:
    """The job's result, or what it raised after its own work was undone."""
    try:
        async with session.begin_nested():
            result = await job(session)
        # Jobs of one batch must not see each other's loaded objects.
        session.expunge_all()
    except Exception as problem:  # told to the job's caller
        session.expunge_all()
        return None, problem
    return result, None
