"""What goes wrong while somebody is answered, and how that person goes on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from pytest_bdd import given, then, when

from pages.access import LogInPage
from pages.chat import ChatPage
from steps.billing import ledger_of
from steps.conversation import current_thread
from steps.faulty_tools import TroubledPlatform, in_conversation
from steps.logging_in import asks_to_log_in
from steps.office import Offices
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.revising import revision
from steps.runs import in_order
from steps.verdicts import must_hold
from targets.reference import settings
from targets.reference.administration import HttpAdministration
from targets.reference.bill import judge_ledger
from targets.reference.life_cycle import RunningReference
from targets.reference.spending import usd
from test_framework.events.model import EventKind
from test_framework.services.model_provider import Fault, ModelProvider

# So many failures in a row open a breaker.
FAILURES = 3
PERIOD = "2026-09"
WHEN = re.compile(r"Try again in (\d+) seconds?\.")
HOW = "“Ask again” beneath it"
BETWEEN = " and "


@dataclass(frozen=True)
class Fragile:
    """A platform, its provider of models and its administrator, and what goes wrong there."""

    platform: RunningReference
    model: ModelProvider
    office: HttpAdministration

    @contextmanager
    def without(self, what: str) -> Iterator[None]:
        """Meanwhile the tool does not work, or the provider of models so often as it takes."""
        if what == "tool":
            self.platform.usage_data.take_away()
        else:
            self.model.plan(Fault.BROKEN, times=FAILURES)
        yield
        self.platform.usage_data.give_back()

    @property
    def at_work(self) -> bool:
        """Whether agents are at work, for whomever."""
        return self.platform.figure("chat_runs_in_hand") > 0

    def go_on(self, who: Actor) -> None:
        """Let the model go on with the answer that this person has read the beginning of."""
        ended = any(event.kind is EventKind.AGENT_COMPLETED for event in who.context.events)
        assert not ended, f"the answer to {who.name} was complete already"
        self.model.forget_plans()


@pytest.fixture
def fragile(troubled: TroubledPlatform, model: ModelProvider, offices: Offices) -> Fragile:
    """A platform on which anything may fail; everybody who appears from now on meets it."""
    platform = troubled(settings.anything_may_fail(model.api))
    return Fragile(platform, model, offices(platform))


def chat_page(who: Actor) -> ChatPage:
    """The chat page of this person."""
    return ChatPage(who.context.page, who.context.base_url)


def answers_of(who: Actor) -> list[str]:
    """The whole answers, as they stand on the page."""
    return [said.text.strip() for said in who.chat.conversation() if said.author != "You"]


def answers_told(who: Actor) -> list[str]:
    """The answers, as the ends of the runs tell them."""
    results = [end.payload["result"] for end in who.finished_runs()]
    return [result.strip() for result in results if result]


def answers_kept(people: People, who: str) -> list[str]:
    """The answers in this person's conversation, as the platform keeps them."""
    device = people.device_of(who, "wire")
    if not device.connected:
        device.access.enter()
        device.connect()
    device.chat.open_conversation(current_thread(people[who]))
    return answers_of(device)


def stands_in_the_message_box(who: Actor, words: str) -> None:
    box = chat_page(who).composer
    eventually(lambda: box.input_value() == words, who, f"the words {words!r} in the message box")


def reads_after_log_in(who: Actor, within: float) -> None:
    """Log in, go back to the conversation, and read its one answer."""
    identity = who.context.identity
    door = LogInPage(who.context.page, who.context.base_url)
    if not door.is_shown:
        door.open()
    door.log_in(identity.email, identity.password)
    eventually(chat_page(who).composer.is_visible, who, f"the chat of {who.name}")
    who.connect()
    if not chat_page(who).thread_id:
        eventually(who.chat.titles, who, f"the conversations of {who.name}")
        (title,) = who.chat.titles()
        chat_page(who).choose_thread(title)
    who.context.wait_for(
        lambda: len(answers_told(who)) == 1 and answers_of(who) == answers_told(who),
        awaiting="the whole answer, once",
        within=within,
        look=lambda: f"{who.name} reads {answers_of(who)}, and was told {answers_told(who)}",
    )


# Given


@given(
    says(
        "{who:Person}, on the {plan} plan, is in a conversation"
        " of a platform on which anything may fail"
    )
)
def _(people: People, fragile: Fragile, who: str, plan: str) -> None:
    in_conversation(people[who])
    fragile.office.give(people[who].context.identity.email, plan=plan)


@given(says('{who:Person} has asked "{question}" while the {what} does not work'))
def _(people: People, fragile: Fragile, who: str, question: str, what: str) -> None:
    actor = people[who]
    with fragile.without(what):
        actor.ask(question)
        actor.wait_until_over()
    actor.kept["told"], actor.kept["told at"] = actor.told(), time.monotonic()


