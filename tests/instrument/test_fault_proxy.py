import contextlib
import json
import socket
import struct
import time
from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.waiting import wait_until
from test_framework.wire.client import NotConnected, WireClient
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.frame_log import FrameLog

from .small_platform import SmallPlatform


@pytest.fixture
def proxy(own_portal: BlockingPortal, small_platform: SmallPlatform) -> Iterator[FaultProxy]:
    proxy = FaultProxy(own_portal, "127.0.0.1", small_platform.port)
    yield proxy
    proxy.close()


def through(proxy: FaultProxy, portal: BlockingPortal, log: FrameLog) -> WireClient:
    return WireClient.connect(portal, log, proxy.url.replace("http", "ws") + "/ws")


def test_it_passes_everything_on(
    proxy: FaultProxy, own_portal: BlockingPortal, log: FrameLog
) -> None:
    client = through(proxy, own_portal, log)
    text = "x" * 3_000_000
    client.send_text(text)
    wait_until(lambda: len(log) == 2, awaiting="the echo", within=10, pump=log.pump())
    assert log.frames[1].payload == text
    client.close()
    assert client.close_code == 1000
    assert (proxy.passed, proxy.cuts, proxy.refused) == (1, 0, 0)


def test_a_cut_is_a_reset_on_both_sides_and_is_counted(own_portal: BlockingPortal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as upstream:
        proxy = FaultProxy(own_portal, "127.0.0.1", upstream.getsockname()[1])
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as user:
            platform, _ = upstream.accept()
            platform.settimeout(5)
            user.sendall(b"hello")
            assert platform.recv(5) == b"hello"
            assert proxy.cut() == 1
            with pytest.raises(ConnectionResetError):
                user.recv(1)
            with pytest.raises(ConnectionResetError):
                platform.recv(1)
            platform.close()
        assert (proxy.cuts, proxy.live) == (1, 0)
        proxy.close()


def test_a_cut_socket_comes_back(
    proxy: FaultProxy, own_portal: BlockingPortal, log: FrameLog
) -> None:
    first = through(proxy, own_portal, log)
    proxy.cut()
    assert first.wait_closed(5) == 1006
    second = through(proxy, own_portal, log)
    second.send_text("back")
    wait_until(lambda: len(log) == 2, awaiting="the echo", within=5, pump=log.pump())
    second.close()


def test_a_cut_without_a_connection_says_so(proxy: FaultProxy) -> None:
    assert proxy.cut() == 0
    assert proxy.cuts == 0


def test_refusing_lets_live_ones_go_on(
    proxy: FaultProxy, own_portal: BlockingPortal, log: FrameLog
) -> None:
    old = through(proxy, own_portal, log)
    proxy.refuse()
    with pytest.raises(NotConnected):
        through(proxy, own_portal, log)
    assert proxy.refused == 1
    old.send_text("still here")
    wait_until(lambda: len(log) == 2, awaiting="the echo", within=5, pump=log.pump())
    proxy.accept()
    through(proxy, own_portal, log).close()
    old.close()


def test_an_unreachable_platform_ends_the_connection(
    own_portal: BlockingPortal, log: FrameLog
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    proxy = FaultProxy(own_portal, "127.0.0.1", port)
    with pytest.raises(NotConnected):
        through(proxy, own_portal, log)
    assert (proxy.unreachable, proxy.passed) == (1, 0)
    proxy.close()


def sent_until_stuck(sender: socket.socket, most: int) -> int:
    sent = 0
    with contextlib.suppress(TimeoutError):
        while sent < most:
            sent += sender.send(b"x" * 65536)
    return sent


def test_a_slow_reader_slows_the_writer_and_fills_no_memory(own_portal: BlockingPortal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as upstream:
        proxy = FaultProxy(own_portal, "127.0.0.1", upstream.getsockname()[1])
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=1) as user:
            platform, _ = upstream.accept()  # reads nothing
            sent = sent_until_stuck(user, most=100_000_000)
            platform.close()
        assert sent < 50_000_000, "more than what the buffers of two connections hold"
        proxy.close()


def test_closing_ends_live_connections_and_may_be_repeated(
    own_portal: BlockingPortal, small_platform: SmallPlatform, log: FrameLog
) -> None:
    proxy = FaultProxy(own_portal, "127.0.0.1", small_platform.port)
    client = through(proxy, own_portal, log)
    proxy.close()
    proxy.close()
    assert client.wait_closed(5) == 1006


def test_the_server_side_end_reaches_the_user(
    proxy: FaultProxy, own_portal: BlockingPortal, log: FrameLog
) -> None:
    client = through(proxy, own_portal, log)
    client.send_text(json.dumps({"do": "close", "code": 1012, "reason": "restarting"}))
    started = time.monotonic()
    assert client.wait_closed(5) == 1012
    assert time.monotonic() - started < 2


def test_a_goodbye_to_a_platform_that_is_gone_already_is_no_error(
    own_portal: BlockingPortal, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as upstream:
        proxy = FaultProxy(own_portal, "127.0.0.1", upstream.getsockname()[1])
        user = socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
        platform, _ = upstream.accept()
        # While the user reads nothing, the proxy stops reading, and misses the platform's end.
        platform.settimeout(1)
        sent_until_stuck(platform, most=100_000_000)
        platform.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        platform.close()
        user.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while user.recv(1_000_000):
                pass
        user.close()
        wait_until(lambda: proxy.live == 0, awaiting="the end of the connection", within=5)
        proxy.close()
    assert [r.getMessage() for r in caplog.records if r.name == "asyncio"] == []
