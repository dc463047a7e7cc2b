"""Waiting for a condition with a deadline: the suite's only way to wait.

The error says what was awaited, for how long, and what came instead.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_AGAIN_AFTER_S = 0.02


class NotInTime(AssertionError):
    """What was awaited did not come before its deadline."""


class _Patience:
    """How much longer than on a quiet machine everything may take."""

    def __init__(self) -> None:
        self.factor = 1.0


_patience = _Patience()


def set_patience(factor: float) -> None:
    """Multiply every deadline of the suite by this factor.

    Raises:
        ValueError: when the factor is not above zero.

    Example:
        >>> set_patience(1)
        >>> patient(5)
        5.0
    """
    if factor <= 0:
        raise ValueError(f"Patience must be above zero, not {factor:g}.")
    _patience.factor = factor


def patient(seconds: float) -> float:
    """Seconds on a quiet machine, as seconds on this one."""
    return float(seconds * _patience.factor)


class Bell:
    """Rung at every change, so that who waits for a condition looks again at once.

    Example:
        >>> bell = Bell()
        >>> pump = bell.pump()
        >>> bell.ring()
        >>> pump(10.0)  # returns at once: it rang since the pump was made
    """

    def __init__(self) -> None:
        self._rings = 0
        self._rung = threading.Condition()

    def ring(self) -> None:
        """Wake everyone who waits. Any thread may ring."""
        with self._rung:
            self._rings += 1
            self._rung.notify_all()

    def pump(self) -> Callable[[float], None]:
        """A pump for ``wait_until``. Make it before the first look, so that no ring is missed."""
        heard = self._rings

        def until_it_rings(remaining: float) -> None:
            nonlocal heard
            with self._rung:
                self._rung.wait_for(lambda: self._rings > heard, remaining)
                heard = self._rings

        return until_it_rings


def look_again_soon(remaining: float) -> None:
    """Pause before the next look, for conditions that nothing announces (a port, a file)."""
    threading.Event().wait(min(remaining, LOOK_AGAIN_AFTER_S))


def wait_until(
    condition: Callable[[], T | None],
    *,
    awaiting: str,
    within: float,
    look: Callable[[], str] | None = None,
    pump: Callable[[float], object] = look_again_soon,
    forgiving: tuple[type[Exception], ...] = (),
) -> T:
    """The first true value of the condition.

    Args:
        condition: Returns something true when it is fulfilled.
        awaiting: What is awaited, for people: "Ada's agent_completed".
        within: Seconds on a quiet machine; multiplied by the patience.
        look: Says what came instead, when the deadline has passed.
        pump: Waits until something may have changed, at most the seconds it is given.
        forgiving: Errors of the condition that mean "not yet"; the last error counts them.

    Raises:
        NotInTime: at the deadline. The condition is looked at once more before.

    Example:
        >>> wait_until(lambda: 42, awaiting="an answer", within=1)
        42
    """
    started = time.monotonic()
    deadline = started + patient(within)
    forgiven: Counter[str] = Counter()
    while True:
        # Read before the look, so that a slow look cannot eat the last chance.
        remaining = deadline - time.monotonic()
        try:
            value = condition()
        except forgiving as error:
            forgiven[f"{type(error).__name__}: {error}"] += 1
        else:
            if value:
                return value
        if remaining <= 0:
            waited = time.monotonic() - started
            raise NotInTime(_what_was_missing(awaiting, waited, look, forgiven))
        pump(remaining)


def _what_was_missing(
    awaiting: str, waited: float, look: Callable[[], str] | None, forgiven: Counter[str]
) -> str:
    text = f"Waited {waited:.1f} s for {awaiting}: it did not come."
    if look is not None:
        text += f" Instead: {look()}"
    for error, times in forgiven.items():
        text += f"\n  met {times} times: {error}"
    return text
