"""What can go wrong at a provider of models, on purpose."""

from enum import StrEnum


class Fault(StrEnum):
    """One false step. Planned, it happens to the next streamed requests, so often as planned."""

    STALL = "stall"  # begins to answer, and then says nothing more, without ending
    RATE_LIMIT = "rate_limit"  # 429 (RFC 6585), with Retry-After where it was given
    PAUSE = "pause"  # goes on with its answer only when the plans are forgotten
    CUT = "cut"  # the connection ends in the middle of the answer
    NONSENSE = "nonsense"  # what comes is no JSON
    UNKNOWN_TOOL = "unknown_tool"  # asks for a tool that nobody has, again and again
    BROKEN = "broken"  # 500
