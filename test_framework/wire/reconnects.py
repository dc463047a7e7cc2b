"""How long a user is away once a cut line is good again."""

from __future__ import annotations

import time

from test_framework.test_context import TestContext
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.frame import Direction

BACK_WITHIN_S = 5.0


def time_away(context: TestContext, line: FaultProxy, gone_for: float = 0.0) -> float:
    """Cut the line of a connected user, let it be good again, and wait for the user.

    Args:
        context: Whose sockets come back by themselves.
        line: The user's own.
        gone_for: Seconds for which new connections are refused.

    Returns:
        Seconds from the moment in which the line is good until the first frame arrives
        through a new socket.

    Raises:
        AssertionError: when there was nothing to cut.
        NotInTime: when the user does not come back.
    """
    before = len(context.frames.connections)
    line.refuse()
    assert line.cut() > 0, "the line was not cut: nothing was connected through it"
    gone = time.monotonic() + gone_for
    context.wait_for(
        lambda: time.monotonic() >= gone, awaiting="the end of the cut", within=gone_for
    )
    line.accept()
    good = time.time()

    def came() -> float | None:
        received = (
            frame.at
            for frame in context.frames.frames
            if frame.connection > before and frame.direction is Direction.RECEIVED
        )
        return next(received, None)

    at = context.wait_for(came, awaiting="the first news after the cut", within=BACK_WITHIN_S)
    return max(at - good, 0.0)
