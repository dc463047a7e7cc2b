"""``python -m test_framework.replay FILE``: judge a recording again, show it, play it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from test_framework.events.model import RUN_EVENTS
from test_framework.replay.ag_ui import judge_export
from test_framework.replay.judging import Judgement, judge
from test_framework.replay.pace import speed_of
from test_framework.replay.page import page
from test_framework.replay.play import PlayOptions, play
from test_framework.replay.terminal import show
from test_framework.targets import UsageError, find_target
from test_framework.wire.recording import read

HOLDS, DOES_NOT_HOLD, USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Judge and show, or play; 0 all is well, 1 it is not, 2 and a sentence: it cannot be."""
    parser = argparse.ArgumentParser(
        prog="python -m test_framework.replay",
        description="Judge a recording again and show its timeline, or play it into the page.",
        epilog=(
            "Exit status: 0 everything holds, 1 something is broken or unknown, 2 no recording; "
            "with --play: 0 the page did all as recorded, 1 it did otherwise."
        ),
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="made by `pytest --record DIR`, or an AG-UI stream that another system exported: "
        "server-sent events, JSON Lines, or a JSON list",
    )
    parser.add_argument("--html", type=Path, metavar="OUT", help="write the timeline as a page too")
    parser.add_argument(
        "--open-end",
        action="store_true",
        help="it was stopped in the middle: what is unfinished is unknown, not broken",
    )
    parser.add_argument(
        "--all-five",
        action="store_true",
        help="every run must show all five events, as scenarios about tools ask",
    )
    parser.add_argument(
        "--contract",
        type=Path,
        metavar="DOCUMENT",
        help="judge by this AsyncAPI document; by default by the one that the scenario judged by",
    )
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="STAGE=SECONDS",
        help="a run's stage may take so long (may come several times); by default as the "
        "scenario stated",
    )
    _add_play_options(parser.add_argument_group("played into the page"))
    options = parser.parse_args(arguments)
    console = Console(highlight=False)
    try:
        wanted = RUN_EVENTS if options.all_five else ()
        if judgement := judge_export(
            options.file, ended=not options.open_end, every_run_has=wanted
        ):
            return _shown(judgement, options, console)
        recording = read(options.file)
        target = find_target(recording.header.target)
        judgement = judge(
            recording,
            target,
            ended=not options.open_end,
            every_run_has=wanted,
            contract=_document(options.contract) if options.contract else None,
            limits=dict(map(_limit, options.limit)) or None,
        )
        if options.html:
            _write(options.html, page(judgement))
        if options.play:
            return play(judgement, target, _play_options(options), console)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    show(judgement, console)
    return HOLDS if judgement.holds else DOES_NOT_HOLD


def _shown(judgement: Judgement, options: argparse.Namespace, console: Console) -> int:
    """An export: it has no target whose pages could show it, no contract and no limits."""
    for name in ("play", "contract", "limit"):
        if getattr(options, name):
            raise UsageError(f"{options.file} is an AG-UI stream: --{name} is for recordings only.")
    if options.html:
        _write(options.html, page(judgement))
    show(judgement, console)
    return HOLDS if judgement.holds else DOES_NOT_HOLD


def _add_play_options(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--play", action="store_true", help="play it into the real page, without the platform")
    add("--page", type=Path, metavar="FILE", help="the pages, where they are not beside it")
    add("--speed", default="1", metavar="N", help="so many times as fast as it was, or max (1)")
    add("--step", action="store_true", help="one frame at a time, on Enter")
    add("--headed", dest="headed", action="store_true", default=None, help="show the browser")
    add("--headless", dest="headed", action="store_false", help="do not, though one could")
    add("--screenshots", type=Path, metavar="DIR", help="keep one picture a frame here")


def _play_options(options: argparse.Namespace) -> PlayOptions:
    return PlayOptions(
        file=options.file,
        page=options.page,
        speed=speed_of(options.speed),
        step=options.step,
        headed=options.headed,
        screenshots=options.screenshots,
    )


def _document(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The contract {path} cannot be read: {error}.") from None


def _limit(text: str) -> tuple[str, float]:
    stage, _, seconds = text.partition("=")
    try:
        return stage, float(seconds)
    except ValueError:
        raise UsageError(f"{text!r} is no limit: write STAGE=SECONDS.") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"The page cannot be written to {path}: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main())
