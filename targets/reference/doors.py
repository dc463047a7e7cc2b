"""The doors of the reference platform, and what is said at them to whoever brings a secret."""

from __future__ import annotations

from typing import Any

from targets.reference.api import COOKIE, Api, Refused
from targets.reference.wire_chat import WireChat
from test_framework.test_context import TestContext

REFUSED_WITHIN_S = 5.0


class Doors:
    """One person at the doors, with secrets of whomever.

    Args:
        context: Who brings the secrets.
    """

    def __init__(self, context: TestContext) -> None:
        self._context = context
        self._api = Api(context.http)

    def with_pass(self, secret: str) -> Refused | None:
        """Ask for a ticket with this pass; how that was refused, None when it was not."""
        return self._try("/api/chat/tickets", bearer=secret)

    def with_renewal(self, secret: str) -> Refused | None:
        """Ask for a fresh pass with this key."""
        return self._try("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={secret}"})

    def with_link(self, secret: str) -> Refused | None:
        """Choose a new password with the secret of a link."""
        body = {"token": secret, "password": self._context.identity.password}
        return self._try("/api/accounts/password", json=body)

    def with_ticket(self, secret: str) -> Refused | None:
        """Connect with this ticket."""
        before = len(self._context.events)
        socket = WireChat(self._context).open_socket(secret)
        told = self._context.wait_for(
            lambda: self._context.events[before:], awaiting="a word", within=REFUSED_WITHIN_S
        )[0]
        socket.close()
        if told.type != "error":
            return None
        payload = told.payload
        return Refused(401, payload["code"], payload["message"], payload["what_next"])

    def _try(self, path: str, **how: Any) -> Refused | None:
        try:
            self._api.request("POST", path, **how)
        except Refused as refusal:
            return refusal
        return None
