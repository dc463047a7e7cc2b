"""What the platform holds: connections, tasks, files, rows; and people who come and go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from pytest_bdd import given, then, when

from steps.conversation import current_thread
from steps.people import Actor, People, eventually, says
from targets.reference.life_cycle import RunningReference
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.reporting.attachments import attach_table

# Connections to its database that the platform keeps for readers, once it needed them, are no
# leak: at most twenty, of two files each.
SPARE_FILES = 40
SETTLED_WITHIN_S = 10.0
SOCKETS, TASKS, FILES = "chat_open_sockets", "chat_tasks", "process_open_fds"
DATABASE = "chat_database_connections_in_use"
# A page that is left before it connects leaves its ticket: it goes, half a minute old, when
# somebody else takes one.
GOES_BY_ITSELF = "tickets"


@given(
    says("{who:Person} is in a conversation of a platform whose figures can be read"),
    target_fixture="reference",
)
def _(people: People, who: str, own_platform: OwnPlatform) -> RunningReference:
    reference = own_platform()
    assert isinstance(reference, RunningReference)
    actor = people[who]
    actor.enter_chat()
    actor.begin_conversation()
    actor.ask("Which models do we use?")
    actor.wait_until_answered()
    return reference


@when(says("a device of {who:Person} comes and goes {times:d} times"))
def _(people: People, reference: RunningReference, who: str, times: int) -> None:
    device, thread = people.device_of(who), current_thread(people[who])
    device.access.enter()
    come_and_go(device, thread)
    note(people, reference)
    for _ in range(times):
        come_and_go(device, thread)
    people.latest = people[who]


@when(says("{who:Person} loads the page again {times:d} times"))
def _(people: People, reference: RunningReference, who: str, times: int) -> None:
    actor = people[who]
    actor.context.reload_page()
    actor.connect()
    note(people, reference)
    for number in range(times):
        actor.context.reload_page()
        if number % 2:  # half of them do not even wait until the page is there
            actor.connect()
    actor.connect()


@when(says("devices of {count:d} people come and go at once, {times:d} times each"))
def _(people: People, reference: RunningReference, count: int, times: int) -> None:
    host, guests = people.latest, []
    for number in range(1, count + 1):
        guest = people[f"Guest{number}"]
        guest.enter_chat()
        guest.begin_conversation()
        guest.wire.socket.close()
        guests.append((guest, current_thread(guest)))
    people.latest = host
    note(people, reference)

    def reload(guest: tuple[Actor, str]) -> None:
        for _ in range(times):
            come_and_go(*guest)

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(reload, guests))


@then("the platform holds no more than before")
def _(people: People, reference: RunningReference) -> None:
    before = people.latest.kept["held"]

    def more() -> dict[str, tuple[float, float]]:
        now = held(reference)
        return {
            name: (before.get(name, 0), figure)
            for name, figure in now.items()
            if figure > before.get(name, 0) + (SPARE_FILES if name == FILES else 0)
        }

    def settled() -> bool:
        return not more()

    people.latest.context.wait_for(
        settled,
        awaiting="the platform to hold no more than before",
        within=SETTLED_WITHIN_S,
        look=lambda: f"it holds more of (before, now): {more()}",
    )
    rows = [[name, figure, held(reference)[name]] for name, figure in before.items()]
    attach_table("What the platform holds", ["of what", "before", "after"], rows)


def come_and_go(device: Actor, thread: str) -> None:
    """What a page does when it is loaded and left at once."""
    device.wire.connect()
    device.wire.ask("resume", thread, {"last_seq": 0})
    device.wire.socket.close()


def note(people: People, reference: RunningReference) -> None:
    """Remember what the platform holds, when it has come to rest."""
    eventually(
        lambda: reference.figure(SOCKETS) == 1, people.latest, "one open connection, no more"
    )
    people.latest.kept["held"] = held(reference)


def held(reference: RunningReference) -> dict[str, float]:
    """What the platform says that it holds, and the rows of its tables."""
    figures = {name: reference.figure(name) for name in (SOCKETS, TASKS, FILES, DATABASE)}
    rows = reference.rows()
    del rows[GOES_BY_ITSELF]
    return figures | {f"rows of {table}": count for table, count in rows.items()}
