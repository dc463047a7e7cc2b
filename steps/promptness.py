"""How soon the page answers what people do."""

from __future__ import annotations

from statistics import median

from pytest_bdd import given, then, when

from pages.prompt_chat import PromptChat
from steps.people import Actor, People, eventually, says
from test_framework.reporting.attachments import attach_table
from test_framework.waiting import patient
from test_framework.wire.fault_proxy import FaultProxy

NEVER = float("inf")


def page_of(who: Actor) -> PromptChat:
    return PromptChat(who.context.page, who.context.base_url)


@given(says("{who:Person} is in the chat on a line that can be cut"))
def _(people: People, who: str) -> None:
    people[who].kept["line"] = people[who].context.use_fault_proxy()
    people[who].enter_chat()


@given(says("nothing comes through the line of {who:Person} any more"))
def _(people: People, who: str) -> None:
    line: FaultProxy = people[who].kept["line"]
    line.refuse()
    assert line.hold(), "nothing was connected through the line"


@when(says("{who:Person} asks {count:d} times by keyboard, and as often by mouse"))
def _(people: People, who: str, count: int) -> None:
    actor, page = people[who], page_of(people[who])
    ways = {"keyboard": page.ask_by_keyboard, "mouse": page.ask_by_mouse}
    actor.kept["shown after"] = {
        way: [ask(f"What does model {number} cost, asked by {way}?") for number in range(count)]
        for way, ask in ways.items()
    }


# The same code runs for each question, so the middle one tells of the page: a busy machine delays
# a few, and a page that must wait, or that grows slow with the conversation, delays most.
@then(says("most of her questions stood in the conversation within {limit:d} ms"))
def _(people: People, limit: int) -> None:
    actor = people.latest
    shown: dict[str, list[float | None]] = actor.kept["shown after"]
    rows = [[way, *(f"{t:.3f}" if t else "never" for t in took)] for way, took in shown.items()]
    attach_table("Seconds until each question was shown", ["sent by", "each"], rows)
    for way, took in shown.items():
        middle = median(NEVER if seconds is None else seconds for seconds in took)
        told = "not at all" if middle == NEVER else f"after {middle:.3f} s"
        assert middle <= patient(limit / 1000), (
            f"sent by {way}, most questions were shown {told}: {took}"
        )


@then(says('"{text}" stands in the conversation of {who:Person} at once'))
def _(people: People, text: str, who: str) -> None:
    shown = page_of(people[who]).messages.filter(has_text=text)
    eventually(shown.is_visible, people[who], f"{text!r} in the conversation of {who}")
