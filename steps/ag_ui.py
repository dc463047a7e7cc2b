"""Programs that ask over AG-UI, beside the person whose programs they are."""

from typing import Any

from pytest_bdd import given, then, when

from steps.conversation import current_thread
from steps.people import SHOWN_WITHIN_S, Actor, People, eventually, says
from steps.verdicts import must_hold
from targets.reference.ag_ui import Told
from targets.reference.api import Refused
from test_framework.events.model import AgentEvent, EventKind

TOLD = "told over AG-UI"
REFUSED = "refused over AG-UI"
# What AG-UI has no field for, or only another than we have.
UNSAID = {"context", "agent", "usage", "return_value", "message"}


def ask(who: Actor, question: str, message_id: str = "asked") -> Told:
    told = Told.asking(who.context, question, current_thread(who), message_id)
    who.kept.setdefault(TOLD, []).append(told)
    return told


def last_told(who: Actor) -> Told:
    told: Told = who.kept[TOLD][-1]
    return told.to_the_end()


def of_runs(events: list[AgentEvent]) -> list[AgentEvent]:
    """The events of runs and the pieces of answers, each once, in their order."""
    return [e for e in events if e.kind.of_run or e.kind is EventKind.MESSAGE_DELTA]


# Given


@given(says('a program of {who:Person} has asked "{question}" over AG-UI'))
def _(people: People, who: str, question: str) -> None:
    ask(people[who], question).to_the_end()


@given(
    says('a program of {who:Person} has asked "{question}" over AG-UI, and the agent is at work')
)
def _(people: People, who: str, question: str) -> None:
    ask(people[who], question).until(lambda sent: sent["type"] == "TOOL_CALL_END")


# When


@when(says('a program of {who:Person} asks "{question}" over AG-UI'))
def _(people: People, who: str, question: str) -> None:
    ask(people[who], question).to_the_end()


@when(says('the program of {who:Person} asks "{question}" next'))
def _(people: People, who: str, question: str) -> None:
    ask(people[who], question, "asked-next").to_the_end()


@when(says('a program of {who:Person} asks "{question}" twice under the same name'))
def _(people: People, who: str, question: str) -> None:
    for _repeat in range(2):
        ask(people[who], question).to_the_end()


@when(says("a program of {who:Person} asks over AG-UI in the conversation of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    thread = current_thread(people[other])
    refused_to(people[who], "What did we spend in total in September 2026?", thread)


@when(says("a program asks over AG-UI for {who:Person}, who is not logged in"))
def _(people: People, who: str) -> None:
    people[who].get_account()
    refused_to(people[who], "Hello, what can you do?", "a-conversation")


def refused_to(who: Actor, question: str, thread: str) -> None:
    try:
        told = Told.asking(who.context, question, thread).to_the_end()
    except Refused as refusal:
        who.kept[REFUSED] = refusal
        return
    raise AssertionError(f"a program of {who.name} got an answer: {told.types}")


# Then


@then(says("the program of {who:Person} was told all of the run that {other:Person} was told of"))
def _(people: People, who: str, other: str) -> None:
    told, actor = last_told(people[who]), people[other]
    must_hold(told.verdict(), told.events)
    ours = {event.seq: event for event in of_runs(told.events)}
    eventually(
        lambda: set(ours) <= {event.seq for event in actor.context.events},
        actor,
        "all events that the program was told of",
        within=SHOWN_WITHIN_S,
    )
    seen = of_runs(actor.context.events)
    assert [e.seq for e in seen] == list(ours), "the program was told of other events"
    for mine, event, alone in zip(ours.values(), seen, of_runs(told.plain), strict=True):
        assert (mine.type, mine.run_id, mine.payload) == (event.type, event.run_id, event.payload)
        said_alike(alone, event, root=seen[0].run_id)


def said_alike(alone: AgentEvent, event: AgentEvent, root: str) -> None:
    """What AG-UI says by itself, without what the platform adds, is what the event says."""
    inside = {"": "", root: "run-of-asked"}.get(event.run_id, event.run_id)
    assert (alone.type, alone.run_id) == (event.type, inside), (
        f"AG-UI alone says {alone.type} of run {alone.run_id}, where the person was told "
        f"{event.type} of run {inside}"
    )
    for name, said in alone.payload.items():
        meant: Any = event.payload.get(name)
        failed = name == "result" and event.payload.get("error")
        assert name in UNSAID or said == (failed or meant), (
            f"AG-UI alone says {name} {said!r} of {event.type}, where the person was told {meant!r}"
        )


@then(says("another device of {who:Person} shows the answer that the program got"))
def _(people: People, who: str) -> None:
    actor = people[who]
    answer = last_told(actor).sent[-1]["result"]
    device = people.device_of(who)
    device.access.enter()
    device.connect()
    device.chat.open_conversation(current_thread(actor))
    said = device.chat.conversation()[-1].text
    assert said == answer, f"the device shows {said!r}, the program got {answer!r}"


@then(says("the program of {who:Person} was told the same run both times"))
def _(people: People, who: str) -> None:
    first, again = people[who].kept[TOLD]
    must_hold(first.verdict(), first.events)
    assert again.sent == first.sent, "the second time it was told another run"


@then(says('the program of {who:Person} was told that the run failed: "{words}"'))
def _(people: People, who: str, words: str) -> None:
    told = last_told(people[who])
    last = told.sent[-1]
    assert last["type"] == "RUN_ERROR", f"the program was told {last['type']}: {last}"
    assert words in last["message"], f"the program was told {last['message']!r}"
    must_hold(told.verdict(), told.events)


@then(says("the program of {who:Person} was told that the run was stopped"))
def _(people: People, who: str) -> None:
    told = last_told(people[who])
    last = told.sent[-1]
    outcome = last.get("outcome", {}).get("type")
    assert outcome == "cancelled", f"the program was told {last['type']} ({outcome or 'success'})"
    must_hold(told.verdict(), told.events)


@then(says("the program of {who:Person} was told the conversation as {other:Person} reads it"))
def _(people: People, who: str, other: str) -> None:
    actor = people[who]
    last_told(actor)
    told = [event for heard in actor.kept[TOLD] for event in heard.events]
    histories = [event for event in told if event.kind is EventKind.HISTORY]
    assert histories, "the program was told of no conversation"
    shown = [message["text"] for message in histories[-1].payload["messages"]]
    read = [said.text for said in people[other].chat.conversation()]
    assert shown == read, f"the program was told {shown}, {other} reads {read}"
    assert len(shown) > 2, f"the conversation is short: {shown}"


@then(says('the program of {who:Person} is refused: "{words}"'))
def _(people: People, who: str, words: str) -> None:
    refusal: Refused = people[who].kept[REFUSED]
    assert refusal.message == words, f"the program was told {refusal.message!r}"
