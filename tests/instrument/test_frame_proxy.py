import json
import time
from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal
from websockets.frames import Frame, Opcode

from test_framework.waiting import wait_until
from test_framework.wire.client import NotConnected, WireClient
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.frame import Direction
from test_framework.wire.frame_log import FrameLog
from test_framework.wire.frame_proxy import Fault, FrameProxy, fragments

from .conftest import NewContext
from .small_platform import SmallPlatform


@pytest.fixture
def proxy(own_portal: BlockingPortal, small_platform: SmallPlatform) -> Iterator[FrameProxy]:
    proxy = FrameProxy(own_portal, "127.0.0.1", small_platform.port)
    yield proxy
    proxy.close()


@pytest.fixture
def client(proxy: FrameProxy, own_portal: BlockingPortal, log: FrameLog) -> Iterator[WireClient]:
    client = through(proxy, own_portal, log)
    yield client
    client.close()


def through(proxy: FaultProxy, portal: BlockingPortal, log: FrameLog, path: str = "/ws"):
    return WireClient.connect(portal, log, proxy.url.replace("http", "ws") + path)


def received(log: FrameLog, how_many: int) -> list[str | bytes]:
    def came() -> list[str | bytes]:
        return [f.payload for f in log.frames if f.direction is Direction.RECEIVED]

    wait_until(lambda: len(came()) >= how_many, awaiting="frames", within=5, pump=log.pump())
    return came()


def count(client: WireClient, to: int) -> None:
    client.send_text(json.dumps({"do": "count", "to": to}))


def test_without_a_plan_everything_passes(client: WireClient, log: FrameLog) -> None:
    long = "é" * 1_000_000
    for each in ("short", "x" * 200, long):
        client.send_text(each)
    client.send_bytes(b"\x00\xff")
    assert received(log, 4) == ["short", "x" * 200, long, b"\x00\xff"]


@pytest.mark.parametrize(
    ("fault", "came"),
    [
        (Fault.DROP, ["1", "3", "4"]),
        (Fault.DUPLICATE, ["1", "2", "2", "3", "4"]),
        (Fault.REORDER, ["1", "3", "2", "4"]),
        (Fault.DELAY, ["1", "2", "3", "4"]),
        (Fault.FRAGMENT, ["1", "2", "3", "4"]),
    ],
)
def test_what_the_platform_sends_can_be_harmed(
    proxy: FrameProxy, client: WireClient, log: FrameLog, fault: Fault, came: list[str]
) -> None:
    proxy.to_user.plan(fault, lambda text: text == "2")
    count(client, 4)
    assert received(log, len(came)) == came
    assert proxy.to_user.happened == {fault: 1}
    assert proxy.to_user.pending == []
    assert not proxy.to_platform.happened


def test_a_corrupted_frame_differs_in_one_letter(
    proxy: FrameProxy, client: WireClient, log: FrameLog
) -> None:
    proxy.to_user.plan(Fault.CORRUPT)
    client.send_text('{"text": "überall"}')
    [text] = received(log, 1)
    assert isinstance(text, str)
    assert sum(a != b for a, b in zip(text, '{"text": "überall"}', strict=True)) == 1


def test_a_truncated_frame_is_its_first_half(
    proxy: FrameProxy, client: WireClient, log: FrameLog
) -> None:
    proxy.to_user.plan(Fault.TRUNCATE)
    client.send_text("überall")
    assert received(log, 1) == ["über"]


def test_fragments_are_what_crosses_the_line(proxy: FrameProxy, client: WireClient) -> None:
    parts: list[tuple[bytes, bool]] = []
    for text in ("a", "abcdefg"):
        split = fragments(Frame(Opcode.TEXT, text.encode()))
        parts += [(bytes(each.data), each.fin) for each in split]
    assert parts == [(b"a", True), (b"abc", False), (b"def", False), (b"g", True)]
    proxy.to_platform.plan(Fault.FRAGMENT)
    client.send_text("überall")
    wait_until(lambda: proxy.to_platform.happened[Fault.FRAGMENT], awaiting="the fault", within=5)


