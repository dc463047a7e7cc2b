"""The client that keeps no rules: what it sends is what was meant, what comes back is told."""

from __future__ import annotations

import threading

import pytest
from websockets.client import ClientProtocol
from websockets.frames import Opcode
from websockets.server import ServerProtocol
from websockets.sync.server import serve
from websockets.uri import parse_uri

from test_framework.waiting import NotInTime
from test_framework.wire.mischief import MISCHIEF
from test_framework.wire.raw_client import RawClient, raw_frame

GOING_AWAY = 1001


def read(data: bytes) -> ServerProtocol:
    """The bytes as a server reads them that has shaken hands."""
    uri = parse_uri("ws://here/ws")
    client, server = ClientProtocol(uri), ServerProtocol(max_size=65_536)
    client.send_request(client.connect())
    server.receive_data(b"".join(client.data_to_send()))
    (request,) = server.events_received()
    server.send_response(server.accept(request))
    server.receive_data(data)
    return server


@pytest.fixture
def echo():
    """A real server that repeats what it is told, and leaves when told to."""

    def answer(connection):
        for message in connection:
            if message == '"leave"':
                connection.close(GOING_AWAY, "as you wish")
            connection.send('{"type": "echo"}')

    with serve(answer, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        host, port = server.socket.getsockname()
        yield f"http://{host}:{port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_frame_that_keeps_the_rules_is_read_as_it_was_meant(length):
    (frame,) = read(raw_frame(Opcode.TEXT, b"a" * length)).events_received()
    assert (frame.opcode, frame.fin, bytes(frame.data)) == (Opcode.TEXT, True, b"a" * length)


# Whether a text is one is for the layer above to see, and so is the number of pieces.
NOT_OF_FRAMES = {"a text that is no text", "a message in two thousand empty pieces"}


@pytest.mark.parametrize("breach", sorted(MISCHIEF.keys() - NOT_OF_FRAMES))
def test_each_mischief_breaks_a_rule(breach):
    assert read(MISCHIEF[breach]).parser_exc is not None


def test_a_message_of_empty_pieces_breaks_no_rule_and_has_no_size():
    server = read(MISCHIEF["a message in two thousand empty pieces"])
    assert server.parser_exc is None
    assert sum(len(frame.data) for frame in server.events_received()) == 0


def test_what_the_server_says_and_how_it_leaves_is_told(echo):
    with RawClient(echo) as client:
        client.shake_hands()
        assert client.status == 101
        client.send(raw_frame(Opcode.TEXT, b'"hello"'))
        client.read_until(lambda: client.messages, "an echo")
        assert client.messages == [{"type": "echo"}]
        assert not client.over
        client.send(raw_frame(Opcode.TEXT, b'"leave"'))
        assert client.wait_closed() == GOING_AWAY


def test_who_waits_in_vain_is_told_what_came_instead(echo):
    with RawClient(echo) as client:
        client.shake_hands()
        with pytest.raises(NotInTime, match="still open, handshake 101"):
            client.wait_closed(within=0.05)
