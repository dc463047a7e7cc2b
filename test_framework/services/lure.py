"""A place in the net where nobody should come, and that tells whether somebody did."""

from __future__ import annotations

import select
import socket
from typing import Self

from test_framework.wire.tcp import LOOPBACK


class Lure:
    """Listens and never answers: that somebody knocked is all there is to know.

    Example:
        >>> with Lure() as lure:
        ...     lure.visited
        False
    """

    def __init__(self) -> None:
        self._listener = socket.create_server((LOOPBACK, 0))

    @property
    def url(self) -> str:
        """Its address, for whoever is to be lured."""
        return f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"

    @property
    def visited(self) -> bool:
        """Whether somebody knocked so far."""
        waiting, _, _ = select.select([self._listener], [], [], 0)
        return bool(waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
