"""``python -m benchmarks``: all of them, one after the other."""

from __future__ import annotations

import sys

from benchmarks import events, mutants, replays

if __name__ == "__main__":
    sys.exit(max(main([]) for main in (events.main, mutants.main, replays.main)))