@given(says('{who:Person} reads the beginning of the answer to "{question}"'))
def _(people: People, fragile: Fragile, who: str, question: str) -> None:
    actor = people[who]
    fragile.model.plan(Fault.PAUSE)
    actor.ask(question)
    begun = chat_page(actor).being_written
    eventually(begun.all_inner_texts, actor, "the beginning of the answer", ANSWERED_WITHIN_S)


# When


@when(says("{who:Person} asks it again, without writing it anew, as soon as she was told to"))
def _(people: People, who: str) -> None:
    actor = people[who]
    told = WHEN.search(actor.kept["told"])
    assert told, f"{who} was not told when to ask again: {actor.kept['told']!r}"
    wait = int(told[1])
    moment = actor.kept["told at"] + wait
    eventually(lambda: time.monotonic() > moment, actor, "the moment to ask again", wait + 1)
    # What is right takes its time to be computed: not while the answer is awaited.
    actor.kept["right"] = usd(actor.spending.total(PERIOD))
    revision(actor).ask_again()


@when(says('{who:Person} asks "{question}" before the answer is complete'))
def _(people: People, fragile: Fragile, who: str, question: str) -> None:
    actor = people[who]
    actor.chat.send(question)
    actor.told()
    fragile.go_on(actor)
    actor.wait_until_answered()


@when(
    says('the device of {who:Person}, who has begun to write "{words}", is logged out from another')
)
def _(people: People, fragile: Fragile, who: str, words: str) -> None:
    actor, device = people[who], people.device_of(who, "wire")
    chat_page(actor).composer.press_sequentially(words)
    device.access.enter()
    device.access.log_out_elsewhere()
    asks_to_log_in(actor)
    actor.connected = False
    fragile.go_on(actor)


@when(says("{who:Person}'s browser closes, and she takes another when the answer must be complete"))
def _(people: People, fragile: Fragile, who: str) -> None:
    before, actor = people[who], people.with_another_browser(who)
    fragile.go_on(before)
    eventually(lambda: not fragile.at_work, actor, "the end of the run that nobody watches")
    actor.asked = before.asked


# Then


@then(says('{who:Person} was told "{words}", when to ask again, and how'))
def _(people: People, who: str, words: str) -> None:
    told = people[who].kept["told"]
    assert words in told, f"{who} was told {told!r}, not {words!r}"
    assert HOW in told, f"{who} was not told how to ask again: {told!r}"


@then(says("{who:Person} reads the right total within {limit:g} seconds"))
def _(people: People, who: str, limit: float) -> None:
    actor, total = people[who], people[who].kept["right"]
    actor.context.wait_for(
        lambda: total in "".join(answers_of(actor)[-1:]),
        awaiting=f"{total} in the answer",
        within=limit,
        look=lambda: f"{who} reads {answers_of(actor)} and {chat_page(actor).trouble.inner_text()}",
    )


@then(
    says('{who:Person}, who is given the {plan} plan, can send what still stands there, "{words}"')
)
def _(people: People, fragile: Fragile, who: str, plan: str, words: str) -> None:
    actor = people[who]
    fragile.office.give(actor.context.identity.email, plan=plan)
    stands_in_the_message_box(actor, words)
    chat_page(actor).composer.press("Enter")
    actor.asked += 1
    actor.wait_until_answered()


@then(says("{who:Person} reads the whole answer, once, within {limit:g} seconds of logging in"))
def _(people: People, who: str, limit: float) -> None:
    reads_after_log_in(people[who], limit)


@then(
    says(
        '{who:Person} reads the whole answer, once, and the draft "{words}",'
        " within {limit:g} seconds of logging in"
    )
)
def _(people: People, who: str, words: str, limit: float) -> None:
    reads_after_log_in(people[who], limit)
    stands_in_the_message_box(people[who], words)


@then(says("the runs of {who:Person}, {endings}, are closed everywhere, and charged as told"))
def _(people: People, fragile: Fragile, who: str, endings: str) -> None:
    actor, wanted = people[who], endings.split(BETWEEN)
    eventually(lambda: len(actor.finished_runs()) >= len(wanted), actor, f"{len(wanted)} ends")
    went = [end.payload["status"] for end in actor.finished_runs()]
    assert went == wanted, f"the runs of {who} ended as {went}"
    page = chat_page(actor)
    eventually(
        lambda: not (page.at_work.inner_text() or page.being_written.count() or page.stop.count()),
        actor,
        "a page on which nothing is going on any more",
    )
    eventually(lambda: not fragile.at_work, actor, "a platform without runs in hand")
    events = actor.context.events
    must_hold(in_order(people, who), events)
    must_hold(judge_ledger(who, events, ledger_of(actor)), events)
    kept = answers_kept(people, who)
    assert kept == answers_told(actor), f"stored is {kept}, told was {answers_told(actor)}"
