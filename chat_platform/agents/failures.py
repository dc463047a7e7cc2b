"""Why a run failed, for people and programs, without internals."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelConnectionError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestRejectedError,
    ModelRequestTimeout,
    ModelServerError,
    ModelTimeoutError,
    ModelUnavailableError,
    RunTimedOut,
    UnexpectedModelBehavior,
    UsageLimitExceeded,
)

from chat_platform.agents.breakers import CircuitOpen
from chat_platform.agents.tools.sturdy import ToolBrokeDown
from chat_platform.contract.errors import ErrorCode

IN_A_MINUTE = "Try again in a minute."


@dataclass(frozen=True)
class Failure:
    """A reason: its stable code, and words that end in what to do next."""

    code: ErrorCode
    words: str


def failure_of(problem: Exception, tool_calls: int) -> Failure:
    """The reason that a user is told.

    Args:
        problem: What ended the run; of several the last one, which no fallback could mend.
        tool_calls: How many tool calls a run may make.

    Example:
        >>> failure_of(CircuitOpen("tool spend_total", 12.3), 100).words
        'something that it needs has failed again and again. Try again in 13 seconds.'
    """
    while isinstance(problem, ExceptionGroup):
        problem = problem.exceptions[-1]
    match problem:
        case RunTimedOut():
            return Failure(ErrorCode.TIMEOUT, "it took too long. Try a simpler question.")
        case UsageLimitExceeded():
            words = f"it needs more than the {tool_calls} tool calls that one answer may take."
            return Failure(ErrorCode.TOOL_FAILED, words)
        case ToolBrokeDown(tool=tool, tries=tries):
            words = f"{tool} broke down, {tries} times in a row. {IN_A_MINUTE}"
            return Failure(ErrorCode.TOOL_FAILED, words)
        case CircuitOpen(again_in_s=seconds):
            words = f"something that it needs has failed again and again. {_in(seconds)}"
            return Failure(ErrorCode.AGENT_UNAVAILABLE, words)
        case ModelAPIError() | UnexpectedModelBehavior():
            return _of_model(problem)
    return Failure(ErrorCode.INTERNAL, "something went wrong on our side. Try again.")


def _of_model(problem: ModelAPIError | UnexpectedModelBehavior) -> Failure:
    match problem:
        case ModelTimeoutError() | ModelRequestTimeout():
            return Failure(ErrorCode.TIMEOUT, "the model fell silent. Try again.")
        case ModelRateLimitError(retry_after=seconds):
            words = f"the model has too much to do. {_in(seconds)}"
            return Failure(ErrorCode.AGENT_UNAVAILABLE, words)
        case ModelConnectionError(phase="read"):
            return Failure(ErrorCode.AGENT_UNAVAILABLE, "the model broke off. Try again.")
        case ModelConnectionError():
            words = f"the model cannot be reached. {IN_A_MINUTE}"
            return Failure(ErrorCode.AGENT_UNAVAILABLE, words)
        case ModelServerError() | ModelUnavailableError():
            words = f"the model does not work just now. {IN_A_MINUTE}"
        case ModelRequestRejectedError() | ModelQuotaExceededError():
            words = "the model refuses to answer. Tell who runs this platform."
        case _:
            words = "nobody can make sense of what the model says. Try again."
    return Failure(ErrorCode.AGENT_UNAVAILABLE, words)


def _in(seconds: float | None) -> str:
    """When to try again; people are not told of fractions."""
    if seconds is None:
        return IN_A_MINUTE
    whole = max(1, math.ceil(seconds))
    return f"Try again in {whole} second{'' if whole == 1 else 's'}."
