"""The one writer: many jobs share one transaction, so that one disk sync serves them all.

A batch is carried out in a thread of the writer's own, on a synchronous session: an
asynchronous one costs several changes of thread for each statement, which took more time
than all statements together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from sqlalchemy.orm import Session, sessionmaker

T = TypeVar("T")
Job = Callable[[Session], T]

LARGEST_BATCH = 256

log = structlog.get_logger(__name__)


class WriterClosed(RuntimeError):
    """A job came after the writer was closed."""


class _JobFailed(Exception):
    """A job of a batch raised something."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    job: Job[Any]
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a job returned, or why it failed."""

    result: Any = None
    failure: Exception | None = None


class Writer:
    """Runs writing jobs one after another; jobs that wait together commit together.

    A job is a plain function. It gets a session and must not commit, and it runs in the
    writer's thread: it touches nothing but the session and what was handed to it. When it
    raises, only its own work is undone and only its own caller sees the exception: the
    batch is undone and carried out again, now with a SAVEPOINT around each job. So a job
    may run twice, but what it stores is stored once. (Savepoints around every job of every
    batch would take as long as the rest of the work.) ``run`` returns after the commit:
    what it returned is durable.

    Example:
        >>> def rename(session):
        ...     session.execute(update(ThreadRow).values(title="Bills"))
        >>> await writer.run(rename)  # doctest: +SKIP
    """

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
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
        self._thread.shutdown()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while (first := await self._queue.get()) is not None:
            batch, ended = self._gather(first)
            jobs = [waiting.job for waiting in batch]
            outcomes = await loop.run_in_executor(self._thread, self._commit, jobs)
            _tell(batch, outcomes)
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

    def _commit(self, jobs: Sequence[Job[Any]]) -> list[_Outcome]:
        """Carry the jobs out in one transaction. Runs in the writer's thread."""
        try:
            try:
                with self._sessions.begin() as session:
                    return [_Outcome(_carry_out(session, job)) for job in jobs]
            except _JobFailed:
                # Whose fault it was does not matter here: nothing of the batch is stored.
                with self._sessions.begin() as session:
                    return [_attempt(session, job) for job in jobs]
        except Exception as problem:  # told to every caller of the batch
            log.exception("commit_failed", jobs=len(jobs))
            return [_Outcome(failure=problem)] * len(jobs)


def _carry_out(session: Session, job: Job[T]) -> T:
    """The job's result.

    Raises:
        _JobFailed: when it raised something.
    """
    try:
        result = job(session)
        session.flush()
    except Exception as problem:  # the batch begins again, more carefully
        raise _JobFailed from problem
    # Jobs of one batch must not see each other's loaded objects.
    session.expunge_all()
    return result


def _attempt(session: Session, job: Job[Any]) -> _Outcome:
    """The job's result, or what it raised after its own work was undone."""
    try:
        with session.begin_nested():
            result = job(session)
    except Exception as problem:  # told to the job's caller
        return _Outcome(failure=problem)
    finally:
        session.expunge_all()
    return _Outcome(result)


def _tell(batch: Sequence[_Waiting], outcomes: Sequence[_Outcome]) -> None:
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if waiting.future.done():  # its caller was cancelled
            continue
        if outcome.failure is not None:
            waiting.future.set_exception(outcome.failure)
        else:
            waiting.future.set_result(outcome.result)
