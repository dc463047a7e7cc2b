"""Whether the books balance: what people saw of runs, the ledger, and the invoices made of it.

An oracle: pure functions. What a run costs is computed by ``bill`` from the frames that people saw;
what the ledger and the invoices hold is what the platform exports of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from targets.reference.bill import (
    MILLION,
    MOST_OF_A_QUESTION,
    PRICES,
    Line,
    differences,
    in_cents,
)
from targets.reference.books import Entry, InvoiceSum, SeenRun
from test_framework.events.verdict import Finding, Verdict

ONCE = ("input_tokens", "output_tokens", "storage")


@dataclass(frozen=True)
class Books:
    """All that the books of one platform are judged by.

    Attributes:
        seen: What people saw of their runs.
        ledger: Every line.
        invoices: The sums of all months in which there is a line.
        by_all: Whether every run of these lines was seen by somebody: then a line of another run
            is a finding. Else it is judged by itself.
    """

    seen: Sequence[SeenRun]
    ledger: Sequence[Entry]
    invoices: Sequence[InvoiceSum]
    by_all: bool = False

    def of_the_seen(self) -> Books:
        """The same for the accounts of those who saw the runs, and who saw all of theirs."""
        known = {run.run_id for run in self.seen}
        accounts = {entry.account for entry in self.ledger if entry.run_id in known}
        return replace(
            self,
            ledger=[entry for entry in self.ledger if entry.account in accounts],
            invoices=[invoice for invoice in self.invoices if invoice.account in accounts],
            by_all=True,
        )

    def verdict(self) -> Verdict:
        """Whether the books balance; unknown when no run was seen whole, or one not all of it."""
        missed = [run for run in self.seen if run.lines is None]
        if self.by_all and (missed or not self.seen):
            seen = f"{len(self.seen) - len(missed)} of {len(self.seen)} runs were seen whole"
            return Verdict.unknown("the books", seen)
        return Verdict.of("the books", self.findings())

    def findings(self) -> list[Finding]:
        """All that does not agree; nothing when the books balance."""
        return [
            *judge_runs(self.seen, self.ledger, by_all=self.by_all),
            *judge_charges(self.ledger),
            *judge_invoices(self.ledger, self.invoices),
        ]

    def counts(self) -> dict[str, int]:
        """How much was judged, for people."""
        known = {run.run_id for run in self.seen}
        whole = {run.run_id for run in self.seen if run.lines is not None}
        charged = {entry.charge: entry.run_id for entry in self.ledger}
        return {
            "runs seen whole": len(whole),
            "runs seen in part": len(known - whole),
            "runs nobody watched": sum(run_id not in known for run_id in charged.values()),
            "charges": len(charged),
            "lines": len(self.ledger),
            "invoices": sum(invoice.lines > 0 for invoice in self.invoices),
        }


def judge_charges(ledger: Iterable[Entry]) -> Iterator[Finding]:
    """What is wrong with the lines of a run, whoever saw it: by the price list alone."""
    for charge, entries in _by(ledger, lambda entry: entry.charge).items():
        name = f"the charge …{charge[-8:]} (run …{entries[0].run_id[-8:]})"
        charged = [entry.line for entry in entries if entry.line.entry == "charge"]
        back = [entry.line for entry in entries if entry.line.entry == "refund"]
        times = Counter(line.kind for line in charged)
        for kind in ONCE:
            if times[kind] != 1:
                text = f"In {name} there are {times[kind]} lines of {kind} in place of one."
                yield Finding("charge-incomplete", text)
        for entry in entries:
            if entry.unit_price * entry.line.quantity != entry.line.amount:
                text = f"In {name} {entry.unit_price:f} times {entry.line.quantity} is not the sum "
                yield Finding("line-miscounted", f"{text}of the {entry.line}.")
            if entry.line.kind != "relief" and entry.unit_price != _list_price(entry.line):
                text = f"In {name} the {entry.line.plan} plan does not pay {entry.unit_price:f}"
                yield Finding("line-mispriced", f"{text}: {entry.line}.")
        opposite = Counter(line.taken_back() for line in charged)
        failed = any(entry.status == "failed" for entry in entries)
        if (failed or back) and Counter(back) != opposite:
            text = f"In {name}, which is taken back, the opposite lines are not those charged."
            yield Finding("refund-differs", text)
    for question, entries in _by(ledger, lambda entry: entry.question).items():
        cost = sum((entry.line.amount for entry in entries), Decimal(0))
        if question and not 0 <= cost <= MOST_OF_A_QUESTION:
            text = f"The question …{question[-8:]} costs ${cost} with all its nested runs."
            yield Finding("question-costs-too-much", text)


def judge_runs(
    seen: Sequence[SeenRun], ledger: Sequence[Entry], *, by_all: bool = False
) -> Iterator[Finding]:
    """Whether each run that was seen left its lines, and no other; args as of ``Books``."""
    of_runs = _by((entry for entry in ledger if entry.run_id), lambda entry: entry.run_id)
    nobodys = _by((entry for entry in ledger if not entry.run_id), lambda entry: entry.charge)
    whose: dict[str, SeenRun] = {}
    for run in seen:
        found = of_runs.get(run.run_id, [])
        if not found:
            if run.ended and not _forgotten(run, nobodys):
                text = f"The ledger has no line of run …{run.run_id[-8:]}, whose end {run.who} saw."
                yield Finding("run-not-charged", text)
            continue
        if run.lines is not None:
            yield from differences(run.who, run.lines, [entry.line for entry in found])
        for account in {entry.account for entry in found}:
            first = whose.setdefault(account, run)
            if first.person != run.person:
                text = f"The run …{run.run_id[-8:]} of {run.who} is charged to {first.who}."
                yield Finding("charged-to-somebody-else", text)
    if by_all:
        known = {run.run_id for run in seen}
        strange = [
            entry for run_id, lines in of_runs.items() if run_id not in known for entry in lines
        ]
        for entry in [*strange, *(entry for lines in nobodys.values() for entry in lines)]:
            text = f"The ledger has a {entry.line}, which is of a run that nobody saw."
            yield Finding("line-without-run", text)


def judge_invoices(ledger: Iterable[Entry], invoices: Iterable[InvoiceSum]) -> Iterator[Finding]:
    """Whether each line is on one invoice, and each invoice is the sum of its lines."""
    # Lines of those who have left are on nobody's invoice any more.
    owned = _by((entry for entry in ledger if entry.run_id), lambda entry: entry.account)
    on_invoices: Counter[tuple[str, Line]] = Counter()
    for invoice in invoices:
        lines = [
            entry.line
            for entry in owned.get(invoice.account, [])
            if invoice.begins_at <= entry.at < invoice.ends_at
        ]
        on_invoices.update((invoice.account, line) for line in lines)
        exact = sum((line.amount for line in lines), Decimal(0))
        told = (invoice.lines, invoice.exact, invoice.total)
        if told != (len(lines), exact, in_cents(lines)):
            yield Finding(
                "invoice-differs",
                f"The invoice of {invoice.month} for account …{invoice.account[-8:]} says "
                f"{invoice.lines} lines, ${invoice.exact}, ${invoice.total}; the ledger has "
                f"{len(lines)} lines, ${exact}, ${in_cents(lines)}.",
            )
    for account, entries in owned.items():
        for line, times in Counter(entry.line for entry in entries).items():
            if on_invoices[account, line] != times:
                text = f"On {on_invoices[account, line]} invoices in place of {times} is the {line}"
                yield Finding("line-not-on-one-invoice", f"{text}.")


def _forgotten(run: SeenRun, nobodys: dict[str, list[Entry]]) -> bool:
    """Whether the run may be one of a person who left for good: then its lines are nobody's."""
    for charge, entries in nobodys.items():
        lines = Counter(replace(entry.line, run_id=run.run_id) for entry in entries)
        if run.lines is None or lines == Counter(run.lines):
            del nobodys[charge]
            return True
    return False


def _list_price(line: Line) -> Decimal:
    prices = PRICES[line.plan]
    return {
        "input_tokens": prices.tokens_read / MILLION,
        "output_tokens": prices.tokens_written / MILLION,
        "storage": prices.megabyte / MILLION,
        "tool_call": prices.tool_call,
    }[line.kind]


def _by(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return dict(groups)
