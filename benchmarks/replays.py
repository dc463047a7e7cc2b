"""``python -m benchmarks.replays``: is a recording judged the same every time?

A real conversation, and broken copies of it, are judged 100 times each in this process, and
replayed in fresh processes whose hashes are seeded differently: Python orders sets and the like
by them, and no verdict may depend on that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from benchmarks.report import CONSOLE, RECORDING, keep, parser, show
from test_framework.replay.judging import judge
from test_framework.targets import find_target
from test_framework.wire.frame import Frame
from test_framework.wire.recording import Recording, read, written

TIMES = 100
HASH_SEEDS = ("0", "1", "2", "42", "4294967295")


def main(arguments: list[str] | None = None) -> int:
    """Judge again and again, print; 1 when two verdicts on the same file differ."""
    line = parser("benchmarks.replays", "Is a recording judged the same every time?")
    line.add_argument("--times", type=int, default=TIMES, metavar="N", help="in this process")
    options = line.parse_args(arguments)
    rows, figures = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, file in copies(read(RECORDING), Path(folder)).items():
            here = {verdicts(file) for _ in range(options.times)}
            apart = {replayed(file, seed) for seed in HASH_SEEDS}
            findings = sum(text.count("\n  - ") for text in here)
            rows.append([name, str(options.times), str(len(here)), str(len(apart)), str(findings)])
            figures[name] = {"times": options.times, "verdicts": len(here), "apart": len(apart)}
    columns = ("recording", "judged", "verdicts", f"in {len(HASH_SEEDS)} processes", "findings")
    show("The same verdict every time", columns, rows)
    same = all(each["verdicts"] == each["apart"] == 1 for each in figures.values())
    CONSOLE.print("Every one was judged the same." if same else "Verdicts differ.")
    if options.json:
        keep("replays", figures)
    return 0 if same else 1


def copies(recording: Recording, folder: Path) -> Mapping[str, Path]:
    """The recording, and copies in which something is wrong, each in a file."""
    frames = list(recording.frames)
    limits = {"first event": 0.01, "whole answer": 5.0, "tool": 0.05}
    header = msgspec.structs.replace(recording.header, limits=limits)
    broken = {
        "as it was": frames,
        "every seventh frame lost": [f for f in frames if f.number % 7],
        "every seventh frame twice": [f for f in frames for _ in range(1 + (f.number % 7 == 0))],
        "backwards from frame 20": frames[:19] + frames[:18:-1],
        "cut at frame 30": frames[:30],
    }
    files = {}
    for name, changed in broken.items():
        files[name] = folder / f"{name}.jsonl"
        text = written(header, renumbered(changed), lambda payload: payload)
        files[name].write_text(text, "utf-8")
    return files


def renumbered(frames: list[Frame]) -> list[Frame]:
    """The frames counted anew, as a frame log does."""
    return [replace(frame, number=place) for place, frame in enumerate(frames, 1)]


def verdicts(file: Path) -> str:
    """All verdicts on a recording, in words."""
    recording = read(file)
    judgement = judge(recording, find_target(recording.header.target))
    return "\n".join(map(str, judgement.verdicts))


def replayed(file: Path, hash_seed: str) -> str:
    """What ``python -m test_framework.replay`` prints in a process of its own."""
    ran = subprocess.run(  # noqa: S603 - the suite's own command
        [sys.executable, "-m", "test_framework.replay", str(file)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{ran.returncode}\n{ran.stdout}{ran.stderr}"


if __name__ == "__main__":
    sys.exit(main())
