"""Streams sent through AG-UI and back: with all that is ours, as a server sends it, and bare."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from test_framework.events.ag_ui import Decoder, Encoder
from test_framework.events.ag_ui.carried import PREFIX, plain
from test_framework.events.model import AgentEvent
from test_framework.events.verdict import Verdict

Events = list[AgentEvent]
Json = dict[str, Any]


@dataclass
class Trip:
    """One user's events on their way through AG-UI: a stream a thread and connection.

    Attributes:
        full: Also what happens between runs is written.
        bare: Without our metadata, as a server writes that knows nothing of us.
    """

    full: bool = False
    bare: bool = False
    came: Events = field(default_factory=list)
    written: list[Json] = field(default_factory=list)
    _lanes: dict[tuple[str, int], tuple[Encoder, Decoder]] = field(default_factory=dict)

    def take(self, events: Iterable[AgentEvent]) -> Trip:
        """Send these events."""
        for event in events:
            encoder, decoder = self._lane(event)
            for sent in encoder.encode(event):
                text = sent.model_dump_json(by_alias=True)
                self._receive(decoder, json.loads(text), event)
        return self

    def verdicts(self) -> list[Verdict]:
        """What AG-UI itself says of the streams."""
        return [decoder.verdict() for _, decoder in self._lanes.values()]

    def _lane(self, event: AgentEvent) -> tuple[Encoder, Decoder]:
        key = event.thread_id, event.connection
        if key not in self._lanes:
            decoder = Decoder(event.owner, event.connection)
            self._lanes[key] = Encoder(between_runs=self.full), decoder
        return self._lanes[key]

    def _receive(self, decoder: Decoder, sent: Json, event: AgentEvent) -> None:
        if self.bare:
            sent = plain(sent)
            if sent["type"] == "CUSTOM" and sent["name"].startswith(PREFIX):
                return
        self.written.append(sent)
        number = event.frame if self.full else len(self.written)
        self.came += decoder.feed(sent, frame=number, at=event.received_at)
