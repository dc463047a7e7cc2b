"""Plain words for findings and timelines: which run, which frames, which tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from test_framework.events.model import AgentEvent

SHORT_ID = 8
LONGEST_READABLE_ID = 14
FRAMES_SHOWN = 6
TEXT_SHOWN = 100


def short_id(identifier: str) -> str:
    """An identifier that people can compare: the end of a long one is what differs.

    Example:
        >>> short_id("r1"), short_id("0198f7c2-0d3e-7b1c-9a55-4be1c0ffee42")
        ('r1', '…c0ffee42')
    """
    if len(identifier) <= LONGEST_READABLE_ID:
        return identifier
    return f"…{identifier[-SHORT_ID:]}"


def frames(numbers: Sequence[int]) -> str:
    """Frame numbers in words.

    Example:
        >>> frames([14]), frames([14, 17]), frames([1, 2, 3])
        ('frame 14', 'frames 14 and 17', 'frames 1, 2 and 3')
    """
    if len(numbers) == 1:
        return f"frame {numbers[0]}"
    shown = [str(number) for number in numbers]
    if len(shown) > FRAMES_SHOWN:
        shown = [*shown[: FRAMES_SHOWN - 1], f"{len(shown) - FRAMES_SHOWN + 1} more"]
    return f"frames {', '.join(shown[:-1])} and {shown[-1]}"


def run_of(event: AgentEvent) -> str:
    """The run and its user: "Run r1 of Ada"."""
    return f"Run {short_id(event.run_id)} of {event.owner}"


def seen(event: AgentEvent) -> str:
    """The event and its frame: "agent_thinking (frame 4)"."""
    return f"{event.type} (frame {event.frame})"


def shortened(value: object, limit: int = TEXT_SHOWN) -> str:
    r"""One line of at most ``limit`` characters.

    Example:
        >>> shortened("What did  we spend\nlast month?", 18)
        'What did we spend…'
    """
    text = " ".join(str(value).split())
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def title(name: str) -> str:
    """A stable name as people read it.

    Example:
        >>> title("cost_analyst")
        'Cost analyst'
    """
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def part(payload: Mapping[str, Any], *path: str) -> Any:
    """A field somewhere in a payload that may be damaged; None when it is not there.

    Example:
        >>> part({"context": {"plan": "free"}}, "context", "plan"), part({}, "context", "plan")
        ('free', None)
    """
    found: Any = payload
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def text_part(payload: Mapping[str, Any], *path: str) -> str:
    """A field that should be a text; empty when it is missing or no text."""
    found = part(payload, *path)
    return found if isinstance(found, str) else ""
