import json
import smtplib
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page

from test_framework.events.model import EventKind
from test_framework.services.mailbox import Mailbox
from test_framework.test_context import TestContext
from test_framework.waiting import NotInTime
from test_framework.wire.client import WireClient
from test_framework.wire.frame import Direction

from .conftest import NewContext
from .small_platform import SmallPlatform


def event(kind: str, run: str = "r1", **payload: Any) -> dict[str, Any]:
    return {"type": kind, "run_id": run, "payload": payload}


def order_events(socket: WireClient, *events: dict[str, Any]) -> None:
    socket.send_text(json.dumps({"do": "events", "events": events}))


def received(context: TestContext) -> list[str | bytes]:
    return [f.payload for f in context.frames.frames if f.direction is Direction.RECEIVED]


def mail_to(mailbox: Mailbox, address: str, subject: str, text: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "chat@suite.example", address, subject
    mail.set_content(text)
    with smtplib.SMTP(*mailbox.smtp, timeout=5) as smtp:
        smtp.send_message(mail)


class TestLazyOpening:
    def test_nothing_is_opened_before_it_is_used(
        self, ada: TestContext, small_platform: SmallPlatform
    ) -> None:
        assert not ada.has_page
        assert ada.frames.connections == ()
        assert ada.events == []
        assert ada.base_url == small_platform.base_url

    def test_the_page_is_opened_once(self, ada: TestContext) -> None:
        assert ada.page is ada.page
        assert ada.has_page

    def test_http_speaks_to_the_platform(self, ada: TestContext) -> None:
        assert ada.http is ada.http
        assert "Small page" in ada.http.get("/").text


class TestIsolation:
    def test_users_have_addresses_of_their_own(self, new_context: NewContext) -> None:
        ada, grace = new_context("Ada"), new_context("Grace")
        assert ada.identity.email != grace.identity.email
        assert ada.identity.password != grace.identity.password

    def test_frames_events_and_notes_stay_with_their_user(self, new_context: NewContext) -> None:
        ada, grace = new_context("Ada"), new_context("Grace")
        ada.notes["thread"] = "t1"
        order_events(ada.open_socket("/ws"), event("agent_started"))
        order_events(grace.open_socket("/ws"), event("agent_completed"))
        assert ada.wait_for_event(EventKind.AGENT_STARTED).owner == "Ada"
        assert grace.wait_for_event(EventKind.AGENT_COMPLETED).owner == "Grace"
        assert [e.type for e in ada.events] == ["agent_started"]
        assert [e.type for e in grace.events] == ["agent_completed"]
        assert grace.notes == {}

    def test_cookies_and_storage_of_one_browser_window_are_not_in_another(
        self, new_context: NewContext
    ) -> None:
        ada, grace = new_context("Ada"), new_context("Grace")
        for context in (ada, grace):
            context.page.goto("/")
        ada.page.evaluate("document.cookie = 'session=ada'; localStorage.setItem('a', '1')")
        look = "[document.cookie, localStorage.getItem('a')]"
        assert ada.page.evaluate(look) == ["session=ada", "1"]
        assert grace.page.evaluate(look) == ["", None]

    def test_the_tabs_of_one_user_share_cookies(self, ada: TestContext) -> None:
        ada.page.goto("/")
        ada.page.evaluate("document.cookie = 'session=ada'")
        tab = ada.open_tab()
        tab.goto("/")
        assert tab.evaluate("document.cookie") == "session=ada"


class TestEventTracking:
    def test_each_frame_is_decoded_once_however_often_one_looks(self, ada: TestContext) -> None:
        socket = ada.open_socket("/ws")
        order_events(socket, event("agent_started"), event("agent_thinking"))
        ada.wait_for_event("agent_thinking")
        order_events(socket, event("agent_completed"))
        ada.wait_for_event("agent_completed")
        # The small target's decoder refuses a frame that it has seen already.
        assert [e.type for e in ada.events] == [
            "agent_started",
            "agent_thinking",
            "agent_completed",
        ]

    def test_page_and_wire_write_into_one_log(self, ada: TestContext) -> None:
        ada.page.goto("/")
        ada.wait_for(lambda: len(ada.frames) == 2, awaiting="the page's hello")
        ada.open_socket("/ws").send_text("by wire")
        ada.wait_for(lambda: "by wire" in received(ada), awaiting="the echo")
        assert [c.source for c in ada.frames.connections] == ["page", "wire"]
        assert [(f.connection, f.payload) for f in ada.frames.frames] == [
            (1, "hello"),
            (1, "hello"),
            (2, "by wire"),
            (2, "by wire"),
        ]
        times = [frame.at for frame in ada.frames.frames]
        assert times == sorted(times)

    def test_events_of_a_page_are_waited_for_while_it_lives_on(self, ada: TestContext) -> None:
        ada.page.goto("/")
        ada.page.get_by_text("open", exact=True).wait_for()
        later = json.dumps({"do": "events", "events": [event("agent_completed")]})
        ada.page.evaluate("text => void setTimeout(() => sockets[0].send(text), 300)", later)
        assert ada.wait_for_event(EventKind.AGENT_COMPLETED, within=5).connection == 1

    def test_events_are_still_readable_when_the_context_is_closed(self, ada: TestContext) -> None:
        order_events(ada.open_socket("/ws"), event("agent_started"))
        ada.wait_for_event("agent_started")
        ada.close()
        assert len(ada.events) == 1


class TestWaiting:
    def test_an_event_that_does_not_come_is_an_error_that_lists_what_did(
        self, ada: TestContext
    ) -> None:
        socket = ada.open_socket("/ws")
        order_events(socket, event("agent_thinking"), event("agent_thinking"), event("error"))
        ada.wait_for_event("error")
        socket.send_text(json.dumps({"do": "close", "code": 1008, "reason": "out"}))
        socket.wait_closed()
        with pytest.raises(NotInTime) as caught:
            ada.wait_for_event(EventKind.AGENT_COMPLETED, within=0.1)
        assert "for Ada's agent_completed" in str(caught.value)
        assert "2 x agent_thinking, error, socket 1 ended (1008)" in str(caught.value)

    def test_only_later_events_count_when_one_says_so(self, ada: TestContext) -> None:
        socket = ada.open_socket("/ws")
        order_events(socket, event("agent_started", run="r1"))
        ada.wait_for_event("agent_started")
        before = len(ada.frames)
        order_events(socket, event("agent_started", run="r2"))
        assert ada.wait_for_event("agent_started", after=before).run_id == "r2"
        assert ada.wait_for_event("agent_started").run_id == "r1"

    def test_further_conditions_pick_the_event(self, ada: TestContext) -> None:
        runs = [event("agent_completed", run=f"r{number}") for number in range(5)]
        order_events(ada.open_socket("/ws"), *runs)
        found = ada.wait_for_event("agent_completed", where=lambda e: e.run_id == "r3")
        assert found.run_id == "r3"

    def test_a_nested_run_does_not_end_the_outer_one(self, ada: TestContext) -> None:
        order_events(
            ada.open_socket("/ws"),
            event("agent_started", run="outer", context={"parent_run_id": None}),
            event("agent_started", run="inner", context={"parent_run_id": "outer"}),
            event("agent_completed", run="inner"),
            event("agent_completed", run="outer"),
        )
        assert ada.wait_for_run_end().run_id == "outer"

    def test_a_wire_event_ends_the_waiting_at_once(self, ada: TestContext) -> None:
        socket = ada.open_socket("/ws")
        ordered: list[float] = []

        def order() -> None:
            ordered.append(time.monotonic())
            order_events(socket, event("agent_started"))

        sender = threading.Timer(0.2, order)
        sender.start()
        ada.wait_for_event("agent_started", within=10)
        assert time.monotonic() - ordered[0] < 0.2
        sender.join()


class TestMail:
    def test_a_user_reads_only_own_mail(self, new_context: NewContext) -> None:
        ada, grace = new_context("Ada"), new_context("Grace")
        mail_to(ada.world.mailbox, ada.identity.email, "Confirm your address", "Hello")
        assert [str(mail["Subject"]) for mail in ada.mails("Confirm")] == ["Confirm your address"]
        assert ada.mails("News") == []
        assert grace.mails() == []

    def test_a_link_leads_the_users_own_way(self, ada: TestContext) -> None:
        link = f"{ada.world.platform.base_url}/verify#token=abc"
        mail_to(ada.world.mailbox, ada.identity.email, "Confirm", f"Open {link}")
        (mail,) = ada.mails()
        assert ada.link_in(mail) == link
        proxy = ada.use_fault_proxy()
        assert ada.link_in(mail) == f"{proxy.url}/verify#token=abc"

    def test_a_mail_without_a_link_is_named(self, ada: TestContext) -> None:
        mail_to(ada.world.mailbox, ada.identity.email, "News", "Nothing to see")
        with pytest.raises(LookupError, match="no link in the mail 'News' to Ada"):
            ada.link_in(ada.mails()[0])


class TestFaultProxy:
    def test_all_of_a_users_traffic_goes_through_it(self, ada: TestContext) -> None:
        assert ada.http.get("/").is_success  # before, and straight
        proxy = ada.use_fault_proxy()
        assert ada.use_fault_proxy() is proxy
        assert ada.base_url == proxy.url
        ada.page.goto("/")
        socket = ada.open_socket("/ws")
        assert ada.http.get("/").url.port == proxy.port
        ada.wait_for(lambda: len(ada.frames) == 2, awaiting="the page's hello")
        assert proxy.live >= 2
        proxy.cut()
        assert socket.wait_closed() == 1006
        ada.page.get_by_text("lost").wait_for()

    def test_another_user_is_not_cut(self, new_context: NewContext) -> None:
        ada, grace = new_context("Ada"), new_context("Grace")
        proxy = ada.use_fault_proxy()
        ada.open_socket("/ws")
        other = grace.open_socket("/ws")
        assert proxy.cut() == 1
        other.send_text("still here")
        grace.wait_for(lambda: received(grace) == ["still here"], awaiting="the echo")

    def test_it_is_refused_to_who_is_connected_already(self, ada: TestContext) -> None:
        ada.open_socket("/ws")
        with pytest.raises(RuntimeError, match="Ada is connected already"):
            ada.use_fault_proxy()


class TestSockets:
    @pytest.mark.parametrize(
        ("given", "sent"), [(None, "the platform"), ("http://evil.example", "http://evil.example")]
    )
    def test_the_origin_is_the_platforms_unless_given(
        self, ada: TestContext, given: str | None, sent: str
    ) -> None:
        ada.open_socket("/ws", origin=given).send_text(json.dumps({"do": "headers"}))
        ada.wait_for(lambda: received(ada), awaiting="the headers")
        origin = json.loads(received(ada)[0])["origin"]
        assert origin == sent.replace("the platform", ada.base_url)


class TestClosing:
    def test_it_closes_all_that_was_opened_and_may_be_repeated(self, ada: TestContext) -> None:
        proxy = ada.use_fault_proxy()
        page, socket, http = ada.page, ada.open_socket("/ws"), ada.http
        ada.close()
        ada.close()
        assert socket.closed
        assert page.is_closed()
        assert http.is_closed
        assert proxy.live == 0

    def test_one_that_cannot_be_closed_keeps_nothing_else_open(
        self, ada: TestContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = ada.open_socket("/ws"), ada.open_socket("/ws")
        page = ada.page

        def stuck() -> None:
            raise OSError("stuck")

        with monkeypatch.context() as broken:
            broken.setattr(first, "close", stuck)
            with pytest.raises(ExceptionGroup, match="Not all that Ada opened") as caught:
                ada.close()
        assert [str(error) for error in caught.value.exceptions] == ["stuck"]
        assert second.closed
        assert page.is_closed()

    @pytest.mark.parametrize(
        "use",
        [
            lambda context: context.page,
            lambda context: context.http,
            lambda context: context.open_socket("/ws"),
            lambda context: context.use_fault_proxy(),
        ],
        ids=["page", "http", "socket", "proxy"],
    )
    def test_a_closed_context_opens_nothing_more(
        self, ada: TestContext, use: Callable[[TestContext], Page]
    ) -> None:
        ada.close()
        with pytest.raises(RuntimeError, match="Ada's context is closed"):
            use(ada)
