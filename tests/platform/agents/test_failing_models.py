"""What a real model fails with, and what the user hears; no provider is asked here."""

from __future__ import annotations

import pytest
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelConnectionError,
    ModelHTTPError,
    ModelRateLimitError,
    ModelRequestRejectedError,
    ModelServerError,
    ModelTimeoutError,
    UnexpectedModelBehavior,
)

from chat_platform.agents.breakers import CircuitOpen
from chat_platform.agents.failures import failure_of
from chat_platform.agents.sturdy_model import LONGEST_WAIT_S, _may_pass, is_ill

SECRET = "secret-host:443"


@pytest.mark.parametrize(
    ("problem", "code", "words"),
    [
        (ModelTimeoutError("m", SECRET), "timeout", "fell silent"),
        (ModelRateLimitError("m", SECRET, retry_after=0.2), "agent_unavailable", "in 1 second."),
        (ModelRateLimitError("m", SECRET), "agent_unavailable", "in a minute"),
        (ModelConnectionError("m", SECRET, phase="read"), "agent_unavailable", "broke off"),
        (ModelConnectionError("m", SECRET), "agent_unavailable", "cannot be reached"),
        (ModelServerError("m", SECRET), "agent_unavailable", "does not work"),
        (ModelRequestRejectedError("m", SECRET), "agent_unavailable", "refuses"),
        (ModelAPIError("m", SECRET), "agent_unavailable", "make sense"),
        (UnexpectedModelBehavior(SECRET), "agent_unavailable", "make sense"),
        (CircuitOpen("tool x", 12.3), "agent_unavailable", "in 13 seconds."),
        (
            ExceptionGroup(SECRET, [ValueError(), ModelServerError("m", SECRET)]),
            "agent_unavailable",
            "does not work",
        ),
        (ValueError(SECRET), "internal", "went wrong"),
    ],
)
def test_every_failure_is_told_without_internals(problem: Exception, code: str, words: str):
    told = failure_of(problem, 100)
    assert told.code == code
    assert words in told.words
    assert "secret" not in told.words


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (ModelServerError("m", "500"), True),
        (ModelRateLimitError("m", "429", retry_after=2.0), 2.0),
        (ModelRateLimitError("m", "429", retry_after=LONGEST_WAIT_S + 1), False),
        (ModelConnectionError("m", "cut", in_stream=True), False),
        (ModelRequestRejectedError("m", "400"), False),
        (CircuitOpen("model x", 1.0), False),
        (ValueError(), False),
    ],
)
def test_only_what_may_pass_is_tried_again(problem: Exception, again: bool | float):
    assert _may_pass(problem) == again


def test_who_refuses_one_request_is_not_ill():
    assert not is_ill(ModelRequestRejectedError("m", "400"))
    assert is_ill(ModelHTTPError(502, "m"))
