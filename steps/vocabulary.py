"""Every kind of message that the published contract knows, said and heard."""

from pytest_bdd import then, when

from steps.contract import keeps_to_contract, published_to
from steps.people import ANSWERED_WITHIN_S, Actor, People, says
from targets.reference.api import Api
from test_framework.events.contract import coverage
from test_framework.wire.frame import Direction

# Said only by a platform that is about to stop, or when an administrator gives another plan.
NOT_ASKED_FOR = {"server_draining", "plan_changed"}


def ask_about(who: Actor) -> None:
    """What changes nothing."""
    wire = who.wire
    run = {"run_id": wire.newest_run()}
    for kind in ("run.status", "run.cancel"):
        wire.ask(kind, wire.thread_id, run)
    for kind in ("thread.open", "history.get", "typing"):
        wire.ask(kind, wire.thread_id)
    for kind in ("ping", "agent.list", "thread.list", "usage.get"):
        wire.ask(kind)
    wire.ask("ack", wire.thread_id, {"seq": 1})
    wire.ask("thread.search", payload={"text": "models"})
    wire.ask("preferences.set", payload={"language": "en-GB"})


def change(who: Actor) -> None:
    """What changes the conversation, which goes in the end."""
    wire = who.wire
    said = wire.ask("history.get", wire.thread_id).payload["messages"]
    question, answer = ({"message_id": message["message_id"]} for message in said)
    upload = Api.of(who.context).upload("notes.txt", b"What we spend")
    wire.ask("attachment.add", wire.thread_id, {"upload_id": upload})
    wire.ask("thread.rename", wire.thread_id, {"title": "Models"})
    wire.ask("message.edit", wire.thread_id, {**question, "text": "Which models?"})
    wire.ask("message.feedback", wire.thread_id, {**answer, "rating": "up"})
    before = len(who.context.frames)
    wire.ask("message.retry", wire.thread_id, question)
    who.context.wait_for_event("agent_completed", after=before, within=ANSWERED_WITHIN_S)
    wire.ask("message.delete", wire.thread_id, question)
    wire.ask("resume", wire.thread_id, {"last_seq": 0})
    for kind in ("thread.archive", "thread.restore", "thread.delete", "thread.open"):
        wire.ask(kind, wire.thread_id)


@when(says("{who:Person}'s device says everything that there is to say"))
def _(people: People, who: str) -> None:
    people[who].wait_until_answered()
    ask_about(people[who])
    change(people[who])


@then(says("every kind of message in the contract passed between {who:Person} and the chat"))
def _(people: People, who: str) -> None:
    contract, frames = published_to(people[who]), people[who].context.frames.frames
    for way in Direction:
        unseen = set(coverage(frames, contract, way).messages_unseen) - NOT_ASKED_FOR
        assert not unseen, f"the contract knows what was never {way}: {sorted(unseen)}"


@then(says("all of it keeps to the contract that {who:Person} can read"))
def _(people: People, who: str) -> None:
    keeps_to_contract(people[who])
