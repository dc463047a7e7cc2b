"""``python -m benchmarks.recoveries``: how soon is all well again after the platform was killed?

While an agent works and a second question waits, the platform is killed (SIGKILL) and started
again, many times. Measured is, each in seconds:

- start: from the order to start it until it listens, which includes its recovery;
- closed: from then until the device that stays connected is told the end of the run that broke off;
- answered: from then until it is told the end of the run of the question that waited.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.reconnects import WIRE, come_in, world
from benchmarks.report import CONSOLE, keep, parser, show
from targets.reference.life_cycle import RunningReference
from targets.reference.settings import TOOLS_TAKE_A_SECOND
from targets.reference.steady_chat import SteadyChat
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.percentiles import Distribution, header
from test_framework.personas import identity_for
from test_framework.test_context import TestContext
from test_framework.world import World

KILLS = 30
LIMIT_S = 5.0
QUESTION = "Which models do we use?"
START, CLOSED, ANSWERED = "start", "closed", "answered"


def main(arguments: list[str] | None = None) -> int:
    """Kill, measure, print; 1 when a run was closed later than the limit."""
    line = parser("benchmarks.recoveries", "How soon is all well again after a kill?")
    line.add_argument("--kills", type=int, default=KILLS, metavar="N")
    options = line.parse_args(arguments)
    figures: dict[str, list[float]] = {START: [], CLOSED: [], ANSWERED: []}
    with (
        tempfile.TemporaryDirectory() as folder,
        world(Path(folder), TOOLS_TAKE_A_SECOND) as around,
        ExitStack() as until,
    ):
        ada = TestContext("Ada", identity_for("Ada", 1, "recoveries"), around)
        until.callback(ada.close)
        chat = SteadyChat(ada)
        until.callback(chat.leave)
        come_in(ada, WIRE, chat)
        for _ in range(options.kills):
            for name, seconds in recovery(around, chat).items():
                figures[name].append(seconds)
    show(
        f"Well again after a kill, in seconds ({options.kills} kills)",
        ["until", *header()],
        [[name, *Distribution.of(each).row()] for name, each in figures.items()],
    )
    late = sum(each > LIMIT_S for each in figures[CLOSED])
    CONSOLE.print(f"{late} runs were closed later than {LIMIT_S:g} s after the start.")
    if options.json:
        keep("recoveries", {name: sorted(each) for name, each in figures.items()})
    return 1 if late else 0


def recovery(around: World, chat: SteadyChat) -> dict[str, float]:
    """One kill; the seconds of its stages.

    Raises:
        NotInTime: when a run was not closed, or the question that waited was not answered.
    """
    platform, context = around.platform, chat.context
    assert isinstance(platform, RunningReference), "only a platform of our own can be killed"
    before = len(context.frames)
    chat.send(QUESTION)
    at_work = context.wait_for_event(EventKind.AGENT_STARTED, after=before).run_id
    waiting = chat.ask("message.send", chat.thread_id, {"text": QUESTION}).payload["run_id"]
    ordered = time.time()
    platform.crash()
    alive = time.time()

    def end_of(run_id: str) -> AgentEvent:
        return context.wait_for_event(
            EventKind.AGENT_COMPLETED,
            within=60,
            after=before,
            where=lambda event: event.run_id == run_id,
        )

    closed, answered = end_of(at_work).received_at, end_of(waiting).received_at
    return {START: alive - ordered, CLOSED: closed - alive, ANSWERED: answered - alive}


if __name__ == "__main__":
    sys.exit(main())
