"""``python -m benchmarks.reliability``: how many runs end right while tools fail now and then?

One reading in fifty of the tools' data fails, and a tool reads twice or three times: about one try
in twenty. Every answer is compared with our own reckoning; a run that failed must say why.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reconnects import WIRE, come_in, world
from benchmarks.report import CONSOLE, keep, parser, show
from targets.reference.api import Api
from targets.reference.life_cycle import RunningReference
from targets.reference.reliability import Outcome, ask_often, facts_of
from targets.reference.settings import TOOLS_FAIL_NOW_AND_THEN
from targets.reference.spending import Spending
from targets.reference.usage_data import FLAKY_PERCENT
from targets.reference.wire_chat import WireChat
from test_framework.personas import identity_for
from test_framework.test_context import TestContext
from test_framework.world import World

RUNS = 2_000
SIDE_BY_SIDE = 20
LEAST_RIGHT_PERCENT = 99.9


def main(arguments: list[str] | None = None) -> int:
    """Ask, judge, print; 1 when too few were right, or one was wrong or left open."""
    line = parser("benchmarks.reliability", "How many runs end right while tools fail?")
    line.add_argument("--runs", type=int, default=RUNS, metavar="N")
    line.add_argument("--seed", type=int, default=1, metavar="N", help="who asks what")
    options = line.parse_args(arguments)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        world(Path(folder), TOOLS_FAIL_NOW_AND_THEN) as around,
    ):
        outcome = measured(around, options.runs, options.seed)
    seconds = time.monotonic() - began
    row = [
        *map(str, (outcome.asked, outcome.right, outcome.failed, len(outcome.wrong))),
        *map(str, (outcome.unended, outcome.tries, outcome.failed_tries)),
        f"{seconds:.0f}",
    ]
    columns = ["runs", "right", "failed and said why", "wrong", "open", "tries", "failed tries"]
    show("Runs while tools fail now and then", [*columns, "seconds"], [row])
    CONSOLE.print(
        f"{outcome.right_percent:.2f} % right, while {outcome.trouble_percent:.1f} % of the tries"
        " of tools failed."
    )
    if options.json:
        keep("reliability", dict(zip([*columns, "seconds"], row, strict=True)))
    kept = outcome.right_percent >= LEAST_RIGHT_PERCENT and not outcome.wrong
    return 0 if kept and not outcome.unended else 1


def measured(around: World, runs: int, seed: int) -> Outcome:
    """So many runs of one person."""
    platform = around.platform
    assert isinstance(platform, RunningReference), "its tools are not ours to trouble"
    ada = TestContext("Ada", identity_for("Ada", seed, "reliability"), around)
    try:
        chat = WireChat(ada)
        come_in(ada, WIRE, chat)
        facts = facts_of(Spending.from_csv(Api.of(ada).usage_csv()))
        platform.usage_data.make_flaky(FLAKY_PERCENT)
        return ask_often(chat, runs // SIDE_BY_SIDE, SIDE_BY_SIDE, facts, seed)
    finally:
        ada.close()


if __name__ == "__main__":
    sys.exit(main())
