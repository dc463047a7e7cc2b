"""A follower of a thread, without a socket."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field


@dataclass(eq=False)
class Ears:
    """Notes what was published.

    Attributes:
        frames: The events, in order.
        ended: Set when a run has ended.
    """

    frames: list = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def deliver(self, _thread_id, events):
        self.frames += [json.loads(event.frame) for event in events]
        if self.frames[-1]["type"] == "agent_completed":
            self.ended.set()
