"""The offline model: a pydantic-ai ``FunctionModel`` that thinks, calls tools and streams."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence

from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import (
    AgentInfo,
    DeltaThinkingCalls,
    DeltaThinkingPart,
    DeltaToolCall,
    DeltaToolCalls,
    FunctionModel,
)

from chat_platform.agents.offline.answers import answer
from chat_platform.agents.offline.markdown import pieces
from chat_platform.agents.offline.plan import Outcome, next_calls, thought
from chat_platform.agents.offline.question import understand

_MILLISECONDS = 1000


def offline_model(pace_ms: int, piece_chars: int) -> FunctionModel:
    """A model that needs no network and answers the same question always alike.

    Args:
        pace_ms: milliseconds between two streamed pieces, so that people can watch; 0 is
            as fast as possible.
        piece_chars: about how long a streamed piece is; 1 is word by word.
    """

    async def stream(
        messages: list[ModelMessage], _info: AgentInfo
    ) -> AsyncIterator[str | DeltaToolCalls | DeltaThinkingCalls]:
        texts, outcomes = _conversation(messages)
        question = understand(texts)
        calls = next_calls(question, outcomes)
        yield {0: DeltaThinkingPart(content=thought(question, calls, outcomes))}
        for index, call in enumerate(calls, start=1):
            await asyncio.sleep(pace_ms / _MILLISECONDS)
            yield {index: DeltaToolCall(call.tool, json.dumps(call.arguments))}
        if not calls:
            for piece in pieces(answer(question, outcomes), piece_chars):
                await asyncio.sleep(pace_ms / _MILLISECONDS)
                yield piece

    return FunctionModel(stream_function=stream, model_name="offline")


def _conversation(messages: Sequence[ModelMessage]) -> tuple[list[str], list[Outcome]]:
    """The user's texts so far, and what tools said since the last of them."""
    texts: list[str] = []
    outcomes: list[Outcome] = []
    for message in messages:
        if not isinstance(message, ModelRequest):
            continue
        for part in message.parts:
            if isinstance(part, UserPromptPart):
                texts.append(part.content if isinstance(part.content, str) else "")
                outcomes.clear()
            elif isinstance(part, ToolReturnPart):
                failed = part.outcome != "success"
                outcomes.append(
                    Outcome(part.tool_name, error=str(part.content))
                    if failed
                    else Outcome(part.tool_name, result=part.content)
                )
    return texts, outcomes
