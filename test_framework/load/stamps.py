"""When each frame of a user passed, by a clock that nobody sets."""

from __future__ import annotations

import time

from test_framework.wire.frame import Frame
from test_framework.wire.frame_log import FrameLog


class Stamps:
    """Notes the moment of every frame from now on, by the monotonic clock of this process.

    The time of day that stands in the frame log can be set back or forth meanwhile; a duration
    between two frames is taken from here.

    Example:
        >>> from test_framework.wire.frame import Direction
        >>> log = FrameLog("Ada")
        >>> stamps = Stamps(log)
        >>> asked = log.append(Direction.SENT, "?", at=9.0, connection=1).number
        >>> answered = log.append(Direction.RECEIVED, "!", at=8.0, connection=1).number
        >>> 0 <= stamps.between(asked, answered) < 1
        True
    """

    def __init__(self, log: FrameLog) -> None:
        self._moments: dict[int, float] = {}
        self.stop = log.listen(self._note)

    def between(self, earlier: int, later: int) -> float:
        """Seconds from one frame to another, by their numbers.

        Raises:
            KeyError: when one of them passed before the stamps began.
        """
        return self._moments[later] - self._moments[earlier]

    def _note(self, frame: Frame) -> None:
        self._moments[frame.number] = time.monotonic()
