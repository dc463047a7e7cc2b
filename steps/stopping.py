"""Stopping a run, and runs that end without an answer."""

from pytest_bdd import given, parsers, then, when

from pages.chat import ChatPage
from steps.cuts import BACK_WITHIN_S
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.runs import in_order, nested_in, of_run
from steps.verdicts import must_hold
from targets.reference import settings
from test_framework.events.model import AgentEvent, EventKind
from test_framework.pytest_plugin.fixtures import PlatformWith

ENDINGS = {"stopped": "cancelled", "failed": "failed", "answered": "succeeded"}
IN_WORDS = {"stopped": "was stopped", "failed": "could not finish"}


def ended_as(end: AgentEvent, how: str) -> None:
    said = end.payload
    assert said["status"] == ENDINGS[how], f"the run ended as {said['status']}: {said['summary']}"
    assert how not in IN_WORDS or IN_WORDS[how] in said["summary"], f"it says {said['summary']!r}"


def offers_to_stop(page: ChatPage, who: Actor, *, offered: bool = True) -> None:
    words = f"the page of {who.name} {'offers' if offered else 'does not offer'} to stop"
    eventually(lambda: page.stop.is_visible() is offered, who, words, within=ANSWERED_WITHIN_S)


# Given


@given("agents take their time")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.AGENTS_TAKE_THEIR_TIME)


@given("runs may take one second")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.RUNS_MAY_TAKE_A_SECOND)


@given("runs may use 5 tools")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.RUNS_MAY_USE_FIVE_TOOLS)


@given(says('{who:Person} has asked "{question}" and the answer has begun'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].context.wait_for_event(EventKind.MESSAGE_DELTA, within=BACK_WITHIN_S)


@given(says('{who:Person} has asked "{question}" and 2 sub-agents are at work'))
def _(people: People, who: str, question: str) -> None:
    actor = people[who]
    actor.ask(question)

    def at_work() -> bool:
        kinds = [e.kind for run in nested_in(actor) for e in run]
        return kinds.count(EventKind.TOOL_EXECUTING) > 1

    eventually(at_work, actor, "two sub-agents at work", within=BACK_WITHIN_S)


@given(says('{who:Person} has asked "{question}" behind it'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].context.wait_for(
        lambda: sum(e.kind is EventKind.MESSAGE_ACCEPTED for e in people[who].context.events) == 2,
        awaiting="the acceptance of the second question",
    )


# When


@when(says("{who:Person} stops the run"))
def _(people: People, who: str) -> None:
    people[who].kept["told before"] = len(people[who].context.frames)
    people[who].chat.stop()


@when(says('{who:Person} asks "{question}" and stops that run while it waits'))
def _(people: People, who: str, question: str) -> None:
    wire = people[who].wire
    accepted = wire.ask("message.send", wire.thread_id, {"text": question})
    people[who].asked += 1
    people[who].kept["waiting"] = accepted.payload["run_id"]
    wire.ask("run.cancel", wire.thread_id, {"run_id": accepted.payload["run_id"]})


# Then


@then(parsers.re(r"the run of (?P<who>\w+) ends as (?P<how>stopped|failed), complete and in order"))
def _(people: People, who: str, how: str) -> None:
    actor = people[who]
    actor.wait_until_over()
    must_hold(in_order(people, who), actor.context.events)
    ended_as(actor.finished_runs()[-1], how)


@then(says("the last run of {who:Person} ends as stopped without beginning its work"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_over()
    must_hold(in_order(people, who), actor.context.events)
    people.latest = actor
    run = of_run(actor, actor.kept["waiting"])
    kinds = [event.kind for event in run]
    assert kinds == [EventKind.AGENT_STARTED, EventKind.AGENT_COMPLETED], f"it went {kinds}"
    ended_as(run[-1], "stopped")


@then("the run before it goes on to its answer")
def _(people: People) -> None:
    actor = people.latest
    actor.wait_until_answered()
    [other] = [e for e in actor.finished_runs() if e.run_id != actor.kept["waiting"]]
    ended_as(other, "answered")


@then(says("the sub-agents of {who:Person} ended as stopped, too"))
def _(people: People, who: str) -> None:
    runs = nested_in(people[who])
    assert runs, "no sub-agent was at work"
    for run in runs:
        ended_as(run[-1], "stopped")


@then(says("the first run of {who:Person} ends as stopped, and the question behind it is answered"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_answered()
    must_hold(in_order(people, who), actor.context.events)
    first, second = actor.finished_runs()
    ended_as(first, "stopped")
    ended_as(second, "answered")


@then(says("the part of the answer that {who:Person} had read stays in the conversation"))
def _(people: People, who: str) -> None:
    actor = people[who]
    pieces = [e for e in actor.context.events if e.kind is EventKind.MESSAGE_DELTA]
    read = "".join(piece.payload["delta"] for piece in pieces)
    stored = [
        e.payload["message"]["text"]
        for e in actor.context.events
        if e.kind is EventKind.MESSAGE_CREATED and e.payload["message"]["author"] == "agent"
    ]
    assert stored == [read], f"{who} had read {read!r}, and stored is {stored}"
    eventually(
        lambda: len(actor.chat.conversation()) == 2, actor, "the question and a part of its answer"
    )
    whole = of_run(actor)[-1].payload["result"]
    assert whole is None, f"a run that was stopped has the result {whole!r}"


@then(says("{who:Person} is told that the run has ended, and nothing else happens"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wire.ask("ping")
    since = [e for e in actor.context.events if e.frame > actor.kept["told before"]]
    assert [e.type for e in since] == ["run_status", "pong"], f"{who} was told {since}"
    assert since[0].payload["state"] == "ended", f"the run is {since[0].payload['state']}"


@then(says('the end of the run says "{words}"'))
def _(people: People, words: str) -> None:
    said = people.latest.finished_runs()[-1].payload["summary"]
    assert words in said, f"it says {said!r}"


@given(says("the page of {who:Person} offers to stop"))
def _(people: People, who: str) -> None:
    offers_to_stop(ChatPage(people[who].context.page, ""), people[who])


@given(says("the page of {who:Person} does not offer to stop"))
@then(says("the page of {who:Person} does not offer to stop"))
def _(people: People, who: str) -> None:
    offers_to_stop(ChatPage(people[who].context.page, ""), people[who], offered=False)


@then(says("neither tab of {who:Person} offers to stop"))
def _(people: People, who: str) -> None:
    for tab in people[who].kept["tabs"]:
        offers_to_stop(tab, people[who], offered=False)
