"""Who may open a socket, and how it ends."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from platform_kit.person import Person
from platform_kit.socket import Socket

from test_framework.waiting import wait_until


def refused(socket: Socket) -> tuple[str, int]:
    frame = socket.receive()
    assert frame["type"] == "error"
    return frame["payload"]["code"], socket.closed_with()[0]


def test_a_ticket_opens_one_socket(ada: Person):
    ticket = ada.ticket()
    socket = ada.open_socket(ticket)
    assert socket.subprotocol == "chat-is-king.v1"
    assert socket.ask("ping")["type"] == "pong"
    assert refused(ada.open_socket(ticket)) == ("unauthenticated", 1008)
    assert socket.ask("ping")["type"] == "pong"


def test_an_invented_ticket_opens_nothing(ada: Person):
    assert refused(ada.open_socket("invented")) == ("unauthenticated", 1008)


def test_a_ticket_is_for_those_logged_in_only(ada: Person):
    ticket = ada.ticket()
    ada.http.post("/api/auth/logout")
    assert refused(ada.open_socket(ticket)) == ("unauthenticated", 1008)
    assert ada.http.post("/api/chat/tickets").status_code == 401


def test_whoever_comes_while_nothing_can_be_stored_is_told_to_come_again(launch, person):
    platform = launch(CHAT_DATABASE_BUSY_S="0.01")
    ada = person(at=platform).arrive()
    ticket = ada.ticket()
    with closing(sqlite3.connect(platform.folder / "data" / "chat.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refused(ada.open_socket(ticket)) == ("storage_unavailable", 1013)
    assert ada.open_socket(ticket).ask("ping")["type"] == "pong"


def test_a_page_of_another_site_opens_nothing(ada: Person):
    assert refused(ada.open_socket(origin="https://elsewhere.example")) == ("forbidden", 1008)


def test_the_platforms_own_page_may_open_a_socket(ada: Person):
    assert ada.open_socket(origin=ada.running.url).ask("ping")["type"] == "pong"


def test_a_page_behind_a_proxy_may_too(ada: Person):
    socket = ada.open_socket(host="proxy.example:81", origin="http://proxy.example:81")
    assert socket.ask("ping")["type"] == "pong"


def test_logging_out_closes_the_sessions_sockets_at_once(ada: Person):
    two = ada.open_socket(), ada.open_socket()
    ada.log_in()  # on the phone
    phone = ada.open_socket()
    kept = ada.http.headers["Authorization"]
    ada.http.cookies.clear()
    del ada.http.headers["Authorization"]
    ada.log_in()
    other = ada.open_socket()
    ada.http.post("/api/auth/logout", headers={"Authorization": kept})
    assert phone.closed_with() == (1008, "logged out")
    for socket in (*two, other):
        assert socket.ask("ping")["type"] == "pong"


def test_a_refused_message_does_not_end_the_session(ada: Person):
    socket = ada.open_socket()
    for round_ in range(60):
        socket.send_raw("nonsense" if round_ % 20 else '{"type":"ping","id":"x"}')
    answers = [socket.receive()["type"] for _ in range(60)]
    assert (answers.count("error"), answers.count("pong")) == (57, 3)


def test_twenty_unreadable_messages_in_a_row_do(ada: Person):
    socket = ada.open_socket()
    for _ in range(20):
        socket.send_raw("nonsense")
    assert socket.closed_with()[0] == 1008


def test_a_frame_beyond_the_limit_closes_with_1009(ada: Person):
    socket = ada.open_socket()
    socket.send_raw("x" * 70_000)
    assert socket.closed_with()[0] == 1009


def test_no_secret_of_a_socket_stands_in_the_log(ada: Person):
    ticket = ada.ticket()
    ada.open_socket(ticket).ask("ping")
    ada.http.get("/ws?token=a-word-in-the-address")
    log = wait_until(
        lambda: ada.running.log if '"/ws"' in ada.running.log else "",
        awaiting="the request in the log",
        within=5,
    )
    for secret in (ticket, "a-word-in-the-address", ada.password, ada.token):
        assert secret not in log
