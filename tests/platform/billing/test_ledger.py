"""The ledger: each run once, nothing changed afterwards, no sum below zero."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from chat_platform.accounts.tables import User
from chat_platform.billing.invoices import invoice
from chat_platform.billing.ledger import EndedRun, charge, spent_on
from chat_platform.billing.months import Month
from chat_platform.billing.prices import MOST_OF_A_QUESTION, PRICES
from chat_platform.billing.tables import BilledRun, BillingAccount, LedgerLine
from chat_platform.storage.erasure import erase

from .small_ledger import NOW, PEOPLE, ledger

PLANS = tuple(PRICES)
# In USD, as docs/billing.md has them: a second time, in another unit.
MID = {"input": Decimal("0.50"), "output": Decimal("2.00"), "tool": Decimal("0.001")}
SEPTEMBER = Month(2026, 9)


def ended(run_id="r1", **changed) -> EndedRun:
    fields = {
        "run_id": run_id,
        "question": run_id,
        "user_id": "ada",
        "agent": "cost_analyst",
        "plan": "mid",
        "status": "succeeded",
        "input_tokens": 1_000,
        "output_tokens": 100,
        "calls": ("c1", "c2"),
        "stored_bytes": 500,
        "at": NOW,
    }
    return EndedRun(**{**fields, **changed})


@st.composite
def questions(draw) -> list[EndedRun]:
    """The runs of some questions, each nested run before the one that asked for it."""
    runs = []
    for number in range(draw(st.integers(1, 4))):
        asked = {"user_id": draw(st.sampled_from(PEOPLE)), "plan": draw(st.sampled_from(PLANS))}
        begun = NOW + timedelta(minutes=draw(st.integers(-30_000, 30_000)))
        nested = draw(st.integers(0, 3))
        for place in range(nested + 1):
            name = f"q{number}" if place == nested else f"q{number}.{place}"
            used = {
                "input_tokens": draw(st.integers(0, 500_000)),
                "output_tokens": draw(st.integers(0, 50_000)),
                "stored_bytes": draw(st.integers(0, 100_000)),
                "calls": [f"c{call}" for call in range(draw(st.sampled_from((0, 1, 3))))],
                "status": draw(st.sampled_from(("succeeded", "failed", "cancelled"))),
                "at": begun + timedelta(minutes=place),
            }
            runs.append(ended(name, question=f"q{number}", **asked, **used))
    return runs


def sums(session) -> dict[str, int]:
    """What each question came to."""
    query = (
        select(BilledRun.question, func.sum(LedgerLine.amount).label("total"))
        .join(LedgerLine, LedgerLine.charge == BilledRun.charge)
        .group_by(BilledRun.question)
    )
    return {row.question: row.total for row in session.execute(query)}


def list_price(run: EndedRun) -> int:
    prices = PRICES[run.plan]
    return (
        run.input_tokens * prices.input_token
        + run.output_tokens * prices.output_token
        + run.stored_bytes * prices.stored_byte
        + len(run.calls) * prices.tool_call
    )


def test_a_run_costs_what_the_price_list_says():
    with ledger() as session:
        charge(session, ended())
        exact = MID["input"] / 1000 + MID["output"] / 10_000 + 2 * MID["tool"] + Decimal("0.00005")
        assert Decimal(spent_on(session, "r1")).scaleb(-9) == exact


def test_a_run_that_is_told_again_is_not_charged_again():
    with ledger() as session:
        assert charge(session, ended()) is not None
        before = session.execute(select(LedgerLine.amount)).all()
        assert charge(session, ended(output_tokens=7)) is None
        assert session.execute(select(LedgerLine.amount)).all() == before


@pytest.mark.parametrize(
    "deed", [update(LedgerLine).values(amount=0), delete(LedgerLine)], ids=["update", "delete"]
)
def test_lines_are_neither_changed_nor_deleted(deed):
    with ledger() as session:
        charge(session, ended())
        with pytest.raises(IntegrityError, match="append-only"):
            session.execute(deed)


def test_with_the_account_goes_what_ties_it_to_its_lines():
    with ledger() as session:
        charge(session, ended())
        kept = session.execute(select(LedgerLine.charge, LedgerLine.amount)).all()
        erase(session, session.get_one(User, "ada"))
        assert session.execute(select(LedgerLine.charge, LedgerLine.amount)).all() == kept
        tied = (BilledRun, BillingAccount)
        assert [session.scalar(select(func.count()).select_from(table)) for table in tied] == [0, 0]


def test_a_question_that_failed_takes_its_nested_runs_with_it():
    with ledger() as session:
        charge(session, ended("nested", question="asked"))
        charge(session, ended("failed nested", question="asked", status="failed"))
        charge(session, ended("asked", status="failed"))
        assert spent_on(session, "asked") == 0
        entries = session.scalars(select(LedgerLine.entry)).all()
        assert entries.count("charge") == entries.count("refund") == 15


@given(questions())
@settings(max_examples=25, deadline=None)
def test_a_question_costs_its_price_up_to_the_most_and_nothing_when_it_failed(runs):
    with ledger() as session:
        for run in runs:
            charge(session, run)
        price = defaultdict(int)
        for run in runs:
            price[run.question] += list_price(run) if run.status != "failed" else 0
        for run in runs:
            if run.run_id == run.question and run.status == "failed":
                price[run.question] = 0
        # A nested run that fails makes room below the most for those after it only.
        found = sums(session)
        for question, cost in price.items():
            assert 0 <= found[question] <= min(cost, MOST_OF_A_QUESTION)
            if all(r.status != "failed" for r in runs if r.question == question):
                assert found[question] == min(cost, MOST_OF_A_QUESTION)


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_questions_does_not_matter(runs, chance: random.Random):
    found = []
    order = sorted({run.question for run in runs})
    for _ in range(2):
        with ledger() as session:
            for question in order:
                for run in runs:
                    if run.question == question:
                        charge(session, run)
            found.append(sums(session))
        chance.shuffle(order)
    assert found[0] == found[1]


@given(questions(), st.sampled_from([None, "Europe/Berlin", "Pacific/Kiritimati"]))
@settings(max_examples=25, deadline=None)
def test_months_add_up_and_none_is_below_zero(runs, time_zone):
    months = [Month(2026, month) for month in range(7, 13)]
    with ledger() as session:
        for run in runs:
            charge(session, run)
        for account in session.scalars(select(BillingAccount)):
            account.time_zone = time_zone
        for person in PEOPLE:
            invoices = [invoice(session, person, month) for month in months]
            assert all(each.exact >= 0 and not each.total.startswith("-") for each in invoices)
            own = {run.question for run in runs if run.user_id == person}
            wanted = sum(amount for question, amount in sums(session).items() if question in own)
            assert sum(each.exact for each in invoices) == wanted
