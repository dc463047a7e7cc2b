"""What is written while the line is bad, and how soon a page is back."""

from __future__ import annotations

from pytest_bdd import then, when

from steps.bad_lines import Mishap
from steps.cuts import says_connection
from steps.people import People, eventually, says
from test_framework.events.percentiles import Distribution, header
from test_framework.reporting.attachments import attach_table
from test_framework.waiting import patient
from test_framework.wire.frame_proxy import Fault
from test_framework.wire.reconnects import time_away

LOST_QUESTION = Mishap(Fault.DROP, "message.send", sent=True)


@when(says('{who:Person} writes "{first}" and "{second}" while the line is gone'))
def _(people: People, who: str, first: str, second: str) -> None:
    actor = people[who]
    says_connection(actor, "Trying again")
    actor.kept["questions"] = [first, second]
    for question in actor.kept["questions"]:
        actor.ask(question)
    actor.kept["line"].accept()


@when(says('the line loses the question "{question}", and {who:Person} loads the page again'))
def _(people: People, question: str, who: str) -> None:
    actor = people[who]
    harm = LOST_QUESTION.of(actor.kept["line"])
    harm.plan(LOST_QUESTION.fault, LOST_QUESTION.chosen())
    actor.ask(question)
    eventually(lambda: harm.happened[Fault.DROP], actor, "the loss of the question")
    actor.context.reload_page()


@when(says("the line of {who:Person} is cut {times:d} times"))
def _(people: People, who: str, times: int) -> None:
    actor = people[who]
    away = [time_away(actor.context, actor.kept["line"]) for _ in range(times)]
    actor.kept["away"] = away
    taken = Distribution.of(away)
    rows = [taken.row()]
    attach_table(f"How long {who} was away after the line was back, in seconds", header(), rows)


@then(says("{who:Person} was back within {limit:d} seconds each time"))
def _(people: People, who: str, limit: int) -> None:
    longest = max(people[who].kept["away"])
    assert longest <= patient(limit), f"{who} was back after {longest:.1f} s, not within {limit}"


@then(says("the questions of {who:Person} stand in the conversation in this order, once each"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_answered()
    asked = actor.kept["questions"]
    said = [each.text for each in actor.chat.conversation() if each.author == "You"]
    assert said == asked, f"{asked} were asked, and {said} stands in the conversation"
