"""The books: right ones balance, and each thing that is wrong with wrong ones is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.reference.balance import Books
from targets.reference.books import Entry, runs_seen
from test_framework.events.model import EventKind
from test_framework.events.verdict import Outcome
from tests.instrument.small_books import (
    Day,
    Work,
    books_of,
    days,
    entries_of,
    events_of,
    invoices_of,
)

NANO = Decimal("0.000000001")
SMALL = Work("mid", "succeeded", (1_000, 100), 1, "It was 3.")
FAILED = replace(SMALL, status="failed")
DAY: Day = [[[SMALL], [SMALL, FAILED]], [[SMALL]]]


def rules(books: Books) -> set[str]:
    return {finding.rule for finding in books.findings()}


def with_ledger(books: Books, ledger: list[Entry]) -> Books:
    """The same with another ledger, and the invoices that follow from it."""
    return replace(books, ledger=ledger, invoices=list(invoices_of(ledger)))


@given(days)
@settings(max_examples=60, deadline=None)
def test_right_books_balance(day: Day) -> None:
    books = books_of(day)
    assert books.findings() == []
    assert books.of_the_seen().verdict().outcome is Outcome.HOLDS


@given(days, st.data())
@settings(max_examples=60, deadline=None)
def test_a_lost_line_is_missed(day: Day, data: st.DataObject) -> None:
    books = books_of(day)
    lost = data.draw(st.integers(0, len(books.ledger) - 1))
    ledger = [entry for place, entry in enumerate(books.ledger) if place != lost]
    assert "line-missing" in rules(with_ledger(books, ledger))
    # With the invoices of before, these tell it, too.
    assert "invoice-differs" in rules(replace(books, ledger=ledger))


@given(days, st.data())
@settings(max_examples=60, deadline=None)
def test_a_line_that_stands_twice_is_too_much(day: Day, data: st.DataObject) -> None:
    books = books_of(day)
    twice = data.draw(st.sampled_from(books.ledger))
    wrong = with_ledger(books, [*books.ledger, twice])
    assert "line-too-much" in rules(wrong)
    assert any("charged twice" in finding.text for finding in wrong.findings())


@given(days, st.data())
@settings(max_examples=60, deadline=None)
def test_a_nano_dollar_is_noticed(day: Day, data: st.DataObject) -> None:
    books = books_of(day)
    place = data.draw(st.integers(0, len(books.ledger) - 1))
    ledger = list(books.ledger)
    line = ledger[place].line
    ledger[place] = replace(ledger[place], line=replace(line, amount=line.amount + NANO))
    assert {"line-missing", "line-too-much", "line-miscounted"} <= rules(with_ledger(books, ledger))


def test_a_run_without_lines_is_named() -> None:
    books = books_of(DAY)
    ledger = [entry for entry in books.ledger if entry.run_id != "r1.0"]
    (finding,) = with_ledger(books, ledger).findings()
    assert finding.rule == "run-not-charged"
    assert finding.text == "The ledger has no line of run …r1.0, whose end Ada saw."


def foreign(books: Books) -> list[Entry]:
    """A run that nobody saw, charged to somebody who is there."""
    (stranger,) = runs_seen("nobody", "person 0", events_of(7, [[SMALL]]))
    return [*books.ledger, *entries_of(stranger, 3)]


def test_a_run_that_nobody_saw_is_a_finding_only_where_all_were_seen() -> None:
    books = books_of(DAY)
    wrong = with_ledger(books, foreign(books))
    assert rules(wrong) == set()
    assert wrong.counts()["runs nobody watched"] == 1
    assert rules(wrong.of_the_seen()) == {"line-without-run"}


def test_lines_of_somebody_who_has_left_are_known_by_what_they_say() -> None:
    books = books_of(DAY)
    ledger = [
        replace(e, line=replace(e.line, run_id=""), question="", status="")
        if e.run_id == "r1.0"
        else e
        for e in books.ledger
    ]
    assert with_ledger(books, ledger).findings() == []
    dearer = [
        replace(e, line=replace(e.line, quantity=e.line.quantity + 1)) if not e.run_id else e
        for e in ledger
    ]
    assert "run-not-charged" in rules(with_ledger(books, dearer))


def test_one_account_is_charged_for_one_person() -> None:
    books = books_of(DAY)
    ledger = [replace(entry, account="one for all") for entry in books.ledger]
    assert "charged-to-somebody-else" in rules(with_ledger(books, ledger))


def changed(books: Books, where: str, **fields: object) -> Books:
    return with_ledger(
        books,
        [replace(e, **fields) if e.line.kind == where else e for e in books.ledger],  # type: ignore[arg-type]  # made for each test
    )


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("line-mispriced", lambda books: changed(books, "storage", unit_price=Decimal("0.5"))),
        ("refund-differs", lambda books: changed(books, "tool_call", status="failed")),
        (
            "charge-incomplete",
            lambda books: with_ledger(books, [e for e in books.ledger if e.line.kind != "storage"]),
        ),
        (
            "refund-differs",
            lambda books: with_ledger(
                books,
                [e for e in books.ledger if (e.line.entry, e.line.kind) != ("refund", "storage")],
            ),
        ),
        (
            "invoice-differs",
            lambda books: replace(
                books, invoices=[replace(each, total="9.99") for each in books.invoices]
            ),
        ),
        ("line-not-on-one-invoice", lambda books: replace(books, invoices=books.invoices[1:])),
        (
            "line-not-on-one-invoice",
            lambda books: replace(books, invoices=[*books.invoices, *books.invoices]),
        ),
    ],
)
def test_what_is_wrong_is_named(rule: str, wrong) -> None:
    assert rule in rules(wrong(books_of(DAY)))


def test_a_question_that_costs_too_much_is_named_though_nobody_saw_it() -> None:
    books = books_of([[[replace(SMALL, tokens=(300_000, 60_000))]]])
    ledger = [entry for entry in books.ledger if entry.line.kind != "relief"]
    unseen = Books([], ledger, list(invoices_of(ledger)))
    assert rules(unseen) == {"question-costs-too-much"}


def test_a_run_with_a_gap_is_seen_in_part_and_must_have_lines_all_the_same() -> None:
    events = [e for e in events_of(0, [[SMALL]]) if e.kind is not EventKind.TOOL_EXECUTING]
    (run,) = runs_seen("Ada", "person 0", events)
    assert (run.ended, run.lines) == (True, None)
    assert rules(Books([run], [], [])) == {"run-not-charged"}
    assert Books([run], [], [], by_all=True).verdict().outcome is Outcome.UNKNOWN


def test_what_was_erased_later_was_charged() -> None:
    events = events_of(0, [[SMALL]])
    erased = [replace(e, kind=EventKind.EVENT_ERASED, payload={}) for e in events]
    assert runs_seen("Ada", "p", [*events, *erased]) == runs_seen("Ada", "p", events)


def test_a_run_of_which_no_end_was_seen_needs_no_lines() -> None:
    (run,) = runs_seen("Ada", "person 0", events_of(0, [[SMALL]])[:-1])
    assert (run.ended, run.lines) == (False, None)
    assert rules(Books([run], [], [])) == set()
