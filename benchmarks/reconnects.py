"""``python -m benchmarks.reconnects``: how soon is a user back after a cut?

The line of one user is cut again and again, each time for a moment drawn from the seed, while the
platform runs; measured is from the moment in which the line is good until the first frame comes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from benchmarks.report import CONSOLE, keep, parser, show
from targets.reference.steady_chat import SteadyChat
from targets.reference.wire_access import WireAccess
from test_framework.browser.options import OFF, BrowserOptions
from test_framework.browser.session import BrowserSession
from test_framework.events.percentiles import Distribution, header
from test_framework.personas import identity_for
from test_framework.services.mailbox import Mailbox
from test_framework.targets import Chat, LaunchOptions, find_target
from test_framework.test_context import TestContext
from test_framework.wire.portal import running_portal
from test_framework.wire.reconnects import time_away
from test_framework.world import World

CUTS = 200
GONE_AT_MOST_S = 0.4
LIMIT_S = 3.0
BUCKET_S = 0.25
BROWSER, WIRE = "browser", "wire"
SUBJECT = "Confirm your e-mail address"


def main(arguments: list[str] | None = None) -> int:
    """Cut, measure, print; 1 when somebody was back later than the limit."""
    line = parser("benchmarks.reconnects", "How soon is a user back after a cut?")
    line.add_argument("--cuts", type=int, default=CUTS, metavar="N")
    line.add_argument("--seed", type=int, default=1, metavar="N", help="how long each cut lasts")
    line.add_argument(
        "--driver", choices=(BROWSER, WIRE), action="append", help="both, if not said"
    )
    options = line.parse_args(arguments)
    figures = {}
    for driver in options.driver or (WIRE, BROWSER):
        with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as around:
            away = measured(around, driver, options.cuts, options.seed)
        figures[driver] = away
    show(
        f"Back after a cut, in seconds ({options.cuts} cuts of up to {GONE_AT_MOST_S:g} s)",
        ["driver", *header()],
        [[driver, *Distribution.of(away).row()] for driver, away in figures.items()],
    )
    for driver, away in figures.items():
        show(driver, ["seconds", "cuts"], histogram(away))
    late = sum(each > LIMIT_S for away in figures.values() for each in away)
    CONSOLE.print(f"{late} came back later than {LIMIT_S:g} s.")
    if options.json:
        keep("reconnects", {driver: sorted(away) for driver, away in figures.items()})
    return 1 if late else 0


def histogram(away: list[float]) -> list[list[str]]:
    """How many were back in each quarter of a second.

    Example:
        >>> histogram([0.1, 0.6])
        [['0.00 to 0.25', '1'], ['0.25 to 0.50', '0'], ['0.50 to 0.75', '1']]
    """
    buckets = range(int(max(away) / BUCKET_S) + 1)
    return [
        [
            f"{number * BUCKET_S:.2f} to {(number + 1) * BUCKET_S:.2f}",
            str(sum(int(each / BUCKET_S) == number for each in away)),
        ]
        for number in buckets
    ]


def measured(around: World, driver: str, cuts: int, seed: int) -> list[float]:
    """Seconds that one user was away after each cut."""
    chance = Random(seed)  # noqa: S311 - chance, no secret
    with ExitStack() as until:
        ada = TestContext("Ada", identity_for("Ada", seed, driver), around)
        until.callback(ada.close)
        line = ada.use_fault_proxy()
        chat = SteadyChat(ada) if driver == WIRE else around.target.chat(driver, ada)
        if isinstance(chat, SteadyChat):
            until.callback(chat.leave)
        come_in(ada, driver, chat)
        return [time_away(ada, line, chance.uniform(0, GONE_AT_MOST_S)) for _ in range(cuts)]


def come_in(ada: TestContext, driver: str, chat: Chat) -> None:
    """An account, a connection, a conversation."""
    identity = ada.identity
    WireAccess(ada).sign_up(identity.full_name, identity.email, identity.password)
    [mail] = ada.wait_for(lambda: ada.mails(SUBJECT), awaiting="the mail with the link")
    WireAccess(ada).confirm(ada.link_in(mail))
    ada.world.target.access(driver, ada).enter()
    chat.connect()
    chat.start_conversation()


@contextmanager
def world(
    folder: Path,
    settings: Mapping[str, str] | None = None,
    command: Sequence[str] | None = None,
) -> Iterator[World]:
    """The platform, a mailbox and a browser, for this measurement alone.

    Args:
        folder: Where the platform keeps its data.
        settings: Of the platform.
        command: Starts another platform than the target's own.
    """
    with running_portal() as portal, ExitStack() as until:
        mailbox = Mailbox(portal)
        until.callback(mailbox.close)
        target = find_target("reference")
        options = LaunchOptions(folder, mailbox.smtp, settings or {}, command=command)
        platform = target.start(options)
        until.callback(platform.stop)
        browser = BrowserSession(BrowserOptions(folder, tracing=OFF))
        until.callback(browser.close)
        yield World(target, platform, browser, portal, mailbox)


if __name__ == "__main__":
    sys.exit(main())
