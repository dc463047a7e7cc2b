"""One person at the platform: an account, an HTTP client, and sockets."""

from __future__ import annotations

from uuid import uuid4

import httpx2

from test_framework.services.mailbox import Mailbox, links_in

from .running import Running
from .socket import Socket

PASSWORD = "a lamp above the harbour"


class Person:
    """Somebody with an address that no other test uses."""

    def __init__(self, running: Running, mailbox: Mailbox, name: str = "Ada Lovelace") -> None:
        self.running = running
        self.mailbox = mailbox
        self.name = name
        self.email = f"{name.split(maxsplit=1)[0].lower()}-{uuid4().hex[:12]}@engine.example"
        self.password = PASSWORD
        self.http = httpx2.Client(base_url=running.url, timeout=10)
        self._sockets: list[Socket] = []

    def sign_up(self, **changed: str) -> httpx2.Response:
        body = {"name": self.name, "email": self.email, "password": self.password, **changed}
        return self.http.post("/api/accounts", json=body)

    def token_from_mail(self, after: int = 0) -> str:
        mail = self.mailbox.wait_for_mail(self.email, "Confirm", after=after)
        return links_in(mail)[0].partition("#token=")[2]

    def confirm(self, token: str) -> httpx2.Response:
        return self.http.post("/api/accounts/verification", json={"token": token})

    def log_in(self, **changed: str) -> httpx2.Response:
        body = {"email": self.email, "password": self.password, **changed}
        answer = self.http.post("/api/auth/login", json=body)
        if answer.is_success:
            self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def arrive(self) -> Person:
        """Sign up, confirm, log in."""
        self.sign_up().raise_for_status()
        self.confirm(self.token_from_mail()).raise_for_status()
        self.log_in().raise_for_status()
        return self

    def move(self, running: Running) -> None:
        """Go on at a platform that was started again, on another port."""
        self.running = running
        self.http.base_url = httpx2.URL(running.url)

    @property
    def token(self) -> str:
        """The access token of the log-in."""
        return self.http.headers["Authorization"].removeprefix("Bearer ")

    def ticket(self) -> str:
        answer = self.http.post("/api/chat/tickets").raise_for_status()
        return str(answer.json()["ticket"])

    def open_socket(self, ticket: str | None = None, **options: str) -> Socket:
        socket = Socket(self.running.url, ticket or self.ticket(), **options)
        self._sockets.append(socket)
        return socket

    def leave(self) -> None:
        for socket in self._sockets:
            socket.close()
        self.http.close()


def code(answer: httpx2.Response) -> str:
    """The error code of an answer; the answer's shape is checked on the way."""
    error = answer.json()["error"]
    assert set(error) <= {"code", "message", "what_next", "field", "retry_after"}, error
    assert error["message"]
    assert error["what_next"]
    return str(error["code"])
