"""Turns the stream of a pydantic-ai run into what the agent thinks and pieces of its answer."""

from collections.abc import AsyncGenerator, Iterator

from pydantic_ai import Agent, AgentRun
from pydantic_ai.messages import (
    AgentStreamEvent,
    PartDeltaEvent,
    PartEndEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ToolCallPart,
)

from chat_platform.agents.listener import AnswerDelta
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.contract.events import AgentThinking

Narrated = AgentThinking | AnswerDelta


class Narrator:
    """Narrates one run and remembers its answer.

    Every model request yields at least one ``agent_thinking``: the model's own thinking,
    or, when it shows none, a plain sentence about what it does next. Of tools their
    dispatcher tells (``notices``).
    """

    def __init__(self) -> None:
        self._steps = 0
        self._thought_in_request = False
        self._answer: list[str] = []
        self._text_in_request = False

    @property
    def answer(self) -> str:
        """Everything of the answer so far."""
        return "".join(self._answer)

    async def narrate(self, run: AgentRun[Dependencies, str]) -> AsyncGenerator[Narrated, None]:
        """Drive the run to its end and tell what happens, as it happens."""
        async for node in run:
            if Agent.is_model_request_node(node):
                self._thought_in_request = self._text_in_request = False
            elif not Agent.is_call_tools_node(node):
                continue
            async with node.stream(run.ctx) as events:
                async for event in events:
                    for told in self._tell(event):
                        yield told

    def _tell(self, event: AgentStreamEvent) -> Iterator[Narrated]:
        match event:
            case PartEndEvent(part=ThinkingPart(content=content)) if content.strip():
                yield self.think(content.strip())
            case PartStartEvent(part=ToolCallPart(tool_name=tool)):
                if not self._thought_in_request:
                    yield self.think(f"I need figures for this. I will use {tool}.")
            case (
                PartStartEvent(part=TextPart(content=text))
                | PartDeltaEvent(delta=TextPartDelta(content_delta=text))
            ) if text:
                if not self._thought_in_request:
                    yield self.think("I have what I need. I will put it into words.")
                yield self._write(text)

    def think(self, reasoning: str) -> AgentThinking:
        """The next thought."""
        self._steps += 1
        self._thought_in_request = True
        return AgentThinking(reasoning=reasoning, step=self._steps)

    def _write(self, text: str) -> AnswerDelta:
        """A piece of the answer; what a later request writes begins a new paragraph."""
        if self._answer and not self._text_in_request:
            text = f"\n\n{text}"
        self._text_in_request = True
        self._answer.append(text)
        return AnswerDelta(text)
