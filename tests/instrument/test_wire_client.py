import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.waiting import NotInTime, wait_until
from test_framework.wire.client import NotConnected, SocketClosed, WireClient
from test_framework.wire.frame import Direction
from test_framework.wire.frame_log import FrameLog

from .small_platform import SmallPlatform

Connect = Callable[..., WireClient]


@pytest.fixture
def connect(
    own_portal: BlockingPortal, small_platform: SmallPlatform, log: FrameLog
) -> Iterator[Connect]:
    opened: list[WireClient] = []

    def connect(path: str = "/ws", **options: Any) -> WireClient:
        url = small_platform.ws_url.removesuffix("/ws") + path
        opened.append(WireClient.connect(own_portal, log, url, **options))
        return opened[-1]

    yield connect
    for client in opened:
        client.close()


def received(log: FrameLog) -> list[str | bytes]:
    return [frame.payload for frame in log.frames if frame.direction is Direction.RECEIVED]


def test_frames_of_both_directions_are_logged_and_stamped(connect: Connect, log: FrameLog) -> None:
    before = time.time()
    client = connect()
    client.send_text("hello")
    wait_until(lambda: received(log), awaiting="the echo", within=5, pump=log.pump())
    sent, answer = log.frames
    assert (sent.direction, sent.payload) == (Direction.SENT, "hello")
    assert (answer.direction, answer.payload) == (Direction.RECEIVED, "hello")
    assert before <= sent.at <= answer.at <= time.time()
    assert sent.connection == answer.connection == client.number == 1


def test_binary_frames_stay_binary(connect: Connect, log: FrameLog) -> None:
    connect().send_bytes(b"\x00\xff")
    wait_until(lambda: received(log), awaiting="the echo", within=5, pump=log.pump())
    assert received(log) == [b"\x00\xff"]


def test_many_frames_arrive_whole_and_in_order(connect: Connect, log: FrameLog) -> None:
    connect().send_text(json.dumps({"do": "count", "to": 5000}))
    wait_until(lambda: len(log) > 5000, awaiting="all frames", within=20, pump=log.pump())
    assert received(log) == [str(number) for number in range(1, 5001)]


def test_a_close_by_the_other_side_raises_nothing_until_one_sends(
    connect: Connect, log: FrameLog
) -> None:
    client = connect()
    client.send_text(json.dumps({"do": "close", "code": 1008, "reason": "logged out"}))
    assert client.wait_closed(5) == 1008
    assert (client.closed, client.close_code, client.close_reason) == (True, 1008, "logged out")
    assert (log.connections[0].close_code, log.connections[0].open) == (1008, False)
    with pytest.raises(SocketClosed, match="code 1008, logged out"):
        client.send_text("still there?")
    assert len(log) == 1, "what could not be sent must not be in the log"


def test_a_lost_connection_has_no_close_frame(connect: Connect) -> None:
    client = connect()
    client.send_text(json.dumps({"do": "vanish"}))
    assert client.wait_closed(5) == 1006


def test_aborting_cuts_without_a_goodbye(connect: Connect, log: FrameLog) -> None:
    client = connect()
    client.abort()
    client.abort()
    assert client.close_code == 1006
    assert not log.connections[0].open


def test_an_open_socket_is_named_when_its_end_does_not_come(connect: Connect) -> None:
    with pytest.raises(NotInTime, match="socket 1 of Ada to be closed: it is still open"):
        connect().wait_closed(0.05)


def test_closing_twice_is_as_good_as_once(connect: Connect) -> None:
    client = connect()
    client.close()
    client.close()
    assert client.close_code == 1000


def test_origin_and_headers_reach_the_server(connect: Connect, log: FrameLog) -> None:
    client = connect(origin="http://evil.example", headers={"Cookie": "a=b"})
    client.send_text(json.dumps({"do": "headers"}))
    wait_until(lambda: received(log), awaiting="the headers", within=5, pump=log.pump())
    headers = json.loads(received(log)[0])
    assert headers["origin"] == "http://evil.example"
    assert headers["cookie"] == "a=b"
    assert "sec-websocket-extensions" not in headers


def test_a_refusal_names_its_status(connect: Connect, log: FrameLog) -> None:
    with pytest.raises(NotConnected, match="HTTP 403") as caught:
        connect("/forbidden")
    assert caught.value.status == 403
    assert log.connections == ()


def test_a_dead_port_is_a_sentence(own_portal: BlockingPortal, log: FrameLog) -> None:
    with pytest.raises(NotConnected, match="could not be reached"):
        WireClient.connect(own_portal, log, "ws://127.0.0.1:1/ws")


def test_two_sockets_of_a_user_share_one_log(connect: Connect, log: FrameLog) -> None:
    first, second = connect(), connect()
    second.send_text("from two")
    first.send_text("from one")
    wait_until(lambda: len(log) == 4, awaiting="both echoes", within=5, pump=log.pump())
    assert {(f.connection, f.payload) for f in log.frames} == {(1, "from one"), (2, "from two")}
