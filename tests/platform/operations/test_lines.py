"""Lines whose other end is hostile, with a transport that tells what was done to it."""

from __future__ import annotations

import asyncio

import pytest
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.client import ClientProtocol
from websockets.uri import parse_uri

from chat_platform.operations import lines

QUICK_S = 0.01


class Transport(asyncio.Transport):
    """Notes what is done to it; closing waits for ever, as for a peer that does not read."""

    def __init__(self):
        super().__init__({"sockname": ("127.0.0.1", 80), "peername": ("127.0.0.1", 81)})
        self.written = b""
        self.deeds = []
        self.aborted = asyncio.Event()

    def write(self, data):
        self.written += data

    def is_closing(self):
        return "close" in self.deeds

    def close(self):
        self.deeds.append("close")

    def abort(self):
        self.deeds.append("abort")
        self.aborted.set()

    def pause_reading(self):
        self.deeds.append("pause")

    def resume_reading(self):
        self.deeds.append("resume")

    def set_protocol(self, protocol):
        self.protocol = protocol


def config_of(application):
    config = Config(application, lifespan="off", log_config=None, ws_ping_interval=None)
    config.load()
    return config


async def echo_nothing(_scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] == "websocket.receive":
        pass


async def listen(_scope, receive, _send):
    while (await receive())["type"] != "http.disconnect":
        pass


def open_line(application=echo_nothing):
    protocol = lines.SteadyWebSocket(config_of(application), ServerState(), {})
    transport = Transport()
    protocol.connection_made(transport)
    client = ClientProtocol(parse_uri("ws://here/ws"))
    client.send_request(client.connect())
    protocol.data_received(b"".join(client.data_to_send()))
    return protocol, transport, client


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nothing tells of what a protocol does
            await asyncio.sleep(0)


def test_who_reads_nothing_is_not_read_either(portal):
    async def story():
        protocol, transport, client = open_line()
        await until(lambda: protocol.handshake_complete)
        protocol.pause_writing()
        assert transport.deeds == ["pause"]
        client.receive_data(transport.written)
        client.send_text(b"{}")
        protocol.data_received(b"".join(client.data_to_send()))
        await until(protocol.queue.empty)
        # The application has taken the message, and still nothing more is read.
        assert transport.deeds == ["pause"]
        protocol.resume_writing()
        assert transport.deeds == ["pause", "resume"]
        protocol.connection_lost(None)

    portal.call(story)


def test_who_reads_nothing_finds_our_goodbye_in_the_end(portal):
    async def story():
        protocol, transport, client = open_line()
        await until(lambda: protocol.handshake_complete)
        protocol.pause_writing()
        async with asyncio.timeout(5):
            await protocol.send({"type": "websocket.close", "code": 1013, "reason": "too slow"})
        client.receive_data(transport.written)
        assert (client.close_rcvd.code, client.close_rcvd.reason) == (1013, "too slow")
        # Pings that it goes on sending would be answered without end.
        assert transport.deeds[-1] == "pause"
        protocol.resume_writing()
        assert transport.deeds[-1] == "resume"
        protocol.connection_lost(None)

    portal.call(story)


def test_who_answers_no_ping_is_let_go_although_nothing_can_be_written(portal, monkeypatch):
    monkeypatch.setattr(lines, "LET_GO_OF_THE_DEAD_AFTER_S", QUICK_S)

    async def story():
        protocol, transport, _ = open_line()
        await until(lambda: protocol.handshake_complete)
        protocol.keepalive_timeout()
        async with asyncio.timeout(5):
            await transport.aborted.wait()
        assert transport.deeds == ["close", "abort"]
        protocol.connection_lost(None)

    portal.call(story)


@pytest.mark.parametrize("leaves", [True, False])
def test_who_does_not_close_is_let_go_when_the_application_has_ended(portal, monkeypatch, leaves):
    monkeypatch.setattr(lines, "LET_GO_AFTER_S", QUICK_S)

    async def application(_scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})

    async def story():
        protocol, transport, _ = open_line(application)
        await until(transport.is_closing)
        if leaves:
            protocol.connection_lost(None)
        await asyncio.sleep(5 * QUICK_S)
        assert ("abort" in transport.deeds) is not leaves

    portal.call(story)


def http_line(within_s):
    protocol = lines.patient(within_s)(config_of(listen), ServerState(), {})
    transport = Transport()
    protocol.connection_made(transport)
    return protocol, transport


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: h", b"HTTP/1.1 408 Request Timeout\r\n"),
        (b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf", b""),
    ],
    ids=["silence", "half a head", "half a body"],
)
def test_a_request_that_is_not_whole_in_time_is_given_up(portal, monkeypatch, sent, answer):
    monkeypatch.setattr(lines, "LAST_LOOK_S", QUICK_S)

    async def story():
        protocol, transport = http_line(QUICK_S)
        if sent:
            protocol.data_received(sent)
        await until(transport.is_closing)
        assert transport.written.startswith(answer)
        assert bool(transport.written) is bool(answer)
        protocol.connection_lost(None)

    portal.call(story)


def test_what_came_while_the_process_was_busy_is_in_time(portal, monkeypatch):
    monkeypatch.setattr(lines, "LAST_LOOK_S", QUICK_S)

    async def story():
        protocol, transport = http_line(60)
        protocol.data_received(b"GET / HTTP/1.1\r\n")
        protocol._look_once_more()
        protocol.data_received(b"Host: here\r\n\r\n")
        await asyncio.sleep(5 * QUICK_S)
        assert transport.deeds == []
        protocol.connection_lost(None)

    portal.call(story)