def test_a_held_line_is_silent_both_ways_and_a_new_one_is_not(
    proxy: FrameProxy, client: WireClient, own_portal: BlockingPortal, log: FrameLog
) -> None:
    proxy.to_user.plan(Fault.HOLD, lambda text: text == "2")
    count(client, 4)
    assert received(log, 1) == ["1"]
    client.send_text("is anybody there?")
    wait_until(lambda: proxy.fired["timeout"] >= 2, awaiting="the silence", within=5)
    other = through(proxy, own_portal, log)
    other.send_text("here")
    assert received(log, 2) == ["1", "here"]
    assert not client.closed
    proxy.cut()


def test_what_the_user_sends_can_be_harmed(
    proxy: FrameProxy, client: WireClient, log: FrameLog
) -> None:
    proxy.to_platform.plan(Fault.DROP, lambda text: "b" in text)
    proxy.to_platform.plan(Fault.DUPLICATE, lambda text: "c" in text)
    for each in ("a", "b", "c"):
        client.send_text(each)
    assert received(log, 3) == ["a", "c", "c"]
    assert proxy.to_platform.happened == {Fault.DROP: 1, Fault.DUPLICATE: 1}


def test_a_delay_holds_what_comes_behind_it_too(
    proxy: FrameProxy, client: WireClient, log: FrameLog
) -> None:
    proxy.to_user.plan(Fault.DELAY, seconds=0.3)
    started = time.monotonic()
    count(client, 2)
    assert received(log, 2) == ["1", "2"]
    assert time.monotonic() - started >= 0.3


def test_a_fault_that_never_met_its_frame_stays_pending(
    proxy: FrameProxy, client: WireClient, log: FrameLog
) -> None:
    proxy.to_user.plan(Fault.DROP, lambda text: text == "never")
    count(client, 3)
    assert received(log, 3) == ["1", "2", "3"]
    assert proxy.to_user.pending == [Fault.DROP]
    assert not proxy.to_user.happened


def test_a_frame_that_nothing_overtook_did_not_change_its_place(
    proxy: FrameProxy, client: WireClient, log: FrameLog
) -> None:
    proxy.to_user.plan(Fault.REORDER, lambda text: text == "2")
    count(client, 2)
    received(log, 1)
    assert not proxy.to_user.happened


def test_close_codes_pass(client: WireClient) -> None:
    client.send_text(json.dumps({"do": "close", "code": 1012, "reason": "restarting"}))
    assert client.wait_closed(5) == 1012
    assert client.close_reason == "restarting"


def test_a_refusal_passes(proxy: FrameProxy, own_portal: BlockingPortal, log: FrameLog) -> None:
    with pytest.raises(NotConnected) as refused:
        through(proxy, own_portal, log, "/forbidden")
    assert refused.value.status == 403


def test_compression_is_not_offered_on(
    proxy: FrameProxy, own_portal: BlockingPortal, log: FrameLog
) -> None:
    offer = {"Sec-WebSocket-Extensions": "permessage-deflate"}
    url = proxy.url.replace("http", "ws") + "/ws"
    client = WireClient.connect(own_portal, log, url, headers=offer)
    client.send_text(json.dumps({"do": "headers"}))
    [headers] = received(log, 1)
    assert "upgrade" in json.loads(headers)
    assert "sec-websocket-extensions" not in json.loads(headers)
    client.close()


def test_it_cuts_as_the_plain_one_does(proxy: FrameProxy, client: WireClient) -> None:
    assert proxy.cut() == 1
    assert client.wait_closed(5) == 1006


def test_a_page_talks_through_it(new_context: NewContext) -> None:
    ada = new_context("Ada")
    proxy = ada.use_frame_proxy()
    proxy.to_platform.plan(Fault.DUPLICATE, lambda text: text == "hello")
    ada.page.goto(ada.base_url)
    ada.wait_for(
        lambda: [f.payload for f in ada.frames.frames] == ["hello", "hello", "hello"],
        awaiting="the greeting, and its echo twice",
    )
    assert proxy.to_platform.happened == {Fault.DUPLICATE: 1}
    assert ada.use_frame_proxy() is proxy
    assert ada.use_fault_proxy() is proxy


def test_a_plain_fault_proxy_does_not_become_this_one(new_context: NewContext) -> None:
    ada = new_context("Ada")
    ada.use_fault_proxy()
    with pytest.raises(RuntimeError, match="Ada has a plain fault proxy"):
        ada.use_frame_proxy()
