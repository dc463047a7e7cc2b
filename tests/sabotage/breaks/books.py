"""Promises about the books as a whole, broken."""

from uuid import uuid4

from sqlalchemy import insert, select

from chat_platform.billing import books, invoices, ledger
from chat_platform.billing.tables import LINES, LedgerLine
from chat_platform.chat import run_charges
from tests.sabotage.catalogue import breaks, replace


@breaks("books-balance", finding="which is charged twice")
def first_line_told_twice() -> None:
    """Each part of the ledger that is exported begins with a line twice."""
    replace(books, "_booked", lambda read: lambda *how: [*(told := read(*how))[:1], *told])


@breaks("books-balance", finding="lacks a charge of .* storage")
def no_storage_in_the_books() -> None:
    """What answers take up is charged, and left out of what is exported."""

    def make(read):
        return lambda *how: [each for each in read(*how) if each.line.kind != "storage"]

    replace(books, "_booked", make)


@breaks("books-balance", finding="which is of a run that nobody saw")
def charged_for_nothing() -> None:
    """All that a run used is charged once more, as that of no run."""

    def make(charge):
        def with_more(session, run):
            number = charge(session, run)
            lines = session.execute(select(LINES).where(LINES.c.charge == number)).mappings().all()
            another = {"charge": str(uuid4())}
            session.execute(insert(LINES), [{**line, **another} for line in lines])
            return number

        return with_more

    replace(run_charges, "charge", make)


@breaks("books-balance", finding="lacks a charge of .* input_tokens")
def a_nano_dollar_too_much() -> None:
    """Each line is charged a nano-dollar more than quantity and price come to."""

    def make(line):
        def dearer(*how):
            made = line(*how)
            return {**made, "amount": made["amount"] + 1}

        return dearer

    replace(ledger, "_line", make)


@breaks("books-balance", finding="The invoice of .* says")
def refunds_on_no_invoice() -> None:
    """What was taken back is in the ledger, and not on the invoice."""

    def make(lines):
        return lambda *whose: lines(*whose).where(LedgerLine.entry == "charge")

    replace(invoices, "_lines", make)
