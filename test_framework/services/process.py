"""A server that runs as a process of its own: started, watched, restarted, ended."""

from __future__ import annotations

import atexit
import os
import re
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from test_framework.waiting import patient

STOP_WITHIN_S = 15.0
LINES_TOLD = 40


class ServiceFailed(Exception):
    """A part that the suite runs has failed: infrastructure, not a promise of the platform."""


class ServerProcess:
    r"""A command that prints a line when it is ready to serve.

    Its output (both streams) goes to a log file, which later starts continue.

    Example:
        >>> import sys, tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> code = "import time; print('Listening on port 4711', flush=True); time.sleep(60)"
        >>> server = ServerProcess(
        ...     [sys.executable, "-c", code],
        ...     log_path=folder / "server.log",
        ...     ready_line_pattern=r"Listening on port (?P<port>\d+)",
        ... )
        >>> server.start()["port"]
        '4711'
        >>> server.stop()
        -15
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        log_path: Path,
        ready_line_pattern: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        start_timeout: float = 30.0,
    ) -> None:
        """Describe the process; nothing is started yet.

        Args:
            command: Program and arguments.
            log_path: Where its output goes; the folder must exist.
            ready_line_pattern: Regular expression, searched in every line of output.
            env: Added to the environment of the suite.
            cwd: The folder it runs in.
            start_timeout: Seconds until it must be ready, times the patience.
        """
        self.command = tuple(command)
        self.log_path = log_path
        self.env = dict(env or {})
        self._cwd = cwd
        self._ready_line = re.compile(ready_line_pattern)
        self._start_timeout = start_timeout
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """True while the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process id; None before the first start."""
        return self._process.pid if self._process else None

    def start(self) -> Mapping[str, str]:
        """Start it and wait until it is ready.

        Returns:
            The named groups of the ready line, for example ``{"port": "4711"}``.

        Raises:
            ServiceFailed: it could not be started, ended, or was not ready in time; the
                message shows the last lines of its log.
        """
        if self.running:
            raise ServiceFailed(f"{self._name} is running already, as process {self.pid}.")
        watch = _OutputWatch(self._ready_line)
        process = self._spawn()
        self._process = process
        atexit.register(self._end_with_the_suite)
        self._reader = threading.Thread(
            target=watch.copy_output, args=(process, self.log_path), daemon=True
        )
        self._reader.start()
        if not watch.decided.wait(patient(self._start_timeout)):
            self.kill()
            raise self._failure(f"was not ready within {patient(self._start_timeout):.0f} s")
        if watch.found is None:
            raise self._failure(f"ended with exit status {process.wait()} before it was ready")
        return {name: value or "" for name, value in watch.found.groupdict().items()}

    def begin_to_stop(self) -> None:
        """Ask it to end (SIGTERM), and do not wait; ``stop`` waits.

        Raises:
            ServiceFailed: when it does not run.
        """
        if self._process is None or not self.running:
            raise ServiceFailed(f"{self._name} does not run: it cannot be asked to end.")
        self._process.terminate()

    def stop(self) -> int | None:
        """Ask it to end (SIGTERM) and wait for that.

        Returns:
            The exit status (negative: the signal that ended it); None when it never ran.

        Raises:
            ServiceFailed: when it had to be killed, because it did not end in time.
        """
        if self._process is None:
            return None
        self._process.terminate()
        try:
            self._process.wait(patient(STOP_WITHIN_S))
        except subprocess.TimeoutExpired:
            self.kill()
            seconds = patient(STOP_WITHIN_S)
            raise self._failure(f"did not end within {seconds:.0f} s and was killed") from None
        return self._ended(self._process)

    def restart(self) -> Mapping[str, str]:
        """Stop it and start it again with the same command. Raises like both."""
        self.stop()
        return self.start()

    def kill(self) -> int | None:
        """End it and all processes it started, at once (SIGKILL). The exit status, as stop."""
        if self._process is None:
            return None
        if self.running:
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._ended(self._process)

    def log_excerpt(self, lines: int = LINES_TOLD) -> str:
        """The last lines of its log."""
        if not self.log_path.exists():
            return ""
        text = self.log_path.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    @property
    def _name(self) -> str:
        return " ".join(self.command)

    def _spawn(self) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(  # noqa: S603 - the command is the target's, not a user's
                self.command,
                cwd=self._cwd,
                env={**os.environ, **self.env, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                # A group of its own: Ctrl-C reaches the suite alone, which then stops it
                # in order; and kill() can end what it started along with it.
                start_new_session=True,
            )
        except OSError as error:
            raise ServiceFailed(f"{self._name} could not be started: {error}.") from error

    def _ended(self, process: subprocess.Popen[str]) -> int:
        status = process.wait()
        if self._reader is not None:
            # The log is whole only when the pipe is read to its end.
            self._reader.join(patient(1.0))
        atexit.unregister(self._end_with_the_suite)
        return status

    def _end_with_the_suite(self) -> None:
        if self.running:
            self.kill()

    def _failure(self, what: str) -> ServiceFailed:
        excerpt = self.log_excerpt() or "(it printed nothing)"
        return ServiceFailed(f"{self._name} {what}. The end of {self.log_path}:\n{excerpt}")


class _OutputWatch:
    """Copies output to the log and notices the ready line, or that there will be none."""

    def __init__(self, ready_line: re.Pattern[str]) -> None:
        self._ready_line = ready_line
        self.found: re.Match[str] | None = None
        self.decided = threading.Event()

    def copy_output(self, process: subprocess.Popen[str], log_path: Path) -> None:
        """Run in a thread of its own, until the process closes its output."""
        output: IO[str] | None = process.stdout
        if output is None:
            raise ValueError("the process was started without a pipe for its output")
        with output, log_path.open("a", encoding="utf-8") as log:
            for line in output:
                log.write(line)
                log.flush()
                if self.found is None and (match := self._ready_line.search(line)):
                    self.found = match
                    self.decided.set()
        self.decided.set()
