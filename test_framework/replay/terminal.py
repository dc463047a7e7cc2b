"""A judged recording in the terminal: what it is of, its timeline, and the verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from test_framework.events.verdict import Outcome
from test_framework.replay.judging import Judgement
from test_framework.replay.rows import Row, rows

STYLES = {"sent": "cyan", "run": "", "answer": "dim", "other": "dim"}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
OUTCOMES = {Outcome.HOLDS: "green", Outcome.BROKEN: "bold red", Outcome.UNKNOWN: "yellow"}


def show(judgement: Judgement, console: Console) -> None:
    """Print everything."""
    header = judgement.recording.header
    console.print(Text(harmless(f"{header.owner} in “{header.scenario}”"), style="bold"))
    facts = [f"target {header.target}", f"driver {header.driver or 'none'}", f"seed {header.seed}"]
    console.print(Text(harmless(", ".join(facts))))
    console.print(_timeline(judgement))
    for verdict in judgement.verdicts:
        line = Text(f"{verdict.checker}: ")
        line.append(verdict.outcome, style=OUTCOMES[verdict.outcome])
        console.print(line)
        for finding in verdict.findings:
            numbers = ", ".join(f"#{number}" for number in finding.frames)
            where = f"{numbers}: " if numbers else ""
            console.print(Text(harmless(f"  - {where}{finding.text}")), soft_wrap=True)
    if judgement.catalogue is None:
        console.print("Agents and tools were compared with nothing: the recording lists none.")


def _timeline(judgement: Judgement) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("s", justify="right", no_wrap=True)
    table.add_column("frame", justify="right", no_wrap=True)
    table.add_column("socket", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("what happened", overflow="fold")
    for group in _pieces_together(rows(judgement)):
        row = group[0]
        several = len(group) > 1
        frames = f"{row.frame.number}-{group[-1].frame.number}" if several else row.frame.number
        words = f"{len(group)} pieces of the answer" if several else row.words
        table.add_row(
            ">" if row.named else "",
            f"{row.since:.3f}",
            f"#{frames}",
            str(row.frame.connection),
            row.arrow,
            Text(harmless(words)),
            style="bold red" if row.named else STYLES[row.kind],
        )
    return table


def line(row: Row) -> Text:
    """One frame on a line of its own, as it is in the timeline."""
    number = f"#{row.frame.number}"
    words = f"{row.since:9.3f}  {number:>5}  {row.frame.connection}  {row.arrow}  {row.words}"
    return Text(harmless(words), style=STYLES[row.kind])


def harmless(text: str, keep: str = "") -> str:
    """What strangers wrote must not steer the reader's terminal; ``keep`` may stay."""
    return CONTROL.sub(lambda m: m[0] if m[0] in keep else "\N{REPLACEMENT CHARACTER}", text)


def _pieces_together(every: Iterator[Row]) -> list[list[Row]]:
    """The rows, with the pieces of an answer that came in a row as one group."""
    groups: list[list[Row]] = []
    for row in every:
        plain_piece = row.kind == "answer" and not row.named
        before = groups[-1][-1] if groups else None
        if plain_piece and before and before.kind == "answer" and not before.named:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
