"""How fast one socket may send: a token bucket, which remembers what was taken beyond it."""

from __future__ import annotations

import time
from collections.abc import Callable

# So many seconds' worth may come at once: a page that was away for long has much to say.
AT_ONCE_S = 10


class Pace:
    """Counts messages against what is allowed.

    Args:
        per_s: How many a second are allowed for long.
        clock: Seconds that never go back.

    Example:
        >>> pace = Pace(0.2, clock=lambda: 0.0)
        >>> [pace.take() for _ in range(3)]
        [1.0, 0.0, -1.0]
    """

    def __init__(self, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_s
        self._most = per_s * AT_ONCE_S
        self._clock = clock
        self._left = self._most
        self._looked = clock()

    def take(self) -> float:
        """Count one message; how many more are allowed now. Below zero: so many too many."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._looked) * self._per_s) - 1
        self._looked = now
        return self._left
