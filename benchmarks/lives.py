"""``python -m benchmarks.lives``: do all tell the same, whatever people do?

People do whatever comes to mind, life after life; after each life the model of the protocol, every
device, every history, every log and a new log-in of each person are compared. Each seed has people
of its own. With ``--command`` it shows how soon a platform that was broken on purpose is found out:
``--command "python -m tests.sabotage.launch deleted-questions-come-back serve"``.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from benchmarks.reconnects import world as new_world
from benchmarks.report import CONSOLE, keep, parser, show
from targets.reference.protocol_model.crew import crew_of
from targets.reference.protocol_model.machine import free_lives
from targets.reference.protocol_model.search import STEPS, Search
from test_framework.personas import identity_for
from test_framework.test_context import TestContext
from test_framework.world import World

NAMES = ("Ada", "Alan", "Grace")
LIVES = 50


def main(arguments: list[str] | None = None) -> int:
    """Lead lives, compare, print; 1 when two did not tell the same."""
    line = parser("benchmarks.lives", "Do all tell the same, whatever people do?")
    line.add_argument("--lives", type=int, default=LIVES, metavar="N", help="for each seed")
    line.add_argument("--steps", type=int, default=STEPS, metavar="N", help="in each life")
    line.add_argument("--seed", type=int, action="append", metavar="N", help="one or more")
    line.add_argument("--command", default="", help="starts another platform than the usual one")
    options = line.parse_args(arguments)
    command = shlex.split(options.command) or None
    searches: list[Search] = []
    different = 0
    for seed in options.seed or [1]:
        with (
            tempfile.TemporaryDirectory() as folder,
            new_world(Path(folder), command=command) as around,
        ):
            search = Search(seed)
            searches.append(search)
            different += not told_the_same(search, around, options.lives, options.steps)
        CONSOLE.print(f"seed {seed}: {search.lives} lives in {search.seconds:.1f} s")
    show(
        "Lives, and what was judged in them",
        ["seed", "lives", "deeds", "runs", "seconds", "disagreements"],
        [row(search) for search in searches],
    )
    deeds = sum((search.deeds for search in searches), Counter[str]())
    show("What was done", ["deed", "times"], [[k, str(n)] for k, n in deeds.most_common()])
    if options.json:
        keep("lives", {"seeds": [row(search) for search in searches], "deeds": deeds})
    return 1 if different else 0


def told_the_same(search: Search, around: World, lives: int, steps: int) -> bool:
    """Lead the lives of one seed; the story is printed where two tell different ones."""
    with ExitStack() as until:
        people = [
            TestContext(name, identity_for(name, search.seed, "lives"), around) for name in NAMES
        ]
        for person in people:
            until.callback(person.close)
        crew = until.enter_context(crew_of(people))
        story = search.run(free_lives(crew), lives, steps)
    if story is not None:
        CONSOLE.print(f"Seed {search.seed}:\n{story}", markup=False)
    return story is None


def row(search: Search) -> list[str]:
    """The figures of one seed."""
    seconds = f"{search.seconds:.1f}"
    counted = [search.seed, search.lives, sum(search.deeds.values()), search.runs]
    return [*map(str, counted), seconds, str(int(search.disagreed))]


if __name__ == "__main__":
    sys.exit(main())
