"""The rest of the way: asking on, looking up what it took, leaving, and being back later."""

from __future__ import annotations

import time

from pytest_bdd import then, when

from pages.bill import BillPage
from pages.chat import ChatPage
from pages.personal import PersonalPage
from steps.logging_in import log_in
from steps.people import SHOWN_WITHIN_S, Actor, People, says
from steps.personal import TERMS, used_by_runs
from steps.providers import come_in
from steps.second_factor import enter_code
from targets.reference.bill import due, in_cents
from targets.reference.provider_access import NAMES
from test_framework.personas import persona_named

LATER = "2026-08", "August 2026"


def come_back(who: Actor, device: Actor, way: str) -> None:
    """By the same way as the first time; but the account is there already."""
    if way in NAMES:
        come_in(device, way)
        return
    log_in(device)
    if "backup codes" in who.kept:  # the app has no third code in the same minute
        enter_code(device, who.kept["backup codes"][0])


@when(says('{who:Person} asks on: "{question}"'))
def _(people: People, who: str, question: str) -> None:
    actor, known = people[who], persona_named(who).asks_on
    assert question == known, f"the feature says {question!r}, personas.py says {known!r}"
    actor.wait_until_answered()  # what is asked on builds on the answer before
    actor.ask(question)
    actor.wait_until_answered()
    actor.kept["conversation"] = list(actor.chat.conversation())
    actor.kept["titles"] = list(actor.chat.titles())


@when(says("{who:Person} looks up what that took, and logs out"))
def _(people: People, who: str) -> None:
    actor = people[who]
    page = PersonalPage(actor.context.page, actor.context.base_url).open()
    bill = BillPage(page.page, actor.context.base_url).bill
    with actor.stage("usage"):
        actor.context.wait_for(page.figures, awaiting="what was used", within=SHOWN_WITHIN_S)
        actor.context.wait_for(
            lambda: "so far" in bill.inner_text(), awaiting="the bill", look=bill.inner_text
        )
    actor.kept["figures"], actor.kept["bill"] = page.figures(), bill.inner_text()
    actor.chat.connect()
    actor.access.log_out()


@when(says("{who:Person} comes back later, by {way}, in another browser"))
def _(people: People, who: str, way: str) -> None:
    actor, device = people[who], people.device_of(who)
    with actor.stage("coming back"):
        come_back(actor, device, way)
        device.connect()
    with actor.stage("history"):
        device.context.wait_for(
            lambda: list(device.chat.titles()) == actor.kept["titles"],
            awaiting=f"the conversations {actor.kept['titles']} in the list",
            look=lambda: f"the list shows {device.chat.titles()}",
        )
        page = ChatPage(device.context.page, device.context.base_url)
        page.choose_thread(actor.kept["titles"][0])
        before = actor.kept["conversation"]
        device.context.wait_for(
            lambda: len(device.chat.conversation()) >= len(before),
            awaiting=f"the {len(before)} messages of the conversation",
        )
    actor.stages["everything"] = time.monotonic() - actor.came


@then(says("all that {who:Person} asked is answered, and what was asked last is about August 2026"))
def _(people: People, who: str) -> None:
    actor, persona = people[who], persona_named(who)
    ends = [end.payload["status"] for end in actor.finished_runs()]
    asked = len(persona.asks) + 1
    assert ends == ["succeeded"] * asked, f"the runs of {who} ended as {ends}"
    answer = actor.kept["conversation"][-1].text
    assert any(month in answer for month in LATER), f"this is not about August 2026:\n{answer}"


@then(says("the account page told {who:Person} what the runs had used, and what that costs"))
def _(people: People, who: str) -> None:
    actor = people[who]
    identity = actor.context.identity
    used = used_by_runs(actor)
    wanted = {term: identity.written(used[name]) for name, term in TERMS.items()}
    told = actor.kept["figures"]
    assert told == wanted, (
        f"the page said {told}, the runs {wanted} (as written in {identity.language})"
    )
    total = f"${in_cents(due(actor.context.events))}"
    assert total in actor.kept["bill"], f"the bill said {actor.kept['bill']!r}, not {total}"


@then(says("{who:Person} finds the conversation again, word for word"))
def _(people: People, who: str) -> None:
    before, device = people[who].kept["conversation"], people.device_of(who)
    device.context.wait_for(
        lambda: list(device.chat.conversation()) == before,
        awaiting=f"the conversation as it was: {before}",
        within=SHOWN_WITHIN_S,
        look=lambda: f"it is {device.chat.conversation()}",
    )
