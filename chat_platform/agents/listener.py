"""Who hears what agents do, and what there is to hear."""

from dataclasses import dataclass
from typing import Protocol

from chat_platform.contract.events import AgentEvent


@dataclass(frozen=True)
class AnswerDelta:
    """A piece of the answer; all pieces of a run joined are its result."""

    text: str


class Listener(Protocol):
    """Takes what runs emit, in order, with the run that it is of.

    A run that is nested in another one names it in its ``agent_started``.
    """

    def put(self, run_id: str, event: AgentEvent | AnswerDelta) -> None:
        """Take an event. Neither waits nor fails."""

    async def notify(self, run_id: str, event: AgentEvent) -> None:
        """Take an event, and return when the user can be told of it.

        Raises:
            Exception: when the user cannot be told now. The listener keeps the event
                and tells it later.
        """
