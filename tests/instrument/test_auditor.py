"""The auditor asks on where passes run out at once, and goes away where nobody is let in."""

from __future__ import annotations

import httpx2
import pytest

from targets.reference.api import Refused
from targets.reference.auditor import LOG_INS, AuditorsApi


class Doorkeeper:
    """A platform that answers so many log-ins later, or never with another refusal."""

    def __init__(self, log_ins: int, code: str = "token_expired") -> None:
        self.left = log_ins
        self.code = code
        self.log_ins = 0

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/auth/login":
            self.log_ins += 1
            return httpx2.Response(200, json={"access_token": "a pass", "user": {}})
        if self.log_ins < self.left:
            error = {"code": self.code, "message": "No.", "what_next": "Go."}
            return httpx2.Response(401, json={"error": error})
        return httpx2.Response(200, json=["all", "lines"])


def asked(keeper: Doorkeeper) -> object:
    transport = httpx2.MockTransport(keeper.answer)
    with httpx2.Client(base_url="http://platform.example", transport=transport) as http:
        api = AuditorsApi(http)
        assert api.download_text("/ledger") == '["all","lines"]'
        return api.call("GET", "/ledger")


@pytest.mark.parametrize("log_ins", [0, 1, LOG_INS])
def test_who_is_shown_out_comes_in_again(log_ins: int) -> None:
    keeper = Doorkeeper(log_ins)
    assert asked(keeper) == ["all", "lines"]
    assert keeper.log_ins == log_ins


@pytest.mark.parametrize(
    ("keeper", "log_ins"), [(Doorkeeper(LOG_INS + 1), LOG_INS), (Doorkeeper(1, "forbidden"), 0)]
)
def test_who_is_not_let_in_does_not_ask_for_ever(keeper: Doorkeeper, log_ins: int) -> None:
    with pytest.raises(Refused):
        asked(keeper)
    assert keeper.log_ins == log_ins
