"""The messages that a user saw stored in each thread, for checks that compare with them."""

from __future__ import annotations

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.wording import text_part

Answers = list[tuple[int, str]]


class MessagesSeen:
    """Questions and answers by user and thread, from ``message_created`` events."""

    def __init__(self) -> None:
        self._questions: dict[tuple[str, str], set[str]] = {}
        self._answers: dict[tuple[str, str], Answers] = {}

    def take(self, event: AgentEvent) -> None:
        """Remember the message when the event stores one."""
        if event.kind is not EventKind.MESSAGE_CREATED:
            return
        thread = event.owner, event.thread_id
        if text_part(event.payload, "message", "author") == "agent":
            said = event.frame, text_part(event.payload, "message", "text")
            self._answers.setdefault(thread, []).append(said)
        else:
            message_id = text_part(event.payload, "message", "message_id")
            self._questions.setdefault(thread, set()).add(message_id)

    def questions(self, event: AgentEvent) -> set[str]:
        """The ids of the user's own messages in the event's thread."""
        return self._questions.get((event.owner, event.thread_id), set())

    def answers(self, event: AgentEvent) -> Answers:
        """(frame, text) of each answer stored in the event's thread, oldest first."""
        return self._answers.get((event.owner, event.thread_id), [])
