"""The reference platform's HTTP side, as one person uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx2

from test_framework.test_context import TestContext

NOTE = "reference.api"
COOKIE = "refresh_token"


@dataclass(eq=False)
class Refused(Exception):
    """The platform said no."""

    status: int
    code: str
    message: str
    what_next: str
    retry_after: int | None = None

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.message} {self.what_next}"


def token_of(link: str) -> str:
    """The secret in the link of a mail.

    Example:
        >>> token_of("https://chat.example/verify#token=abc")
        'abc'
    """
    return link.partition("#token=")[2]


class Api:
    """One person's log-in at the HTTP side: knows the access token, keeps the cookie.

    Example:
        ``Api.of(context).log_in(email, password)["user"]["name"]``
    """

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http
        self.access_token: str | None = None

    @classmethod
    def of(cls, context: TestContext) -> Api:
        """The one of this context, made on first use."""
        api = context.notes.setdefault(NOTE, None) or cls(context.http)
        context.notes[NOTE] = api
        assert isinstance(api, cls)
        return api

    def sign_up(self, name: str, email: str, password: str) -> str:
        """Ask for an account; what the platform says to it."""
        return self.tell("/api/accounts", name=name, email=email, password=password)

    def confirm(self, link: str) -> str:
        """Follow the link of the mail; what the platform says to it."""
        return self.tell("/api/accounts/verification", token=token_of(link))

    def tell(self, path: str, **body: str) -> str:
        """Send a form; what the platform says to it."""
        return str(self._post(path, body)["message"])

    def log_in(self, email: str, password: str, code: str = "") -> dict[str, Any]:
        """Come in; the user as the platform knows them."""
        body = {"email": email, "password": password, **({"code": code} if code else {})}
        reply = self._post("/api/auth/login", body)
        self.access_token = reply["access_token"]
        user: dict[str, Any] = reply["user"]
        return user

    def log_in_by_link(self, link: str, code: str = "") -> dict[str, Any]:
        """Come in by a mailed link; the user as the platform knows them."""
        body = {"token": token_of(link), **({"code": code} if code else {})}
        reply = self._post("/api/auth/mailed-link/login", body)
        self.access_token = reply["access_token"]
        user: dict[str, Any] = reply["user"]
        return user

    def leave_for_good(self, password: str) -> str:
        """Delete the account; what the platform says to it."""
        bearer = self._bearer(self.access_token)
        reply = self.http.request("DELETE", "/api/me", json={"password": password}, headers=bearer)
        return str(self._read(reply)["message"])

    def log_out(self) -> None:
        """Leave; the token is kept, as a thief would keep it."""
        self._post("/api/auth/logout", None)

    def me(self) -> dict[str, Any]:
        """Who is logged in."""
        return self._read(self.http.get("/api/me", headers=self._bearer(self.access_token)))

    def call(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
    ) -> Any:
        """Any request in this person's name; the body of the answer, None when it has none.

        Raises:
            Refused: when the platform says no.
        """
        bearer = self._bearer(self.access_token)
        reply = self.http.request(method, path, json=body, params=params, headers=bearer)
        if reply.is_error:
            self._read(reply)
        return reply.json() if reply.content else None

    def second_factor(self, method: str, path: str = "", **body: str) -> dict[str, Any]:
        """Set up, switch on or switch off the second factor."""
        bearer = self._bearer(self.access_token)
        path = f"/api/second-factor{path}"
        return self._read(self.http.request(method, path, json=body or None, headers=bearer))

    @property
    def refresh_token(self) -> str:
        """The key that renews this log-in; a browser keeps it as a cookie."""
        return str(self.http.cookies[COOKIE])

    def renew(self, refresh_token: str | None = None) -> None:
        """Renew the log-in, with the own key or another one."""
        headers = {} if refresh_token is None else {"Cookie": f"{COOKIE}={refresh_token}"}
        reply = self._read(self.http.post("/api/auth/refresh", headers=headers))
        self.access_token = reply["access_token"]

    def renew_in_vain(self) -> None:
        """Ask for a renewal whose answer never arrives: the log-in stays as it was here."""
        headers = {"Cookie": f"{COOKIE}={self.refresh_token}"}
        here, within = self.http.base_url, self.http.timeout
        with httpx2.Client(base_url=here, timeout=within, trust_env=False) as line:
            line.post("/api/auth/refresh", headers=headers)

    def devices(self) -> list[dict[str, Any]]:
        """Where this person is logged in."""
        reply = self.http.get("/api/sessions", headers=self._bearer(self.access_token))
        if reply.is_error:
            self._read(reply)
        listed: list[dict[str, Any]] = reply.json()
        return listed

    def log_out_device(self, device_id: str = "") -> None:
        """Log out one device; all but this one when none is named."""
        path = f"/api/sessions/{device_id}".rstrip("/")
        self._read(self.http.delete(path, headers=self._bearer(self.access_token)))

    def ticket(self, access_token: str | None = None) -> str:
        """A ticket for one connection, for this log-in or with another pass."""
        token = access_token or self.access_token
        reply = self.http.post("/api/chat/tickets", headers=self._bearer(token))
        return str(self._read(reply)["ticket"])

    def fresh_ticket(self) -> str:
        """A ticket for one connection; a pass that has run out is renewed first, as pages do."""
        try:
            return self.ticket()
        except Refused as refusal:
            if refusal.code != "token_expired":
                raise
        self.renew()
        return self.ticket()

    def usage_csv(self) -> str:
        """The usage data that the agents compute on, as the user can download it."""
        return self.download_text("/api/usage-data.csv")

    def download_text(self, path: str, params: dict[str, str] | None = None) -> str:
        """A file of text that the user can download."""
        reply = self.http.get(path, params=params, headers=self._bearer(self.access_token))
        if reply.is_error:
            self._read(reply)
        return reply.text

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file, to be put into a conversation; its id."""
        headers = self._bearer(self.access_token)
        query = {"name": name}
        reply = self.http.post("/api/attachments", params=query, content=content, headers=headers)
        return str(self._read(reply)["upload_id"])

    def download(self, attachment_id: str) -> bytes:
        """A file of a conversation."""
        path = f"/api/attachments/{attachment_id}"
        reply = self.http.get(path, headers=self._bearer(self.access_token))
        if reply.is_error:
            self._read(reply)
        return reply.content

    def events(
        self, path: str, body: dict[str, Any], until: ExitStack
    ) -> Iterator[httpx2.ServerSentEvent]:
        """Send a body, and read the server-sent events of the answer as they come.

        Args:
            path: From the root of the platform.
            body: Sent as JSON.
            until: The answer is closed with it.

        Raises:
            Refused: when there is no such answer.
        """
        headers = self._bearer(self.access_token)
        answer = self.http.sse(path, method="POST", json=body, headers=headers)
        source = until.enter_context(answer)
        if source.response.is_error:
            source.response.read()
            self._read(source.response)
        return iter(source)

    def request(
        self, method: str, path: str, *, bearer: str | None = None, **how: Any
    ) -> dict[str, Any]:
        """Send what no page would send; the body of the answer.

        Args:
            method: GET, POST ...
            path: From the root of the platform.
            bearer: A pass, whosever it is.
            how: Passed on to httpx2: ``json``, ``headers``.
        """
        headers = {**self._bearer(bearer), **how.pop("headers", {})}
        return self._read(self.http.request(method, path, headers=headers, **how))

    def _post(self, path: str, body: dict[str, str] | None) -> dict[str, Any]:
        return self._read(self.http.post(path, json=body, headers=self._bearer(self.access_token)))

    def _bearer(self, token: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _read(self, reply: httpx2.Response) -> dict[str, Any]:
        if reply.is_error:
            error = reply.json()["error"]
            raise Refused(
                reply.status_code,
                error["code"],
                error["message"],
                error["what_next"],
                error.get("retry_after"),
            )
        body: dict[str, Any] = reply.json() if reply.content else {}
        return body
