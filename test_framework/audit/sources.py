"""Checks of the Python sources by themselves."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from test_framework.audit.finding import Finding

NOT_OURS = {"node_modules", "build", "dist", "__pycache__", "venv"}


def unparsable_sources(root: Path) -> Iterator[Finding]:
    """Python files that are no Python, also those that no test imports."""
    for path in python_files(root):
        try:
            ast.parse(path.read_bytes(), str(path))
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            yield Finding(path, line, "unparsable", f"The file is no valid Python: {error}")


def python_files(root: Path) -> Iterator[Path]:
    """Every ``.py`` file below a folder, except hidden and installed ones."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in NOT_OURS and not f.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(".py"))
