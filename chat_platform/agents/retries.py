"""How often something that failed is tried again, and after which pauses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import stamina

LONGEST_PAUSE_S = 60.0


@dataclass(frozen=True)
class Patience:
    """Exponential backoff with jitter.

    Pause *n* takes ``pause_s * 2 ** (n - 1)`` seconds, and by chance up to ``pause_s`` more, so
    that those who failed together do not come back together.

    Attributes:
        tries: How often something is tried, the first time included.
        pause_s: The first pause, in seconds.

    Example:
        >>> async for attempt in Patience().attempts(lambda error: True):  # doctest: +SKIP
        ...     with attempt:
        ...         await work()
    """

    tries: int = 4
    pause_s: float = 0.1

    def attempts(
        self, may_pass: Callable[[Exception], bool | float]
    ) -> AsyncIterator[stamina.Attempt]:
        """The tries, until one succeeds; the last failure is raised.

        Args:
            may_pass: Whether a failure is worth another try; a number is the pause before it, in
                seconds.
        """
        return stamina.retry_context(
            on=may_pass,
            attempts=self.tries,
            timeout=None,  # a run has a limit of its own
            wait_initial=self.pause_s,
            wait_max=LONGEST_PAUSE_S,
            wait_jitter=self.pause_s,
        )
