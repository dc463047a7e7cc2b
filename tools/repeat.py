"""Run the features again and again, each time in another order: ``python -m tools.repeat 10``.

Without those tagged @load, which need the machine for themselves, unless ``-m`` says otherwise.
No flaky scenario is tolerated; this is how to look for one. Every round prints its seed,
and ``--seed N --random-order-seed N`` repeats it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time


def main(arguments: list[str]) -> int:
    """Run that many rounds with these pytest options; 1 when any round failed."""
    if not arguments or not arguments[0].isdigit():
        print("How many times? For example: python -m tools.repeat 10 -n auto", file=sys.stderr)
        return 2
    rounds, options = int(arguments[0]), arguments[1:]
    failed = []
    for number in range(1, rounds + 1):
        seed = str(random.SystemRandom().randrange(2**32))
        order = ["--random-order-bucket=global", f"--random-order-seed={seed}", f"--seed={seed}"]
        chosen = ["-q", "-m", "not load", *order, *options]
        command = [sys.executable, "-m", "pytest", "features", *chosen]
        started = time.monotonic()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        took = time.monotonic() - started
        last = (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1]
        print(f"round {number} of {rounds}, seed {seed}, {took:.0f} s: {last}", flush=True)
        if done.returncode:
            failed.append(seed)
            print(done.stdout, flush=True)
    print(f"rounds: {rounds - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
