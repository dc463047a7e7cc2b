"""All that one user's sockets sent and received, in order of arrival."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from test_framework.waiting import Bell
from test_framework.wire.frame import Direction, Frame


@dataclass(frozen=True, slots=True)
class Connection:
    """One socket of a user.

    Attributes:
        number: From 1, in order of opening; frames name it.
        source: Who opened it: "page" or "wire".
        url: Where to.
        opened_at: Seconds since the epoch.
        closed_at: The same; None while it is open.
        close_code: What the close frame said (RFC 6455, 7.4); 1006 when the connection was
            lost without one; None while open, and for a page, whose browser does not tell.
        close_reason: The reason of the close frame, or what went wrong.
    """

    number: int
    source: str
    url: str
    opened_at: float
    closed_at: float | None = None
    close_code: int | None = None
    close_reason: str = ""

    @property
    def open(self) -> bool:
        """True until its end was seen."""
        return self.closed_at is None


class FrameLog:
    """One user's frames. Any thread may write, any thread may read.

    Example:
        >>> log = FrameLog("Ada")
        >>> socket = log.opened("wire", "ws://127.0.0.1/ws", at=1.0)
        >>> log.append(Direction.SENT, "hello", at=2.0, connection=socket).number
        1
        >>> [frame.payload for frame in log.since(0)]
        ['hello']
    """

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self._frames: list[Frame] = []
        self._connections: list[Connection] = []
        self._listeners: list[Callable[[Frame], None]] = []
        self._lock = threading.Lock()
        self._bell = Bell()

    @property
    def frames(self) -> tuple[Frame, ...]:
        """All frames so far, oldest first."""
        return self.since(0)

    @property
    def connections(self) -> tuple[Connection, ...]:
        """All sockets so far, in order of opening."""
        with self._lock:
            return tuple(self._connections)

    def __len__(self) -> int:
        """How many frames there are; also the number of the newest."""
        with self._lock:
            return len(self._frames)

    def since(self, number: int) -> tuple[Frame, ...]:
        """The frames after that number; all of them after 0."""
        with self._lock:
            return tuple(self._frames[number:])

    def opened(self, source: str, url: str, at: float) -> int:
        """A socket was opened; the number by which its frames name it."""
        with self._lock:
            number = len(self._connections) + 1
            self._connections.append(Connection(number, source, url, opened_at=at))
        self._bell.ring()
        return number

    def closed(self, connection: int, at: float, code: int | None = None, reason: str = "") -> None:
        """A socket has ended; only the first report of its end counts."""
        with self._lock:
            known = self._connections[connection - 1]
            if known.open:
                ended = replace(known, closed_at=at, close_code=code, close_reason=reason)
                self._connections[connection - 1] = ended
        self._bell.ring()

    def append(
        self, direction: Direction, payload: str | bytes, at: float, connection: int
    ) -> Frame:
        """Log a frame and tell the listeners, in the thread that brought it."""
        with self._lock:
            frame = Frame(len(self._frames) + 1, connection, direction, at, payload)
            self._frames.append(frame)
            listeners = tuple(self._listeners)
        self._bell.ring()
        for listener in listeners:
            listener(frame)
        return frame

    def listen(self, listener: Callable[[Frame], None]) -> Callable[[], None]:
        """Call the listener with every frame from now on; call the result to stop that."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return stop

    def pump(self) -> Callable[[float], None]:
        """A pump for ``wait_until``: it returns when a frame came or a socket opened or closed."""
        return self._bell.pump()

    def as_text(self, limit: int = 2000) -> str:
        """Sockets and frames, one a line, for people; longer payloads are cut there."""
        lines = [_connection_line(connection) for connection in self.connections]
        lines += [_frame_line(frame, limit) for frame in self.frames]
        return "\n".join(lines) + "\n" if lines else f"{self.owner} opened no socket.\n"


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S.%f")[:-3]


def _connection_line(connection: Connection) -> str:
    text = f"socket {connection.number} ({connection.source}) {connection.url}"
    text += f" opened {_clock(connection.opened_at)}"
    if connection.closed_at is None:
        return f"{text}, still open"
    code = f" with {connection.close_code}" if connection.close_code is not None else ""
    reason = f" ({connection.close_reason})" if connection.close_reason else ""
    return f"{text}, closed {_clock(connection.closed_at)}{code}{reason}"


def _frame_line(frame: Frame, limit: int) -> str:
    arrow = "->" if frame.direction is Direction.SENT else "<-"
    payload = frame.payload if isinstance(frame.payload, str) else f"binary {frame.payload.hex()}"
    if len(payload) > limit:
        payload = f"{payload[:limit]}... ({len(payload)} characters)"
    return f"{_clock(frame.at)} #{frame.number} socket {frame.connection} {arrow} {payload}"
