"""What the provider says when all is well: a tool first, then what the tool found.

Source: https://platform.openai.com/docs/api-reference/chat and its streaming part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Json = dict[str, Any]

MODEL = "local-model"
SPEND_TOTAL = "spend_total"
# What pydantic-ai calls the tool by which an agent gives back a choice.
CHOICE = "final_result"
CHOSEN = "cost_analyst"
PERIOD = "2026-09"
USAGE = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}


def chosen(body: Json) -> Json:
    """The answer to who shall answer: a whole one, not streamed."""
    assert CHOICE in tools_of(body), f"asked for a choice among {tools_of(body)}"
    call = tool_call(CHOICE, {"response": CHOSEN})
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    return {**_head("chat.completion"), "choices": [choice], "usage": USAGE}


def chunks(body: Json) -> Iterator[Json]:
    """The streamed answer: a call of the tool, or, when it has worked, words."""
    yield _chunk({"role": "assistant", "content": ""})
    found = last_found(body["messages"])
    if found is None and SPEND_TOTAL in tools_of(body):
        call = {"index": 0, **tool_call(SPEND_TOTAL, {"period": PERIOD})}
        yield _chunk({"tool_calls": [call]})
        yield _chunk({}, "tool_calls")
    else:
        for word in _words(found):
            yield _chunk({"content": word})
        yield _chunk({}, "stop")
    yield {**_head("chat.completion.chunk"), "choices": [], "usage": USAGE}


def call_of_nothing() -> Iterator[Json]:
    """A call of a tool that nobody has."""
    yield _chunk({"tool_calls": [{"index": 0, **tool_call("crystal_ball", {})}]})
    yield _chunk({}, "tool_calls")


def tool_call(name: str, arguments: Json) -> Json:
    """A call of a tool, as the API writes it."""
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"id": f"call_{name}", "type": "function", "function": function}


def tools_of(body: Json) -> list[str]:
    """The names of the tools that the request offers."""
    return [tool["function"]["name"] for tool in body.get("tools", [])]


def last_found(messages: Sequence[Json]) -> Json | None:
    """What the tool found for the last question; None when it has not been asked yet."""
    if messages[-1]["role"] != "tool":
        return None
    found: Json = json.loads(messages[-1]["content"])
    return found


def _words(found: Json | None) -> list[str]:
    if found is None:
        text = "I can tell what was spent in total."
    else:
        cost = Decimal(found["cost_usd"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        text = f"In September 2026 you spent ${cost:,} in total."
    return [f"{word} " for word in text.split()]


def _chunk(delta: Json, finish: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {**_head("chat.completion.chunk"), "choices": [choice]}


def _head(kind: str) -> Json:
    return {"id": "chatcmpl-local", "object": kind, "created": 0, "model": MODEL}
