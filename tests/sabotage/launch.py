"""Start the platform with one promise broken: ``python -m tests.sabotage.launch NAME serve``.

Where a nursery is told of (``nursery``), the platform is a fork of it, and this process stands
for that one: it passes signals on, and ends as it ends.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

NURSERY = "SABOTAGE_NURSERY"
LONGEST_ANSWER = 32


def serve_broken(name: str, arguments: Sequence[str]) -> None:
    """Break the promise in this process, then do what the platform's command line says."""
    from chat_platform.__main__ import main  # noqa: PLC0415 - not needed beside a nursery
    from tests.sabotage import breaks  # noqa: PLC0415
    from tests.sabotage.catalogue import SABOTAGES  # noqa: PLC0415

    assert breaks.__all__, "the sabotages are not registered"
    SABOTAGES[name].apply()
    sys.argv[1:] = arguments
    main()


def stand_for_a_fork(path: str, name: str, arguments: Sequence[str]) -> int:
    """Let the nursery fork the platform with our output; the exit status that it has."""
    order = {"name": name, "arguments": arguments, "env": dict(os.environ), "cwd": str(Path.cwd())}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        line.connect(path)
        socket.send_fds(line, [json.dumps(order).encode()], [1, 2])
        pid = int(line.recv(LONGEST_ANSWER))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: os.kill(pid, number))
        status = int(line.recv(LONGEST_ANSWER))
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


if __name__ == "__main__":
    broken, *rest = sys.argv[1:]
    if NURSERY in os.environ:
        sys.exit(stand_for_a_fork(os.environ[NURSERY], broken, rest))
    serve_broken(broken, rest)
