"""A proxy between one user and the platform that harms single WebSocket frames (RFC 6455)."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from anyio.from_thread import BlockingPortal
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from test_framework.wire.fault_proxy import FaultProxy, Way, copy
from test_framework.wire.lane import BUFFER_BYTES, reset_on_loss
from test_framework.wire.toxics import Timeout

END_OF_HEAD = b"\r\n\r\n"
UPGRADE = re.compile(rb"^upgrade:[ \t]*websocket", re.IGNORECASE | re.MULTILINE)
SWITCHING = re.compile(rb"HTTP/1\.1 101 ")
# Both ends must talk without extensions: a compressed frame depends on those before it.
EXTENSIONS = re.compile(rb"^sec-websocket-extensions:.*\r\n", re.IGNORECASE | re.MULTILINE)
LETTER = re.compile(rb"[a-y]")


class Fault(StrEnum):
    """What can happen to a frame."""

    DROP = "drop"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    DELAY = "delay"
    CORRUPT = "corrupt"
    TRUNCATE = "truncate"
    FRAGMENT = "fragment"
    HOLD = "hold"


def any_frame(_text: str) -> bool:
    """Chooses the very next text frame."""
    return True


@dataclass(frozen=True)
class Plan:
    """One fault to come; its parts are those of ``Harm.plan``."""

    fault: Fault
    chosen: Callable[[str], bool]
    seconds: float
    after: str


class Harm:
    """The faults of one direction: those to come, and those that happened.

    Attributes:
        happened: How often each fault was really done to a frame.
    """

    def __init__(self) -> None:
        self.happened: Counter[Fault] = Counter()
        self._plans: deque[Plan] = deque()

    def plan(
        self,
        fault: Fault,
        chosen: Callable[[str], bool] = any_frame,
        *,
        seconds: float = 0.0,
        after: str = "",
    ) -> None:
        """Let a fault happen once, to the next text frame that ``chosen`` accepts.

        Plans wait for each other: the second is looked at when the first has met its frame.

        Args:
            fault: ``REORDER`` lets the frame after it overtake; ``CORRUPT`` changes one letter;
                ``TRUNCATE`` passes on the first half; ``FRAGMENT`` splits it into fragments (RFC
                6455, 5.4), which changes nothing for who reads them right; ``HOLD`` makes the
                line half-open: from this frame on nothing passes, either way, nor the end.
            chosen: Gets the text of a frame.
            seconds: How long a ``DELAY`` holds the frame, and all behind it.
            after: ``CORRUPT`` changes the first small letter after this text; by default
                the first in the second half of the frame.
        """
        self._plans.append(Plan(fault, chosen, seconds, after))

    @property
    def pending(self) -> list[Fault]:
        """What was planned and has not happened yet."""
        return [plan.fault for plan in self._plans]

    def met_by(self, frame: Frame) -> Plan | None:
        """The plan for this frame; None when nothing shall happen to it."""
        whole_text = frame.opcode is Opcode.TEXT and frame.fin
        if not (self._plans and whole_text and self._plans[0].chosen(text_of(frame))):
            return None
        return self._plans.popleft()


class FrameProxy(FaultProxy):
    """A fault proxy that also understands frames. What is no WebSocket passes as it is.

    Handshake, control frames and close codes pass untouched, except that compression is not
    offered on. Each fault is counted when it happens: a planned one that never met its frame
    stays in ``pending``, and a scenario that wanted it must not pass.

    Attributes:
        to_user: Harm to what the platform sends.
        to_platform: Harm to what the user sends.

    Example:
        >>> def swap_two_pieces(portal: BlockingPortal) -> None:
        ...     proxy = FrameProxy(portal, "127.0.0.1", 8000)
        ...     proxy.to_user.plan(Fault.REORDER, lambda text: "message_delta" in text)
        ...     # ... the user talks to proxy.url ...
        ...     assert proxy.to_user.happened[Fault.REORDER] == 1
    """

    def __init__(
        self, portal: BlockingPortal, upstream_host: str, upstream_port: int, *, seed: int = 0
    ) -> None:
        self.to_user = Harm()
        self.to_platform = Harm()
        super().__init__(portal, upstream_host, upstream_port, seed=seed)

    async def _pipe_both(self, up: Way, down: Way) -> None:
        def hold() -> None:
            for _, lane in (up, down):
                lane.meet(Timeout())

        await asyncio.gather(
            _relay(up, UPGRADE, _Frames(self.to_platform, hold), masked=True),
            _relay(down, SWITCHING, _Frames(self.to_user, hold), masked=False),
        )


async def _relay(way: Way, opening: re.Pattern[bytes], frames: _Frames, *, masked: bool) -> None:
    """Pass on one direction: frame by frame when its head opens a WebSocket, else unread."""
    reader, lane = way
    with reset_on_loss(lane):
        try:
            head = await reader.readuntil(END_OF_HEAD)
        except asyncio.IncompleteReadError as ended:
            head = ended.partial
        except asyncio.LimitOverrunError:
            head = b""  # not one of ours; it is still in the reader
        is_socket = opening.search(head) is not None
        lane.write(EXTENSIONS.sub(b"", head) if is_socket else head)
        if is_socket:
            await _pass_frames(way, frames, masked=masked)
        await copy(reader, lane)


async def _pass_frames(way: Way, frames: _Frames, *, masked: bool) -> None:
    """Pass on frames until the end of the stream."""
    reader, lane = way
    stream = StreamReader()
    parsing = Frame.parse(stream.read_exact, mask=masked)
    while data := await reader.read(BUFFER_BYTES):
        stream.feed_data(data)
        while frame := _whole(parsing):
            for each in await frames.take(frame):
                lane.write(each.serialize(mask=masked))
            await lane.drain()
            parsing = Frame.parse(stream.read_exact, mask=masked)


def _whole(parsing: Iterator[None]) -> Frame | None:
    """The frame that is being parsed; None while a part of it is still to come."""
    try:
        next(parsing)
    except StopIteration as done:
        frame: Frame = done.value
        return frame
    return None


class _Frames:
    """One direction of one connection; it remembers which frame is being overtaken."""

    def __init__(self, harm: Harm, hold: Callable[[], None]) -> None:
        self._harm = harm
        self._hold = hold
        self._overtaken: Frame | None = None

    async def take(self, frame: Frame) -> list[Frame]:
        """The frames to send now in place of this one."""
        if self._overtaken is not None and frame.opcode is Opcode.TEXT:
            swapped, self._overtaken = [frame, self._overtaken], None
            self._harm.happened[Fault.REORDER] += 1
            return swapped
        plan = self._harm.met_by(frame)
        if plan is None:
            return [frame]
        if plan.fault is Fault.REORDER:
            self._overtaken = frame
            return []
        if plan.fault is Fault.DELAY:
            await asyncio.sleep(plan.seconds)
        if plan.fault is Fault.HOLD:
            self._hold()
        self._harm.happened[plan.fault] += 1
        return {
            Fault.DROP: [],
            Fault.DUPLICATE: [frame, frame],
            Fault.DELAY: [frame],
            Fault.CORRUPT: [corrupted(frame, plan.after)],
            Fault.TRUNCATE: [truncated(frame)],
            Fault.FRAGMENT: fragments(frame),
            Fault.HOLD: [frame],  # swallowed as all that comes behind it
        }[plan.fault]


def text_of(frame: Frame) -> str:
    """What a text frame says."""
    return bytes(frame.data).decode(errors="replace")


def corrupted(frame: Frame, after: str = "") -> Frame:
    """The frame with one letter changed; see ``Harm.plan``.

    Example:
        >>> frame = Frame(Opcode.TEXT, b'{"a":"xyz","b":"abc"}')
        >>> corrupted(frame).data, corrupted(frame, after='"a":').data
        (b'{"a":"xyz","c":"abc"}', b'{"a":"yyz","b":"abc"}')
    """
    data = bytearray(frame.data)
    place = LETTER.search(data, data.find(after.encode()) + len(after) if after else len(data) // 2)
    if place:
        data[place.start()] += 1
    return Frame(frame.opcode, bytes(data))


def truncated(frame: Frame) -> Frame:
    """The first half of a text frame, still readable as text.

    Example:
        >>> truncated(Frame(Opcode.TEXT, "abé".encode())).data
        b'ab'
    """
    half = bytes(frame.data)[: len(frame.data) // 2 + 1].decode(errors="ignore")
    return Frame(frame.opcode, half.encode())


def fragments(frame: Frame) -> list[Frame]:
    """The same message in three fragments (fewer when it is very short).

    Example:
        >>> [(each.data, each.fin) for each in fragments(Frame(Opcode.TEXT, b"abc"))]
        [(b'a', False), (b'b', False), (b'c', True)]
    """
    data, size = bytes(frame.data), len(frame.data) // 3 + (len(frame.data) % 3 > 0) or 1
    parts = [data[start : start + size] for start in range(0, len(data), size)] or [b""]
    last = len(parts) - 1
    return [
        Frame(Opcode.CONT if number else frame.opcode, part, fin=number == last)
        for number, part in enumerate(parts)
    ]
