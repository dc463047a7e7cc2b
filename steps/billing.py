"""What people pay: the ledger, invoices, refunds and credit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pytest_bdd import given, then, when

from pages.bill import BillPage
from steps.people import Actor, People, eventually, says
from steps.verdicts import must_hold
from targets.reference import settings
from targets.reference.bill import Line, due, in_cents, judge_ledger
from targets.reference.billing_access import Billing, lines_of
from targets.reference.life_cycle import RunningReference
from test_framework.events.model import EventKind
from test_framework.pytest_plugin.fixtures import PlatformWith


def billing_of(who: Actor) -> Billing:
    """The billing side of this person."""
    return Billing(who.api)


def ledger_of(who: Actor) -> list[Line]:
    """All lines of a person, from the invoices of all months in which a run of theirs ended."""
    ends = [e.timestamp for e in who.context.events if e.kind is EventKind.AGENT_COMPLETED]
    months = {f"{end.astimezone(UTC):%Y-%m}" for end in ends if end is not None}
    return [line for month in sorted(months) for line in billing_of(who).invoice(month).lines]


# Given


@given("plans have their limits, and runs may use 5 tools")
def _(platform_with: PlatformWith) -> None:
    platform_with({**settings.PLANS_HAVE_LIMITS, **settings.RUNS_MAY_USE_FIVE_TOOLS})


@given("the early plan has credit for one question")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.CREDIT_FOR_ONE_QUESTION)


@given(says("{who:Person} has chosen the time zone {name}"))
def _(people: People, who: str, name: str) -> None:
    billing_of(people[who]).choose_time_zone(name)
    people[who].kept["time zone"] = name


# When


@when(says('{who:Person} asks "{question}", and the platform dies as soon as the run has ended'))
def _(people: People, reference: RunningReference, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].wait_until_over()
    reference.crash()


@when(says('{who:Person} asks "{question}" in two tabs at once'))
def _(people: People, who: str, question: str) -> None:
    actor, device = people[who], people.device_of(who)
    device.access.enter()
    device.connect()
    device.begin_conversation()
    sent = [
        (each, each.wire.send_message("message.send", each.wire.thread_id, {"text": question}))
        for each in (actor, device)
    ]
    actor.kept["replies"] = [each.wire.reply_to(message_id) for each, message_id in sent]


@when(says("{who:Person} looks at the invoice"))
def _(people: People, who: str) -> None:
    people[who].wait_until_over()
    people[who].kept["invoice"] = billing_of(people[who]).invoice()


# Then


@then(says("the ledger of {who:Person} holds what the runs told, each thing once"))
def _(people: People, who: str) -> None:
    actor = people[who]
    for each in people:
        each.wait_until_over()
    events = actor.context.events
    must_hold(judge_ledger(who, events, ledger_of(actor)), events)


@then(says("the failed run of {who:Person} was charged and taken back, and costs nothing"))
def _(people: People, who: str) -> None:
    lines = ledger_of(people[who])
    charged = sum(line.amount for line in lines if line.entry == "charge")
    assert charged > 0, f"the ledger of {who} charged nothing: {lines}"
    total = billing_of(people[who]).invoice().total
    assert (sum(line.amount for line in lines), total) == (0, "0.00"), f"{who} is to pay ${total}"


@then(says("{who:Person} is to pay what the lines come to, rounded once to the cent"))
def _(people: People, who: str) -> None:
    invoice = people[who].kept["invoice"]
    wanted = in_cents(due(people[who].context.events))
    assert invoice.total == in_cents(invoice.lines) == wanted, (
        f"{who} is to pay ${invoice.total}; the lines come to ${in_cents(invoice.lines)}, "
        f"and what the runs told to ${wanted}"
    )


@then(says("the account page of {who:Person} says what is to be paid, and saves the same lines"))
def _(people: People, who: str) -> None:
    actor, invoice = people[who], people[who].kept["invoice"]
    page = BillPage(actor.context.page, actor.context.base_url).open()
    wanted = f"In {invoice.month} so far: ${invoice.total}"
    actor.context.wait_for(
        lambda: wanted in page.bill.inner_text(),
        awaiting=f"the words {wanted!r}",
        look=page.bill.inner_text,
    )
    saved = lines_of(Path(page.save_lines().path()).read_text("utf-8"))
    assert sorted(saved) == sorted(invoice.lines), f"the file holds {saved}, not {invoice.lines}"


@then(says("the downloaded lines of {who:Person} are those of the invoice"))
def _(people: People, who: str) -> None:
    shown, exported = people[who].kept["invoice"].lines, billing_of(people[who]).exported()
    assert sorted(shown) == sorted(exported), f"the file holds {exported}, the invoice {shown}"


@then(
    says("the invoice of {who:Person} is of the month that it is there, from midnight to midnight")
)
def _(people: People, who: str) -> None:
    invoice, zone = people[who].kept["invoice"], ZoneInfo(people[who].kept["time zone"])
    begins, ends = (moment.astimezone(zone) for moment in (invoice.begins_at, invoice.ends_at))
    assert invoice.time_zone == zone.key, f"the invoice goes by the clocks of {invoice.time_zone}"
    for moment in (begins, ends):
        first = (moment.day, moment.hour, moment.minute, moment.second)
        assert first == (1, 0, 0, 0), f"a month of {zone} begins at {moment}"
    assert f"{begins:%Y-%m}" == invoice.month, f"{invoice.month} begins at {begins}"
    months = ends.year * 12 + ends.month - begins.year * 12 - begins.month
    assert months == 1, f"the month goes from {begins} to {ends}"
    assert begins <= datetime.now(zone), f"the month has not begun yet: {begins}"


@then(says("one question of {who:Person} is taken, and the other is refused for the credit"))
def _(people: People, who: str) -> None:
    replies = people[who].kept["replies"]
    told = sorted(reply.type for reply in replies)
    assert told == ["error", "message_accepted"], f"to two questions at once {who} was told {told}"
    (refusal,) = [reply.payload for reply in replies if reply.type == "error"]
    assert refusal["code"] == "plan_limit_reached", f"{who} was refused as {refusal}"
    assert "lets you spend $0.25 a month" in refusal["message"], f"{who} was told {refusal}"


@then(says("{who:Person} has spent no more than the credit"))
def _(people: People, who: str) -> None:
    actor = people[who]
    ended = {EventKind.AGENT_COMPLETED}
    both = (actor, people.device_of(who))
    eventually(
        lambda: any(event.kind in ended for each in both for event in each.context.events),
        actor,
        "the end of the run that was taken",
    )
    credit = billing_of(actor).credit()
    spent, included = (float(credit[name]) for name in ("spent", "included"))
    assert 0 < spent <= included, f"{who} has spent ${spent} of ${included}"
