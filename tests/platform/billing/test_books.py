"""The ledger of all people: whatever its length, each part goes on where the last one ended."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from chat_platform.accounts.tables import User
from chat_platform.billing import books
from chat_platform.billing.books import Booked, Place, invoices, newest, oldest
from chat_platform.billing.compensation import Work
from chat_platform.billing.earnings import earn
from chat_platform.billing.ledger import EndedRun, charge
from chat_platform.billing.months import Month
from chat_platform.billing.tables import LedgerLine
from chat_platform.chat.oversight_api import newest_runs, work_of_agents
from chat_platform.storage.erasure import erase

from .small_ledger import NOW, PEOPLE, ledger
from .test_ledger import ended

SEPTEMBER = Month(2026, 9)


def parts(read, session) -> list[Booked]:
    """All parts of the ledger, one after the other."""
    found: list[Booked] = []
    while part := read(session, Place.of(found[-1].line) if found else None):
        found += part
    return found


def paid(session, run: EndedRun, quality: str = "All is well with the data.") -> None:
    """Charge a run, and pay its agent."""
    number = charge(session, run)
    assert number is not None
    earn(session, number, run, Work(quality, 0, []))


@given(st.lists(st.integers(0, 2), min_size=1, max_size=9), st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_every_line_comes_once_in_both_orders(minutes, at_a_time):
    with pytest.MonkeyPatch.context() as patch, ledger() as session:
        patch.setattr(books, "AT_A_TIME", at_a_time)
        for number, minute in enumerate(minutes):
            at = NOW + timedelta(minutes=minute)
            status = "failed" if number % 3 == 0 else "succeeded"
            charge(session, ended(f"r{number}", at=at, status=status, calls=("a~b", "c")))
        forwards, backwards = parts(oldest, session), parts(newest, session)
        count = session.scalar(select(func.count()).select_from(LedgerLine))
        assert len({Place.of(each.line) for each in forwards}) == len(forwards) == count
        assert [each.line for each in backwards] == [each.line for each in reversed(forwards)]
        assert [each.line.at for each in forwards] == sorted(each.line.at for each in forwards)
        for each in forwards:
            assert Place.read(str(Place.of(each.line))) == Place.of(each.line)


@pytest.mark.parametrize("text", ["", "x", "2026-09-15~a~b~c", "now~a~b~c~d", "2026-09-15~a~b~c~d"])
def test_a_place_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Place.read(text)


def test_lines_of_those_who_left_stay_and_name_nobody():
    with ledger() as session:
        charge(session, ended("r1"))
        charge(session, ended("r2", user_id="grace"))
        erase(session, session.get_one(User, "ada"))
        told = {(each.run_id, each.question, each.status) for each in oldest(session, None)}
        assert told == {("", "", ""), ("r2", "r2", "succeeded")}


def test_the_table_is_what_it_says_in_its_head():
    with ledger() as session:
        charge(session, ended("r1"))
        rows = [books.COLUMNS, *(books._cells(each) for each in oldest(session, None))]
        (first, *_) = csv.DictReader(io.StringIO(books._rows(rows), newline=""))
        assert (first["run_id"], first["status"], first["plan"]) == ("r1", "succeeded", "mid")


def test_everybody_has_an_invoice_and_it_is_their_own(monkeypatch):
    monkeypatch.setattr(books, "INVOICES_AT_A_TIME", 1)
    with ledger() as session:
        for person in PEOPLE:
            charge(session, ended(f"of {person}", user_id=person))
        found, after = [], ""
        while after is not None:
            part, after = invoices(session, SEPTEMBER, after)
            found += part
        runs = [{run_id for _, run_id in invoice.lines} for _, invoice in found]
        assert sorted(runs, key=str) == [{"of ada"}, {"of grace"}]


def test_the_newest_runs_come_first_with_what_they_cost():
    with ledger() as session:
        paid(session, ended("old", plan="free"))
        paid(session, ended("new", at=NOW + timedelta(minutes=1), status="failed"))
        told = [(run.run_id, run.person, run.status, run.cost) for run in newest_runs(session)]
        assert told == [("new", "ada", "failed", "0.00"), ("old", "ada", "succeeded", "0.00")]
        (_, old) = newest_runs(session)
        assert old.duration_ms is None  # nobody has stored its end here


def test_agents_are_told_with_their_runs_and_failures():
    with ledger() as session:
        paid(session, ended("r1"))
        paid(session, ended("r2", status="failed"))
        paid(session, ended("r3", agent="triage", at=NOW + timedelta(days=40)))
        (agent,) = work_of_agents(session, SEPTEMBER)
        assert (agent.agent, agent.runs, agent.failed, agent.total) == (
            "cost_analyst",
            2,
            1,
            "0.31",
        )
