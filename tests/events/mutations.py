"""Single mutations of a valid stream, and which of them break no promise.

On the way, the numbers stay as the platform gave them. A platform that errs numbers what
it sends anew (``as_platform``), so that only the meaning can show the error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from test_framework.events.model import RUN_EVENTS, AgentEvent, EventKind

Events = list[AgentEvent]
Mutation = Callable[[Events, int, Random], Events | None]
LATE = timedelta(seconds=3)


@dataclass(frozen=True)
class Mutant:
    """A mutated stream, where it was mutated, and how."""

    kind: str
    original: Events
    place: int
    events: Events

    def __str__(self) -> str:
        """For a counter-example."""
        event = self.original[self.place]
        return f"{self.kind}: {event.type} (frame {event.frame}, run {event.run_id or '-'})"


def drop(events: Events, place: int, random: Random) -> Events | None:
    """One event never comes."""
    del random
    return events[:place] + events[place + 1 :]


def repeat(events: Events, place: int, random: Random) -> Events | None:
    """One event comes again through the same connection, at once or later."""
    connection = events[place].connection
    places = [n for n, e in enumerate(events) if n >= place and e.connection == connection]
    again = random.choice(places) + 1
    return [*events[:again], events[place], *events[again:]]


def swap(events: Events, place: int, random: Random) -> Events | None:
    """One event changes places with the next of its thread through the same connection."""
    del random
    other = next_of_lane(events, place)
    if other is None:
        return None
    changed = list(events)
    changed[place], changed[other] = changed[other], changed[place]
    return changed


def truncate(events: Events, place: int, random: Random) -> Events | None:
    """From here on nothing comes any more."""
    del random
    return events[:place]


def leave_unanswered(events: Events, place: int, random: Random) -> Events | None:
    """The run that this event starts, and all that came of it, never happened."""
    del random
    started = events[place]
    if started.kind is not EventKind.AGENT_STARTED or started.payload["context"]["parent_run_id"]:
        return None
    question = started.payload["context"]["message_id"]
    runs = {
        e.run_id
        for e in events
        if e.kind is EventKind.AGENT_STARTED and e.payload["context"]["message_id"] == question
    }
    answer = f"{started.run_id}-answer"
    kept = [e for e in events if e.run_id not in runs and _message_of(e) != answer]
    return kept if len(kept) < len(events) else None


def retype(events: Events, place: int, random: Random) -> Events | None:
    """One event of a run comes as another kind."""
    event = events[place]
    if not event.kind.of_run:
        return None
    kind = random.choice([kind for kind in RUN_EVENTS if kind is not event.kind])
    return _with(events, place, replace(event, kind=kind, type=kind.value))


def move_to_another_run(events: Events, place: int, random: Random) -> Events | None:
    """One event of a run names another run of the same user."""
    event = events[place]
    others = sorted({e.run_id for e in events} - {"", event.run_id})
    if not event.run_id or not others:
        return None
    return _with(events, place, replace(event, run_id=random.choice(others)))


def move_to_another_thread(events: Events, place: int, random: Random) -> Events | None:
    """One event names another thread of the same user."""
    others = sorted({e.thread_id for e in events} - {"", events[place].thread_id})
    if not others:
        return None
    return _with(events, place, replace(events[place], thread_id=random.choice(others)))


def set_clock_back(events: Events, place: int, random: Random) -> Events | None:
    """One event of a run, not its first, is stamped before what came before it."""
    del random
    event = events[place]
    first = next(e for e in events if e.run_id == event.run_id)
    if not event.kind.of_run or first.event_id == event.event_id or event.timestamp is None:
        return None
    return _with(events, place, replace(event, timestamp=event.timestamp - LATE))


def set_clock_ahead(events: Events, place: int, random: Random) -> Events | None:
    """One event of a run is stamped after what comes next."""
    del random
    event = events[place]
    if not event.kind.of_run or event.timestamp is None:
        return None
    return _with(events, place, replace(event, timestamp=event.timestamp + LATE))


def lose_a_field(events: Events, place: int, random: Random) -> Events | None:
    """One required field of an event of a run is not there."""
    event = events[place]
    if not event.kind.of_run:
        return None
    lost = random.choice(sorted(set(event.payload) - {"result", "error"}))
    payload = {name: value for name, value in event.payload.items() if name != lost}
    return _with(events, place, replace(event, payload=payload))


MUTATIONS: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        drop,
        repeat,
        swap,
        truncate,
        leave_unanswered,
        retype,
        move_to_another_run,
        move_to_another_thread,
        set_clock_back,
        set_clock_ahead,
        lose_a_field,
    )
}


def fall_silent(events: Events, place: int, random: Random) -> Events | None:
    """From here on nothing of that thread comes any more through that connection."""
    del random
    lane = events[place].thread_id, events[place].connection
    return [
        event
        for number, event in enumerate(events)
        if number < place or (event.thread_id, event.connection) != lane
    ]


# What one of two connections of a user can do wrong, while the other is faithful.
CONNECTION_MUTATIONS: dict[str, Mutation] = {
    "fall_silent": fall_silent,
    **{
        name: mutate
        for name, mutate in MUTATIONS.items()
        if name not in {"truncate", "leave_unanswered"}
    },
}


def as_platform(events: Events) -> Events:
    """The same, numbered as a platform would that erred by itself: no gap, no repeat."""
    highest: dict[str, int] = {}
    used: dict[str, int] = {}
    numbered: Events = []
    for event in events:
        if event.thread_id:
            highest[event.thread_id] = highest.get(event.thread_id, 0) + 1
            used[event.event_id] = used.get(event.event_id, 0) + 1
            name = f"{event.event_id}.{used[event.event_id]}"
            event = replace(event, seq=highest[event.thread_id], event_id=name)  # noqa: PLW2901
        numbered.append(event)
    stored = {
        e.payload["message"]["message_id"]: e.seq
        for e in reversed(numbered)
        if e.kind is EventKind.MESSAGE_CREATED
    }
    return [_acknowledged_at(event, stored) for event in numbered]


def harmless_on_the_way(mutant: Mutant) -> str:
    """Why nobody can tell, or need to; empty when a promise is broken."""
    if mutant.kind == "truncate":
        return _ends_whole(mutant.events)
    if mutant.kind == "drop":
        return _sent_again(mutant)
    if mutant.kind == "move_to_another_run":
        return _thought_of_either(mutant)
    return ""


def harmless_by_platform(mutant: Mutant) -> str:
    """The same for an error of the platform itself."""
    event = mutant.original[mutant.place]
    why = harmless_on_the_way(mutant)
    if event.kind is EventKind.OTHER and mutant.kind in {
        "drop",
        "repeat",
        "move_to_another_thread",
    }:
        why = "a thread_created means nothing to a checker"
    elif mutant.kind == "drop" and event.kind is EventKind.AGENT_THINKING:
        later = [e for e in mutant.original[mutant.place + 1 :] if e.run_id == event.run_id]
        if not any(e.kind is EventKind.AGENT_THINKING for e in later):
            why = "a run may think less"
    elif event.kind is EventKind.MESSAGE_DELTA and mutant.kind in {
        "drop",
        "move_to_another_thread",
    }:
        name = event.payload["message_id"]
        pieces = [e for e in mutant.original if e.payload.get("message_id") == name]
        if len(pieces) == 1 and mutant.kind == "drop":
            why = "an answer need not stream"
    elif mutant.kind == "swap":
        other = mutant.original[next_of_lane(mutant.original, mutant.place) or 0]
        why = "" if _order_promised(event, other) else "nobody promised their order"
    return why


def next_of_lane(events: Events, place: int) -> int | None:
    """The place of the next event of the same thread through the same connection."""
    lane = events[place].thread_id, events[place].connection
    for other in range(place + 1, len(events)):
        if (events[other].thread_id, events[other].connection) == lane:
            return other
    return None


def _with(events: Events, place: int, event: AgentEvent) -> Events:
    return [*events[:place], event, *events[place + 1 :]]


def _acknowledged_at(event: AgentEvent, stored: dict[str, int | None]) -> AgentEvent:
    if event.kind is not EventKind.MESSAGE_ACCEPTED:
        return event
    seq = stored.get(event.payload["message_id"], event.payload["seq"])
    return replace(event, payload={**event.payload, "seq": seq})


def _ends_whole(events: Events) -> str:
    began = {e.run_id for e in events if e.kind is EventKind.AGENT_STARTED}
    ended = {e.run_id for e in events if e.kind is EventKind.AGENT_COMPLETED}
    stored = {
        e.payload["message"]["message_id"] for e in events if e.kind is EventKind.MESSAGE_CREATED
    }
    told = {e.payload["message_id"] for e in events if e.kind is EventKind.MESSAGE_ACCEPTED}
    asked = {
        e.payload["context"]["message_id"] for e in events if e.kind is EventKind.AGENT_STARTED
    }
    whole = began and began == ended and told <= stored & asked
    return "it ends between two questions" if whole else ""


def _sent_again(mutant: Mutant) -> str:
    """What a cut swallowed at the end of a connection came through the next one."""
    event = mutant.original[mutant.place]
    last = next_of_lane(mutant.original, mutant.place) is None
    again = any(e.event_id == event.event_id for e in mutant.events[mutant.place :])
    return "it came after the reconnect" if last and again else ""


def _thought_of_either(mutant: Mutant) -> str:
    """A last thought may as well be the next thought of another run of its thread."""
    moved, event = mutant.events[mutant.place], mutant.original[mutant.place]
    if moved.kind is not EventKind.AGENT_THINKING:
        return ""
    # Each event once, however many connections brought it, and by its place in the thread.
    others = {e.event_id: e for n, e in enumerate(mutant.original) if n != mutant.place}
    rest = [e for e in others.values() if e.thread_id == event.thread_id]
    copies = [e for e in rest if e.event_id == event.event_id]
    own = [e.payload["step"] for e in rest if e.run_id == event.run_id and "step" in e.payload]
    before = [e for e in rest if e.run_id == moved.run_id and (e.seq or 0) < (event.seq or 0)]
    its = [e for e in rest if e.run_id == moved.run_id and "step" in e.payload]
    running = any(e.kind is EventKind.AGENT_STARTED for e in before) and not any(
        e.kind is EventKind.AGENT_COMPLETED for e in before
    )
    step = event.payload["step"]
    fits = running and all(s < step for s in own) and len(its) == step - 1
    fits = fits and all(e in before for e in its) and not copies
    return "the thought fits the other run as well" if fits else ""


def _order_promised(first: AgentEvent, second: AgentEvent) -> bool:
    if first.run_id and second.run_id:
        kinds = {first.kind, second.kind}
        edges = {EventKind.AGENT_STARTED, EventKind.AGENT_COMPLETED}
        # Stamps show any swap within a run; between a run and its nested one, only the edges.
        return first.run_id == second.run_id or (len(kinds) == 1 and bool(kinds & edges))
    if EventKind.AGENT_STARTED in (first.kind, second.kind):
        return EventKind.MESSAGE_CREATED in (first.kind, second.kind)
    pieces = {EventKind.MESSAGE_DELTA, EventKind.MESSAGE_CREATED}
    same = _message_of(first) == _message_of(second)
    alike = first.payload == {**second.payload}
    return first.kind in pieces and second.kind in pieces and same and not alike


def _message_of(event: AgentEvent) -> object:
    message = event.payload.get("message")
    return message["message_id"] if message else event.payload.get("message_id")
