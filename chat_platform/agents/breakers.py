"""Circuit breakers: what keeps failing is left alone for a while, and then tried once.

Source: M. Nygard, "Release It!", chapter 5. The states are those of the library (purgatory),
which counts failures in a row. A process has breakers of its own, in memory: what fails for all
is found out by each within a few calls.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import structlog
from prometheus_client import Counter, Gauge
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import Context, OpenedState

State = Literal["closed", "open", "half_open"]

REMEMBERED = 20
STATES: dict[str, State] = {"closed": "closed", "opened": "open", "half-opened": "half_open"}

OPEN = Gauge("chat_breaker_open", "1 while a breaker refuses what it is asked", ["breaker"])
CHANGES = Counter(
    "chat_breaker_changes", "How often a breaker changed its state", ["breaker", "to"]
)
REFUSED = Counter("chat_breaker_refusals", "What an open breaker refused", ["breaker"])
_log = structlog.get_logger(__name__)


class CircuitOpen(Exception):
    """Something was not tried, because it failed again and again a moment ago.

    Attributes:
        breaker: Which breaker refused it.
        again_in_s: Seconds until it is tried again; 0 while another one tries it.
    """

    def __init__(self, breaker: str, again_in_s: float) -> None:
        super().__init__(f"{breaker} is left alone for {again_in_s:.1f} s")
        self.breaker = breaker
        self.again_in_s = again_in_s


@dataclass(frozen=True)
class Change:
    """A breaker went over into a state at a moment (UTC)."""

    at: datetime
    to: State


@dataclass(frozen=True)
class BreakerReport:
    """How a breaker is.

    Attributes:
        failures: Failures in a row so far, while it is closed.
        opens_at: So many in a row open it.
        again_at: When it lets one through again, while it is open.
        changes: Its last changes, oldest first.
    """

    name: str
    state: State
    failures: int
    opens_at: int
    again_at: datetime | None
    changes: tuple[Change, ...]


class Breakers:
    """The breakers of this process, by name; each is made when it is first asked.

    Args:
        failures: How many failures in a row open one.
        open_s: For how many seconds it then refuses everything. After that one call is let
            through: if it succeeds, the breaker closes; if it fails, it opens again.

    Example:
        >>> async with breakers.guard("tool spend_total", counts=is_defect):  # doctest: +SKIP
        ...     await work()
    """

    def __init__(self, failures: int = 5, open_s: float = 30.0) -> None:
        self._factory = AsyncCircuitBreakerFactory(failures, open_s)
        self._contexts: dict[str, Context] = {}
        self._changes: dict[str, deque[Change]] = {}
        self._trying: set[str] = set()

    def reports(self) -> list[BreakerReport]:
        """How each breaker is, by name."""
        return [self._report(name, self._contexts[name]) for name in sorted(self._contexts)]

    @asynccontextmanager
    async def guard(self, name: str, counts: Callable[[Exception], bool]) -> AsyncIterator[None]:
        """Do something behind a breaker.

        Args:
            name: Which breaker.
            counts: Whether an exception tells that what is behind the breaker is ill. Any other
                tells that it answered. A cancellation tells neither.

        Raises:
            CircuitOpen: when the breaker refuses it; nothing was done then.
        """
        breaker = await self._factory.get_breaker(name)
        context = self._contexts.setdefault(name, breaker.context)
        self._refuse_second_try(name, context)
        try:
            await breaker.__aenter__()
        except OpenedState as opened:
            REFUSED.labels(name).inc()
            again_in_s = opened.opened_at + context.ttl - time.time()
            # It is one object as long as the breaker is open, and would keep every caller's frames.
            opened.with_traceback(None)
            raise CircuitOpen(name, max(0.0, again_in_s)) from None
        self._note(name, context)
        tries = context.state == "half-opened"
        if tries:
            self._trying.add(name)
        try:
            yield
        except Exception as problem:
            told = problem if counts(problem) else None
            await breaker.__aexit__(type(told) if told else None, told, None)
            raise
        else:
            await breaker.__aexit__(None, None, None)
        finally:
            if tries:
                self._trying.discard(name)
            self._note(name, context)

    def _refuse_second_try(self, name: str, context: Context) -> None:
        """While one call finds out whether all is well again, the others do not wait for it."""
        if context.state == "half-opened" and name in self._trying:
            REFUSED.labels(name).inc()
            raise CircuitOpen(name, 0.0)

    def _note(self, name: str, context: Context) -> None:
        state = STATES[context.state]
        changes = self._changes.setdefault(name, deque(maxlen=REMEMBERED))
        if state == (changes[-1].to if changes else "closed"):
            return
        changes.append(Change(datetime.now(UTC), state))
        OPEN.labels(name).set(state == "open")
        CHANGES.labels(name, state).inc()
        _log.warning("breaker_changed", breaker=name, to=state)

    def _report(self, name: str, context: Context) -> BreakerReport:
        opened = context.opened_at if context.state == "opened" else None
        return BreakerReport(
            name=name,
            state=STATES[context.state],
            failures=context.failure_count or 0,
            opens_at=context.threshold,
            again_at=datetime.fromtimestamp(opened + context.ttl, UTC) if opened else None,
            changes=tuple(self._changes.get(name, ())),
        )
