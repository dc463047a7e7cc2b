"""What the benchmarks share: the recording that they use, tables, and figures as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "reports" / "benchmarks"
RECORDING = Path(__file__).parent / "recorded" / "briefing.jsonl"
"""A real conversation with the reference platform, with nested runs. To record one anew:
``pytest features/agents/asking_sub_agents.feature -k wire --record DIR``; its header holds the
published contract of that day and limits for its timing, so that every checker has its say."""

CONSOLE = Console(highlight=False)


def parser(module: str, purpose: str) -> argparse.ArgumentParser:
    """The command line of a benchmark."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=purpose)
    parser.add_argument("--json", action="store_true", help=f"keep the figures in {REPORTS.name}/")
    return parser


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; all columns but the first are figures."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    CONSOLE.print(table)


def keep(name: str, figures: Mapping[str, Any]) -> None:
    """Write figures, and the machine they are of, to ``reports/benchmarks/NAME.json``."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    file = REPORTS / f"{name}.json"
    file.write_text(json.dumps({"machine": machine, **figures}, indent=2) + "\n", "utf-8")
    CONSOLE.print(f"Kept in {file.relative_to(ROOT)}.")
