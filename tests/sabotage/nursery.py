"""Broken platforms start as forks of one process that has loaded all there is to load.

Loading takes several times as long as most proofs. Each fork breaks its own promise and no
other; a fork whose starter is gone, or was killed, is killed too.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.sabotage.launch import serve_broken

ROOT = Path(__file__).resolve().parents[2]
READY = "ready"
LONGEST_ORDER = 128 * 1024
SUPPORTED = hasattr(os, "pidfd_open")  # Linux; elsewhere each platform loads for itself


@contextmanager
def nursery() -> Iterator[str]:
    """Run the process from which platforms are forked; the path of its socket."""
    with tempfile.TemporaryDirectory(prefix="nursery-") as folder:
        path = str(Path(folder) / "socket")
        command = [sys.executable, "-m", "tests.sabotage.nursery", path]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        with process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline().strip() == READY, "the nursery does not start"
                yield path
            finally:
                process.terminate()


class Nursery:
    """Forks a platform for each connection, and tells how it ended."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._selector = selectors.DefaultSelector()
        self._watch(listener, self._bear)

    def work(self) -> None:
        """Serve until this process is told to end."""
        while True:
            for key, _ in self._selector.select():
                key.data()

    def _watch(self, what: socket.socket | int, react: Callable[[], None]) -> None:
        self._selector.register(what, selectors.EVENT_READ, react)

    def _bear(self) -> None:
        client, _ = self._listener.accept()
        text, outputs, _, _ = socket.recv_fds(client, LONGEST_ORDER, 2)
        pid = os.fork()
        if pid == 0:
            for inherited in (client, self._selector, self._listener):
                inherited.close()
            become(json.loads(text), outputs)
            sys.exit()
        for output in outputs:
            os.close(output)
        child = os.pidfd_open(pid)
        client.send(str(pid).encode())
        # Whoever started it says nothing more: a word is the end of the connection.
        self._watch(client, lambda: signal.pidfd_send_signal(child, signal.SIGKILL))
        self._watch(child, lambda: self._bury(client, child, pid))

    def _bury(self, client: socket.socket, child: int, pid: int) -> None:
        _, status = os.waitpid(pid, 0)
        for watched in (client, child):
            self._selector.unregister(watched)
        os.close(child)
        with client, suppress(BrokenPipeError):  # its starter may be gone
            client.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(order: dict[str, Any], outputs: list[int]) -> None:
    """Be the platform that was ordered, with its environment, folder, output and arguments."""
    os.setsid()
    for stream, output in zip((sys.stdout, sys.stderr), outputs, strict=True):
        os.dup2(output, stream.fileno())
        os.close(output)
        stream.reconfigure(line_buffering=True, write_through=True)
    os.environ.clear()
    os.environ.update(order["env"])
    tempfile.tempdir = None  # not that of the process it was forked from
    os.chdir(order["cwd"])
    serve_broken(order["name"], order["arguments"])


def load() -> None:
    """Load what a broken platform needs: what may be broken, and libraries."""
    import uvicorn  # noqa: F401, PLC0415
    import uvloop  # noqa: F401, PLC0415

    from chat_platform import application  # noqa: F401, PLC0415
    from tests.sabotage import breaks  # noqa: F401, PLC0415


def main(path: str) -> None:
    """Load everything, then fork as long as there is somebody to fork for."""
    load()
    gc.collect()
    gc.freeze()  # what is never looked at again stays shared with all forks
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(path)
        listener.listen()
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        Nursery(listener).work()


if __name__ == "__main__":
    main(sys.argv[1])
