"""Break each promise and see whether the suite notices: ``python -m tests.sabotage [NAME...]``.

Prints the matrix and, after all of them, writes ``reports/sabotage.json``. Ends with 1 when a
sabotage was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from tests.sabotage import breaks
from tests.sabotage.catalogue import SABOTAGES, Sabotage
from tests.sabotage.launch import NURSERY
from tests.sabotage.nursery import SUPPORTED, nursery
from tests.sabotage.proof import ROOT, Proof, prove

OUTPUT = ROOT / "reports" / "sabotage.json"
SHOWN = 100


def chosen(names: Iterable[str]) -> list[Sabotage]:
    """The sabotages of these names; all of them for none.

    Raises:
        KeyError: when there is no such sabotage.
    """
    return [SABOTAGES[name] for name in names] or list(SABOTAGES.values())


def one_of_each(seed: int) -> list[Sabotage]:
    """One sabotage of each promise, drawn by lot: the same ones for the same seed."""
    lot = random.Random(seed)  # noqa: S311 - nothing secret
    by_promise: dict[str, list[Sabotage]] = {}
    for sabotage in SABOTAGES.values():
        by_promise.setdefault(sabotage.promise, []).append(sabotage)
    return [lot.choice(candidates) for candidates in by_promise.values()]


def matrix(proofs: Iterable[Proof]) -> Table:
    """What was broken, and what the suite said to it."""
    table = Table("promise", "sabotage", "red", "caught", "what the suite said", title="Sabotage")
    for proof in sorted(proofs, key=lambda p: (p.sabotage.promise, p.sabotage.name)):
        said = proof.finding if len(proof.finding) <= SHOWN else f"{proof.finding[:SHOWN]}…"
        red = f"{len(proof.red)}"
        table.add_row(
            proof.sabotage.promise, proof.sabotage.name, red, "yes" if proof.caught else "NO", said
        )
    return table


@contextmanager
def nursery_where_possible() -> Iterator[None]:
    """Let platforms be forks while this lasts, on machines that can."""
    if not SUPPORTED:
        yield
        return
    with nursery() as path:
        # Before the first proof: its process hands its environment on to all others.
        os.environ[NURSERY] = path
        yield
        del os.environ[NURSERY]


def main(arguments: list[str] | None = None) -> int:
    """Run the proofs; 0 when every sabotage was caught, 2 for a name that is not known."""
    assert breaks.__all__, "the sabotages are not registered"
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sabotages")
    # Two for each core: while one waits for what does not come, another one works.
    workers = 2 * (os.cpu_count() or 1)
    parser.add_argument("--workers", type=int, default=workers, help="at a time")
    parser.add_argument(
        "--one-of-each", action="store_true", help="one of each promise, drawn by lot"
    )
    parser.add_argument("--seed", type=int, help="draw the same ones again")
    options = parser.parse_args(arguments)
    if options.names and options.one_of_each:
        parser.error("Name sabotages, or have them drawn with --one-of-each, but not both.")
    if options.seed is not None and not options.one_of_each:
        parser.error("--seed draws sabotages again: it needs --one-of-each.")
    console = Console(width=180 if not sys.stdout.isatty() else None, soft_wrap=True)
    try:
        sabotages = chosen(options.names)
        if options.one_of_each:
            drawn = random.SystemRandom().randrange(2**32)
            seed = drawn if options.seed is None else options.seed
            console.print(f"The same sabotages again: --one-of-each --seed {seed}")
            sabotages = one_of_each(seed)
    except KeyError as unknown:
        console.print(f"There is no sabotage named {unknown}. Known: {', '.join(SABOTAGES)}.")
        return 2
    started, proofs = time.monotonic(), []
    with nursery_where_possible(), ThreadPoolExecutor(options.workers) as pool:
        for done in as_completed([pool.submit(prove, sabotage) for sabotage in sabotages]):
            proof = done.result()
            proofs.append(proof)
            verdict = "caught" if proof.caught else "MISSED"
            name = f"{proof.sabotage.promise} / {proof.sabotage.name}"
            console.print(f"{verdict} {len(proofs)}/{len(sabotages)} {name}", highlight=False)
            if not proof.caught:
                console.print(proof.output, highlight=False, markup=False)
    console.print(matrix(proofs))
    if len(proofs) == len(SABOTAGES):
        OUTPUT.write_text(json.dumps([p.as_json() for p in proofs], indent=2) + "\n", "utf-8")
    missed = sum(not proof.caught for proof in proofs)
    took = time.monotonic() - started
    console.print(f"sabotage: {len(proofs) - missed} caught, {missed} missed in {took:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
