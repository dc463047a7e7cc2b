"""Whether model, devices, histories, logs and new log-ins tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from targets.reference.protocol_model.crew import Device, code_of
from targets.reference.protocol_model.told import Told, line
from targets.reference.protocol_model.world import NOT_FOUND, Conversation, World
from test_framework.events.catalogue import Catalogue
from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.isolation import check_isolation
from test_framework.events.model import AgentEvent
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Outcome, Verdict

ERASED = "event_erased"
# A word that stands in every question.
WORD = "zebra"


@dataclass
class Reading:
    """What a new log-in is told of one conversation: its history, and its log from the start."""

    history: Mapping[str, Any]
    log: dict[int, AgentEvent]

    @property
    def lines(self) -> list[Any]:
        """The messages of the history."""
        return [line(message) for message in self.history["messages"]]


def settle(world: World, device: Device) -> dict[str, Reading]:
    """Let a device read all conversations of its person, when all that was asked is over."""
    for conversation, question in world.questions(device.person):
        device.follows.setdefault(conversation.thread_id, 0)
        if question.open:
            if not device.log(conversation.thread_id):
                device.take_up(conversation.thread_id)
            for run_id in question.open:
                device.wait_for_end(run_id)
            question.open.clear()
    readings = {}
    for conversation in world.of(device.person):
        thread_id = conversation.thread_id
        device.take_up(thread_id)
        history = device.chat.ask("history.get", thread_id).payload
        readings[thread_id] = Reading(history, device.log(thread_id))
    return readings


def differences(
    world: World, new: Device, readings: Mapping[str, Reading], past: set[str]
) -> Iterator[str]:
    """What a new log-in is told that is not what the model says.

    Args:
        world: The model.
        new: A device on which its person has just logged in, and read everything.
        readings: What it read, by conversation.
        past: Conversations of earlier lives, which do not count.
    """
    rows: dict[str, Mapping[str, Any]] = {}
    for archived in (False, True):
        listed = new.chat.ask("thread.list", payload={"archived": archived}).payload["threads"]
        shown = [row for row in listed if row["thread_id"] not in past]
        rows.update({row["thread_id"]: row for row in shown})
        names = [(row["thread_id"], row["title"]) for row in shown]
        expected = [
            (each.thread_id, each.title)
            for each in world.of(new.person)
            if each.archived == archived
        ]
        if names != expected:
            where = "archive" if archived else "list"
            yield f"In the {where} stands {_named(world, names)}, not {_named(world, expected)}."
    for conversation in world.conversations:
        if conversation.owner == new.person and conversation.deleted:
            yield from _gone(new, conversation)
    for conversation in world.of(new.person):
        row, reading = rows.get(conversation.thread_id), readings[conversation.thread_id]
        for what in _of_one(conversation, row, reading):
            yield f"{conversation.name} of {new.person}: {what}"
    yield from _found(world, new, readings, past)


def _gone(new: Device, conversation: Conversation) -> Iterator[str]:
    reply = new.chat.ask("history.get", conversation.thread_id)
    if code_of(reply) != NOT_FOUND:
        yield f"{conversation.name} was deleted, but its history is answered by {reply.type}."


def _of_one(
    conversation: Conversation, row: Mapping[str, Any] | None, reading: Reading
) -> Iterator[str]:
    told = Told.by(event for _, event in sorted(reading.log.items()))
    history, last = reading.history, reading.history["last_seq"]
    if sorted(reading.log) != list(range(1, last + 1)):
        yield f"its log has the events {sorted(reading.log)}, of {last}."
    yield from told.strange
    if list(told.messages.values()) != reading.lines:
        yield f"its log tells {list(told.messages.values())}, its history {reading.lines}."
    if (told.title, told.archived) != (conversation.title, conversation.archived):
        words = "archived" if told.archived else "in use"
        yield f"its log says that it is {told.title!r}, {words}."
    if row is not None and row["read_seq"] != conversation.read:
        yield f"it is read up to {row['read_seq']}, not {conversation.read}."
    asked = [(m["message_id"], m["text"]) for m in history["messages"] if m["author"] == "user"]
    expected = [(each.message_id, each.text) for each in conversation.in_order]
    if asked != expected:
        said, should = [text for _, text in asked], [text for _, text in expected]
        yield f"the questions in its history are {said}, not {should}."
    rated = {m["message_id"]: m["rating"] for m in history["messages"] if m["rating"]}
    if rated != conversation.ratings:
        yield f"its ratings are {rated}, not {conversation.ratings}."
    for question in conversation.in_order:
        runs = told.asked.get(question.message_id, [])
        if sorted(runs) != sorted(question.runs):
            yield f"{question.text!r} was answered by {len(runs)} runs, not {len(question.runs)}."
        failed = [run for run in runs if told.status.get(run) != "succeeded"]
        if set(failed) - question.cancelled:
            yield f"{question.text!r} was not answered: {[told.status.get(run) for run in failed]}."


def _found(
    world: World, new: Device, readings: Mapping[str, Reading], past: set[str]
) -> Iterator[str]:
    found = new.chat.ask("thread.search", payload={"text": WORD.upper()}).payload["found"]
    names = [each["thread"]["thread_id"] for each in found]
    expected = [
        each.thread_id
        for each in world.of(new.person)
        if WORD in " ".join([each.title, *(said[2] for said in readings[each.thread_id].lines)])
    ]
    if [name for name in names if name not in past] != expected:
        yield f"The search for {WORD!r} found {names}, not {expected}."


def unlike(world: World, device: Device, readings: Mapping[str, Reading]) -> Iterator[str]:
    """What a device that followed conversations has otherwise than a new log-in reads it now."""
    for conversation in world.of(device.person):
        reading = readings[conversation.thread_id]
        log = device.log(conversation.thread_id)
        for seq, event in log.items():
            now = reading.log.get(seq)
            if now is None or (now.event_id != event.event_id and now.type != ERASED):
                yield (
                    f"{conversation.name}: event {seq} came to {device.name} as {event.type}, and "
                    f"is {now.type if now else 'nothing'} in its log."
                )
        if len(log) == reading.history["last_seq"]:
            told = list(Told.by(event for _, event in sorted(log.items())).messages.values())
            if told != reading.lines:
                yield (
                    f"{conversation.name}: {device.name} was told {told}, the history says "
                    f"{reading.lines}."
                )


def catch_up(devices: Sequence[Device], readings: Mapping[str, Reading]) -> None:
    """Wait until each device has the newest event of what it follows.

    Raises:
        NotInTime: when one of them is not told.
    """
    for device in devices:
        for thread_id in device.follows.keys() & readings.keys():
            newest = readings[thread_id].history["last_seq"]
            device.context.wait_for(
                lambda d=device, t=thread_id, n=newest: d.held(t) >= n,  # type: ignore[misc] # mypy infers no types for defaults
                awaiting=f"event {newest} of a conversation that {device.name} follows",
            )


def verdicts(world: World, devices: Sequence[Device], catalogue: Catalogue) -> Iterator[Verdict]:
    """What the suite's checkers say of all that each device was told."""
    told = {device.name: device.context.events for device in devices}
    # A device that was away when a conversation was deleted hears nothing more of it.
    gone = {each.thread_id for each in world.conversations if each.deleted}
    for device in devices:
        events = [e for e in told[device.name] if not {e.thread_id, _answered(e)} & gone]
        still_open = [device.chat.socket.number] if device.connected else []
        yield check_sequence(events)
        yield check_content(events, catalogue=catalogue)
        yield check_delivery(events, still_open=still_open)
    yield check_isolation(
        {name: events for name, events in told.items() if events},
        persons={device.name: device.person for device in devices},
    )


def _answered(event: AgentEvent) -> str:
    """The conversation of which an answer tells."""
    return str(event.payload.get("thread_id", ""))


def broken(world: World, devices: Sequence[Device], catalogue: Catalogue) -> Iterator[str]:
    """The checkers' findings. Who was told nothing cannot be judged, which is no disagreement."""
    for verdict in verdicts(world, devices, catalogue):
        if verdict.outcome is Outcome.BROKEN:
            yield str(verdict)


def _named(world: World, rows: Sequence[tuple[str, str]]) -> str:
    known = {each.thread_id: each.name for each in world.conversations}
    return ", ".join(f"{known.get(thread, '?')} {title!r}" for thread, title in rows) or "nothing"
