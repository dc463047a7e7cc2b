"""Several conversations and several tabs of one person; clocks that are wrong."""

from datetime import UTC, datetime, timedelta

from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.people import ANSWERED_WITHIN_S, People, eventually, says
from test_framework.events.model import EventKind

CLOCKS = {"back": timedelta(hours=-1), "forward": timedelta(hours=1)}


@given(says("{who:Person} has the conversation open in a second tab"))
def _(people: People, who: str) -> None:
    actor = people[who]
    first = ChatPage(actor.context.page, actor.context.base_url)
    thread = first.thread_id
    second = ChatPage(actor.context.open_tab(), actor.context.base_url)
    before = len(actor.context.frames)
    second.open_by_address(thread)
    actor.context.wait_for_event(EventKind.RESUMED, after=before)
    actor.kept["tabs"] = [first, second]


@given(says("the clock of {who:Person} is set {way} by an hour"))
def _(people: People, who: str, way: str) -> None:
    people[who].context.page.clock.set_system_time(datetime.now(UTC) + CLOCKS[way])


@when(says('{who:Person} asks "{question}" here and "{another}" in another conversation'))
def _(people: People, who: str, question: str, another: str) -> None:
    actor = people[who]
    here = actor.wire.thread_id
    actor.chat.start_conversation()
    there = actor.wire.thread_id
    actor.kept["questions"] = {here: question, there: another}
    for thread, text in actor.kept["questions"].items():
        actor.wire.send_message("message.send", thread, {"text": text})
        actor.asked += 1
    eventually(
        lambda: len(actor.finished_runs()) == 2, actor, "both answers", within=ANSWERED_WITHIN_S
    )


@then(says("each question of {who:Person} is answered in its own conversation"))
def _(people: People, who: str) -> None:
    actor = people[who]
    ends = {end.thread_id: end.payload["result"] for end in actor.finished_runs()}
    for thread, question in actor.kept["questions"].items():
        actor.wire.open_conversation(thread)
        said = [message.text for message in actor.chat.conversation()]
        assert said == [question, ends[thread]], f"the conversation is {said}"
    begun = [e.kind for e in actor.context.events if e.kind.of_run]
    first_end = begun.index(EventKind.AGENT_COMPLETED)
    assert begun[:first_end].count(EventKind.AGENT_STARTED) == 2, "one waited for the other"


@then(says("both tabs of {who:Person} show the same conversation and the same activity"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_over()
    first, second = actor.kept["tabs"]

    def shown(tab: ChatPage) -> tuple[list[tuple[str, str]], list[str]]:
        return tab.conversation(), tab.activity.all_inner_texts()

    eventually(
        lambda: shown(first) == shown(second) and shown(first)[0],
        actor,
        f"the same in both tabs: {shown(first)} and {shown(second)}",
    )
