"""What the agents do: the five events, the activity on the page, the streamed answer."""

from collections import defaultdict
from collections.abc import Collection

from pytest_bdd import then

from pages.chat import ChatPage
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.verdicts import must_hold
from test_framework.events.catalogue import Catalogue
from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.model import RUN_EVENTS, AgentEvent, EventKind, parent_of
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict
from test_framework.personas import Identity
from test_framework.wire.recording import ALL_FIVE_NOTE

GREETING = "Hello, what can you do?"
SHOWN_AS = {
    EventKind.AGENT_STARTED: "{title} started",
    EventKind.AGENT_THINKING: "Thinking: {reasoning}",
    EventKind.TOOL_EXECUTING: "Running {tool}",
}
TOOL_SHOWN_AS = {
    "ok": "{tool} finished in {took} ms",
    "error": "{tool} failed after {took} ms: {error}",
}
END_SHOWN_AS = {
    "succeeded": "{title} finished",
    "failed": "{title} failed",
    "cancelled": "{title} was stopped",
}


def shown_as(event: AgentEvent, title: str, reader: Identity) -> str:
    """The words for an event of a run on the reader's page; ``title`` is that of its agent."""
    took = ""
    if event.kind is EventKind.TOOL_COMPLETED:
        words = TOOL_SHOWN_AS[event.payload["status"]]
        took = reader.written(event.payload["duration_ms"])
    elif event.kind is EventKind.AGENT_COMPLETED:
        words = END_SHOWN_AS[event.payload["status"]]
    else:
        words = SHOWN_AS[event.kind]
    return words.format_map({**event.payload, "title": title, "took": took})


def judge_runs(people: People, who: str) -> Verdict:
    """Order and content of all runs that this person was told of, each with all five events."""
    people[who].context.notes[ALL_FIVE_NOTE] = True
    people[who].wait_until_answered()
    return in_order(people, who, RUN_EVENTS)


def in_order(people: People, who: str, every_run_has: Collection[EventKind] = ()) -> Verdict:
    """Order and content of all runs that this person was told of."""
    events = people[who].context.events
    return Verdict.all_of(
        "the five events",
        [
            check_sequence(events, every_run_has=every_run_has),
            check_content(events, catalogue=catalogue_for(people, who)),
        ],
    )


def catalogue_for(people: People, who: str) -> Catalogue:
    """The agents and tools as the platform describes them to this person.

    The page does not ask for them, so another device of the same person does.
    """
    device = people.device_of(who, "wire")
    if not device.connected:
        device.access.enter()
        device.connect()
    return Catalogue.from_agent_list(device.wire.ask("agent.list").payload)


def of_run(who: Actor, run_id: str | None = None) -> list[AgentEvent]:
    """The events of one run, by default the newest, each once, in the order they are numbered.

    Other checks judge the order in which they came.
    """
    run_id = run_id or who.finished_runs()[-1].run_id
    seen = {e.event_id: e for e in who.context.events if e.kind.of_run and e.run_id == run_id}
    return sorted(seen.values(), key=lambda event: event.seq or 0)


def nested_in(who: Actor) -> list[list[AgentEvent]]:
    """The runs of the sub-agents that this person was told of."""
    events = who.context.events
    starts = {e.run_id: e for e in events if e.kind is EventKind.AGENT_STARTED and parent_of(e)}
    return [of_run(who, run_id) for run_id in starts]


@then(says("the run of {who:Person} shows all five events, complete and in order"))
def _(people: People, who: str) -> None:
    verdict = judge_runs(people, who)
    must_hold(verdict, people[who].context.events)


@then(says("each of the {count:d} runs of {who:Person} shows its events, complete and in order"))
def _(people: People, who: str, count: int) -> None:
    verdict = judge_runs(people, who)
    must_hold(verdict, people[who].context.events)
    runs = people[who].finished_runs()
    assert len(runs) == count, f"{who} saw {len(runs)} runs"


@then(says("the run of {who:Person} is complete and in order"))
def _(people: People, who: str) -> None:
    people[who].wait_until_over()
    must_hold(in_order(people, who), people[who].context.events)


@then(says("each of the {count:d} runs of {who:Person} is complete and in order"))
def _(people: People, who: str, count: int) -> None:
    people[who].wait_until_over()
    must_hold(in_order(people, who), people[who].context.events)
    runs = people[who].finished_runs()
    assert len(runs) == count, f"{who} saw {len(runs)} runs"


@then(says("at least {count:d} tools were at work, and each that started also finished"))
def _(people: People, count: int) -> None:
    used = tools_used(people)
    assert used >= count, f"only {used} tools were at work"


@then(says("{count:d} tools were at work, and each that started also finished"))
def _(people: People, count: int) -> None:
    used = tools_used(people)
    assert used == count, f"{used} tools were at work"


def tools_used(people: People) -> int:
    """How many tools the newest run used; each must have started and finished."""
    people.latest.wait_until_over()
    calls: dict[str, list[EventKind]] = defaultdict(list)
    for event in of_run(people.latest):
        if "call_id" in event.payload:
            calls[event.payload["call_id"]].append(event.kind)
    pair = [EventKind.TOOL_EXECUTING, EventKind.TOOL_COMPLETED]
    assert all(kinds == pair for kinds in calls.values()), f"the tools went {dict(calls)}"
    return len(calls)


@then("one run answers it")
def _(people: People) -> None:
    actor = people.latest
    actor.wait_until_answered()
    asked = {question_of(actor, end) for end in actor.finished_runs()}
    # Runs of one conversation go one after the other. When the run of a later question
    # has ended, a second run of the earlier question would have been seen.
    actor.ask(GREETING)
    eventually(
        lambda: {question_of(actor, end) for end in actor.finished_runs()} - asked,
        actor,
        "the answer to a greeting",
        within=ANSWERED_WITHIN_S,
    )
    runs = [end for end in actor.finished_runs() if question_of(actor, end) in asked]
    assert len(runs) == 1, f"{len(runs)} runs answered it"


def question_of(who: Actor, end: AgentEvent) -> str:
    """The id of the message that asked for a run, as its first event names it."""
    return str(of_run(who, end.run_id)[0].payload["context"]["message_id"])


@then("the activity on the page tells every event of the run, in order")
def _(people: People) -> None:
    actor = people.latest
    actor.wait_until_over()
    run = of_run(actor)
    title = catalogue_for(people, actor.name).title(run[0].payload["agent"])
    expected = [shown_as(e, str(title), actor.context.identity) for e in run]
    page = ChatPage(actor.context.page, actor.context.base_url)

    def told_in_order() -> bool:
        shown = page.activity.all_inner_texts()
        return len(shown) == len(expected) and all(
            what in line for what, line in zip(expected, shown, strict=True)
        )

    eventually(told_in_order, actor, f"the activity {expected}")


@then(says("the pieces of the answer to {who:Person} join to the whole answer"))
def _(people: People, who: str) -> None:
    people[who].wait_until_answered()
    events = people[who].context.events
    pieces = [e for e in events if e.kind is EventKind.MESSAGE_DELTA]
    assert len(pieces) > 1, f"the answer came in {len(pieces)} piece, so it did not stream"
    verdict = check_delivery(events)
    must_hold(verdict, events)


@then(says("{who:Person} is answered by the {agent}"))
def _(people: People, agent: str, who: str) -> None:
    people[who].wait_until_answered()
    author = people[who].chat.conversation()[-1].author
    assert author.lower() == agent, f"{author} answered"
