"""A program that asks over AG-UI on a person's behalf, and what it is told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from targets.reference.api import Api
from test_framework.events.ag_ui import AG_UI, Decoder
from test_framework.events.ag_ui.carried import plain
from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.model import AgentEvent
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict
from test_framework.test_context import TestContext

Json = dict[str, Any]


class Told:
    """One answer of the platform over AG-UI, read as far as somebody wants.

    Attributes:
        sent: The AG-UI events so far, as parsed JSON.
        events: What they mean, with all that the platform adds to AG-UI.
        plain: What they mean to a program that knows AG-UI alone.

    Example:
        ``Told.asking(context, "Who spent most?", thread_id).to_the_end().events``
    """

    def __init__(self, owner: str, stack: ExitStack, source: Iterator[str]) -> None:
        self.sent: list[Json] = []
        self.events: list[AgentEvent] = []
        self.plain: list[AgentEvent] = []
        self._stack, self._source = stack, source
        self._decoder, self._plain_decoder = Decoder(owner), Decoder(owner)

    @classmethod
    def asking(
        cls, context: TestContext, question: str, thread: str, message_id: str = "asked"
    ) -> Told:
        """Ask, in a thread.

        Args:
            context: Of the person whose program it is, with or without a log-in.
            question: The question.
            thread: The id of the conversation.
            message_id: The program's own name for the question.

        Raises:
            Refused: when the platform does not begin to answer.
        """
        message = {"id": message_id, "role": "user", "content": question}
        body = {"threadId": thread, "runId": f"run-of-{message_id}", "messages": [message]}
        stack = ExitStack()
        source = Api.of(context).events("/ag-ui", body, stack)
        return cls(context.name, stack, (event.data for event in source))

    def until(self, wanted: Callable[[Json], bool]) -> Told:
        """Read until such an event came.

        Raises:
            AssertionError: when the answer ended without one.
        """
        assert any(wanted(sent) for sent in self._read()), f"the program was told {self.types}"
        return self

    def to_the_end(self) -> Told:
        """Read all that there is."""
        for _ in self._read():
            pass
        self._stack.close()
        return self

    @property
    def types(self) -> list[str]:
        """The types of the AG-UI events so far."""
        return [str(sent["type"]) for sent in self.sent]

    def verdict(self) -> Verdict:
        """Whether this is a good answer: to AG-UI alone, and with all that the platform adds."""
        return Verdict.all_of(
            "AG-UI",
            [
                self._decoder.verdict(),
                check_content(self.events),
                *(
                    verdict
                    for events in (self.events, self.plain)
                    for verdict in (
                        check_sequence(events),
                        check_content(events, dialect=AG_UI),
                        check_delivery(events, dialect=AG_UI),
                    )
                ),
            ],
        )

    def _read(self) -> Iterator[Json]:
        for data in self._source:
            sent: Json = json.loads(data)
            self.sent.append(sent)
            frame, at = len(self.sent), time.time()
            self.events += self._decoder.feed(data, frame=frame, at=at)
            self.plain += self._plain_decoder.feed(plain(sent), frame=frame, at=at)
            yield sent
