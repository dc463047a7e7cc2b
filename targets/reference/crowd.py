"""A crowd that asks as people do, and how soon each was heard and told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from targets.reference.wire_chat import WireChat
from test_framework.events.model import EventKind
from test_framework.events.percentiles import Distribution
from test_framework.load.open_workload import Due, moments, speak
from test_framework.load.stamps import Stamps
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.json_object import json_object

QUESTIONS = (
    "Which models do we use?",
    "What did we spend in total in September 2026?",
    "What are the three most expensive models in September 2026?",
)
ACCEPTED = "message_accepted"
# To decode each frame while it comes would slow its reader; none of these runs is nested, and no
# question here contains such a word.
AWAITED = {f'"{ACCEPTED}"': "accepted", f'"{EventKind.AGENT_COMPLETED}"': "ended"}
ANSWERED_WITHIN_S = 60.0


@dataclass(frozen=True)
class Latencies:
    """How long things took, in seconds.

    Attributes:
        accepted: From sending a message until the same device heard that it is stored, by the
            monotonic clock of the device: there and back, and between them one durable write.
        told: From the moment that the platform wrote on an event until it came, by the time of
            day, which both have from one machine. That moment is cut off to milliseconds: so
            this is up to a millisecond too much.
        own: How much too late the crowd itself was in sending.
    """

    accepted: Distribution = field(default_factory=Distribution)
    told: Distribution = field(default_factory=Distribution)
    own: Distribution = field(default_factory=Distribution)


class Voice:
    """One device of one person, in one or more conversations.

    Args:
        chat: Connected already.
        threads: The conversations in which it asks, in turn.
        silent: It only follows them.

    Attributes:
        asked: In which conversation it asked, by the ids of its messages.
        heard: How many of its messages were accepted, and how many runs have ended.
    """

    def __init__(self, chat: WireChat, threads: Sequence[str], *, silent: bool = False) -> None:
        self.chat = chat
        self.threads = threads
        self.silent = silent
        self.asked: dict[str, str] = {}
        self.heard: Counter[str] = Counter()

    def plan(self, chance: Random, seconds: float, pauses: tuple[float, float]) -> list[Due]:
        """What it will say, and when."""
        dues = []
        for number, at in enumerate(() if self.silent else moments(chance, seconds, pauses)):
            thread = self.threads[number % len(self.threads)]
            question = {"text": chance.choice(QUESTIONS)}
            message = self.chat.compose("message.send", thread, question)
            self.asked[message["id"]] = thread
            dues.append(Due(at, self.chat.socket, json.dumps(message)))
        return dues

    def listen(self) -> None:
        """Note from now on when what came."""
        frames = self.chat.context.frames
        self._before = len(frames)
        self._stamps = Stamps(frames)
        self._stop = frames.listen(self._hear)

    def await_ends(self, count: int) -> None:
        """Until so many runs have ended, and all its messages were accepted, in whichever order.

        Raises:
            NotInTime: when they do not, or were not.
        """
        context = self.chat.context
        context.wait_for(
            lambda: self.heard["ended"] >= count and self.heard["accepted"] >= len(self.asked),
            awaiting=f"{len(self.asked)} messages of {context.name} accepted, {count} runs ended",
            within=ANSWERED_WITHIN_S,
            look=lambda: f"{self.heard['accepted']} accepted, {self.heard['ended']} ended",
        )
        self._stop()
        self._stamps.stop()

    def _hear(self, frame: Frame) -> None:
        if frame.direction is Direction.RECEIVED:
            text = str(frame.payload)
            self.heard.update(what for word, what in AWAITED.items() if word in text)

    def measure(self, into: Latencies) -> None:
        """Add what this device saw since it listens."""
        context = self.chat.context
        sent = {
            (json_object(frame.payload) or {}).get("id"): frame.number
            for frame in context.frames.since(self._before)
            if frame.direction is Direction.SENT
        }
        for event in context.events:
            if event.frame <= self._before:
                continue
            if event.type == ACCEPTED and event.reply_to in self.asked:
                into.accepted.add(self._stamps.between(sent[event.reply_to], event.frame))
            elif event.seq is not None and event.timestamp is not None:
                into.told.add(event.received_at - event.timestamp.timestamp())


def converse(
    voices: Sequence[Voice], chance: Random, seconds: float, pauses: tuple[float, float]
) -> Latencies:
    """Let all of them ask when they want to, until all is answered.

    Args:
        voices: At least one.
        chance: Decides who asks what, and when.
        seconds: How long they ask.
        pauses: Seconds between two questions of one of them, at least and at most.

    Raises:
        NotInTime: when one was not told of the ends of all runs in its conversations.
        SocketClosed: when one of the connections was lost.
    """
    dues = [due for voice in voices for due in voice.plan(chance, seconds, pauses)]
    for voice in voices:
        voice.listen()
    latencies = Latencies(own=speak(voices[0].chat.context.world.portal, dues))
    asked = Counter(thread for voice in voices for thread in voice.asked.values())
    for voice in voices:
        voice.await_ends(sum(asked[thread] for thread in voice.threads))
    for voice in voices:
        voice.measure(latencies)
    return latencies
