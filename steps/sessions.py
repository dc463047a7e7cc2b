"""Many people who ask when they want to, and how soon each is heard and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from pytest_bdd import given, then, when

from steps.load import DEVICE, UNDER_LOAD
from steps.people import Actor, People, says
from targets.reference.crowd import QUESTIONS, Latencies, Voice, converse
from test_framework.events.percentiles import header
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.reporting.attachments import attach_table
from test_framework.waiting import patient

EVERY_FOURTH = 4
TAKES = 3
# As long as what a message may take.
STALLED_S = 0.05
SHOWN = (50.0, 90.0, 99.0)
PERCENT = 99.0
MEMORY = Path("/dev/shm")  # noqa: S108 - only the folder in which a folder of our own is made
# Five a second, give or take.
PAUSES_OF_A_HURRIED_PERSON = (0.1, 0.3)


def talk(people: People, seed: int, seconds: float, pauses: tuple[float, float]) -> None:
    """Let everybody who is there ask, each in the conversations that are theirs.

    A measurement in which the measuring machine itself stood still says little of the platform,
    and is taken again, at most twice; the last one counts.
    """
    actors = list(people)
    loosen_up(actors)
    for take in range(1, TAKES + 1):
        for actor in actors:
            actor.runs_before = len(actor.finished_runs())
        voices = [voice_of(actor) for actor in actors]
        chance = Random(f"{seed} {len(voices)} {seconds}")  # noqa: S311 - chance, no secret
        measured = converse(voices, chance, seconds, pauses)
        for actor, voice in zip(actors, voices, strict=True):
            actor.kept.setdefault(UNDER_LOAD, True)
            actor.kept["voice"] = voice
        people.latest.kept["measured"] = measured
        devices = f"{len(voices)} devices asked {measured.accepted.count} questions"
        show(f"{devices} (take {take})", measured)
        if measured.own.greatest < STALLED_S:
            return


def loosen_up(actors: list[Actor]) -> None:
    """One question that is not measured: the first of all loads what the others find loaded."""
    asking = actors[0]
    thread = threads_of(asking)[0]
    asking.wire.ask("message.send", thread, {"text": QUESTIONS[0]})
    for actor in actors:
        if thread in threads_of(actor):
            actor.context.wait_for_run_end()


def voice_of(actor: Actor) -> Voice:
    """The person as one of many; a second device only follows."""
    silent = actor.kept.get(UNDER_LOAD) == DEVICE
    return Voice(actor.wire, threads_of(actor), silent=silent)


def threads_of(actor: Actor) -> list[str]:
    """The conversations that this person has at once."""
    threads: list[str] = actor.kept.get("threads", [actor.wire.thread_id])
    return threads


def show(title: str, measured: Latencies) -> None:
    """Attach the figures to the report."""
    rows = {
        "a message, until it was accepted": measured.accepted,
        "an event, until it arrived": measured.told,
        "how late the suite itself was": measured.own,
    }
    columns = ["in seconds", *header(SHOWN)]
    attach_table(title, columns, [[what, *found.row(SHOWN)] for what, found in rows.items()])


@pytest.fixture
def folder_in_memory() -> Iterator[str]:
    """A folder that waits for no disk, where the machine has such folders (Linux)."""
    place = MEMORY if MEMORY.is_dir() else None
    with TemporaryDirectory(prefix="chat-", dir=place) as folder:
        yield folder


@given("a platform whose disk lets nobody wait")
def _(folder_in_memory: str, own_platform: OwnPlatform) -> None:
    own_platform({"CHAT_DATA_DIR": folder_in_memory})


@given(says("every fourth of them follows the conversation on a second device"))
def _(people: People) -> None:
    for actor in list(people)[::EVERY_FOURTH]:
        device = people.device_of(actor.name)
        device.access.enter()
        device.connect()
        device.chat.open_conversation(actor.wire.thread_id)
        device.kept[UNDER_LOAD] = DEVICE


@given(says("{who:Person} is in {count:d} conversations at once"))
def _(people: People, who: str, count: int) -> None:
    actor = people[who]
    actor.enter_chat()
    asked = [actor.wire.send_message("thread.create") for _ in range(count)]
    replies = [actor.wire.reply_to(sent) for sent in asked]
    actor.kept["threads"] = [reply.payload["thread"]["thread_id"] for reply in replies]


@when(says("each of them asks every {least:d} to {most:d} seconds, for {seconds:d} seconds"))
def _(people: People, seed: int, least: int, most: int, seconds: int) -> None:
    talk(people, seed, seconds, (least, most))


@when(
    says(
        "{who:Person} asks five questions a second, for {seconds:d} seconds, in one after the other"
    )
)
def _(people: People, seed: int, who: str, seconds: int) -> None:
    assert [actor.name for actor in people] == [who]
    talk(people, seed, seconds, PAUSES_OF_A_HURRIED_PERSON)


@then(
    says(
        "99 of 100 messages were accepted, and 99 of 100 events arrived, "
        "within {limit:d} milliseconds"
    )
)
def _(people: People, limit: int) -> None:
    measured: Latencies = people.latest.kept["measured"]
    took = {"messages were accepted": measured.accepted, "events arrived": measured.told}
    late = [
        f"99 of 100 {what} within {1000 * found.at(PERCENT):.0f} ms (of {found.count} "
        f"one half within {1000 * found.at(50):.0f} ms)"
        for what, found in took.items()
        if 1000 * found.at(PERCENT) > patient(limit)
    ]
    assert not late, (
        f"{'; '.join(late)}: that is more than {patient(limit):.0f} ms. "
        f"The suite itself was up to {1000 * measured.own.greatest:.0f} ms late."
    )


@then("every question was answered, and no connection was lost")
def _(people: People) -> None:
    for actor in (each for each in people if "voice" in each.kept):
        voice: Voice = actor.kept["voice"]
        lost = [socket for socket in actor.context.frames.connections if not socket.open]
        assert not lost, f"{actor.name} lost {len(lost)} connections: {lost[0].close_reason}"
        ends = actor.finished_runs()[actor.runs_before :]
        others = [end.payload["status"] for end in ends if end.payload["status"] != "succeeded"]
        assert not others, f"runs of {actor.name} ended as {others}"
        assert voice.silent or len(ends) == len(voice.asked), (
            f"{len(voice.asked)} questions of {actor.name} began {len(ends)} runs"
        )
