"""Starting, restarting and stopping the reference platform."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import httpx2
from prometheus_client.parser import text_string_to_metric_families

from targets.reference.settings import ADMINISTRATORS
from targets.reference.usage_data import UsageData
from test_framework.services.process import ServerProcess, ServiceFailed
from test_framework.targets import LaunchOptions, UsageError

READY_LINE = r"Listening on (?P<url>http://[^\s]+:(?P<port>\d+))"
COMMAND = (sys.executable, "-m", "chat_platform", "serve")
# What the platform ends with when the fault is the caller's: a wrong setting, a taken port.
EXIT_USAGE = "exit status 2"


@dataclass(frozen=True)
class RunningReference:
    """The platform as a process of its own."""

    base_url: str
    process: ServerProcess

    QUICK: ClassVar[dict[str, str]] = {
        "CHAT_PORT": "0",
        "CHAT_LOG_FORMAT": "console",
        # Enough to be a real hash, little enough not to be what a scenario waits for.
        "CHAT_PASSWORD_HASH_MEMORY_KIB": "1024",
        # Answers stream, but at the speed of a program that reads, not of a person.
        "CHAT_AGENT_PACE_MS": "3",
        "CHAT_ADMINS": ADMINISTRATORS,
    }

    @classmethod
    def start(cls, options: LaunchOptions) -> RunningReference:
        """Start it as the options say and wait until it listens.

        Raises:
            UsageError: when a setting is wrong or the port is taken, in its own words.
            ServiceFailed: when it did not start for another reason, with its last lines.
        """
        options.folder.mkdir(parents=True, exist_ok=True)
        host, port = options.smtp
        process = ServerProcess(
            options.command or COMMAND,
            log_path=options.folder / "platform.log",
            ready_line_pattern=READY_LINE,
            env={
                **cls.QUICK,
                "CHAT_DATA_DIR": str(options.folder / "data"),
                "CHAT_SMTP_HOST": host,
                "CHAT_SMTP_PORT": str(port),
                **options.settings,
            },
        )
        try:
            ready = process.start()
        except ServiceFailed as failure:
            if EXIT_USAGE in str(failure):
                raise UsageError(f"The platform refused to start: {failure}") from failure
            raise
        # A restart must come back to the address that users have open.
        process.env["CHAT_PORT"] = ready["port"]
        return cls(ready["url"], process)

    def log_excerpt(self, lines: int = 40) -> str:
        """The last lines of its log."""
        return self.process.log_excerpt(lines)

    def restart(self) -> None:
        """Stop it in order and start it again: same address, same data."""
        self.process.restart()

    def crash(self) -> None:
        """Kill it (SIGKILL), as a lack of memory does, and start it again: same address and data.

        What the machine has in its cache survives this: it is no power cut.
        """
        self.process.kill()
        self.process.start()

    def begin_to_stop(self) -> None:
        """Tell it to stop in order, and do not wait for that."""
        self.process.begin_to_stop()

    @property
    def _database(self) -> Path:
        return Path(self.process.env["CHAT_DATA_DIR"]) / "chat.db"

    def rows(self) -> dict[str, int]:
        """How many rows each table of its database holds."""
        with closing(sqlite3.connect(self._database)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            return {
                # The names are the schema's own.
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for (name,) in tables.fetchall()
            }

    @contextmanager
    def storage_locked(self) -> Iterator[None]:
        """Hold the write lock of its database, as a backup or another program might.

        Reading goes on (SQLite, "Write-Ahead Logging"); every write fails or waits until the
        block ends.

        Raises:
            sqlite3.OperationalError: when the platform itself does not let go of the lock.
        """
        with closing(sqlite3.connect(self._database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    @property
    def usage_data(self) -> UsageData:
        """The data source of its tools, to be troubled."""
        return UsageData(self._database)

    def change_the_books(self, day: str, model: str, team: str) -> str:
        """Add a dollar to what a usage record cost, behind the platform's back.

        Returns:
            The record as an answer names it.
        """
        with closing(sqlite3.connect(self._database)) as connection, connection:
            changed = connection.execute(
                "UPDATE usage_records SET cost_nano_usd = cost_nano_usd + 1000000000 "
                "WHERE day = ? AND model = ? AND team = ?",
                (day, model, team),
            )
            assert changed.rowcount == 1, f"{changed.rowcount} records were changed"
        return f"{day} | {model} | {team}"

    def figure(self, name: str, **labels: str) -> float:
        """A figure that the platform publishes about itself, by its Prometheus name and labels.

        Raises:
            LookupError: when it publishes none of that name.
        """
        answer = httpx2.get(f"{self.base_url}/metrics").raise_for_status()
        for family in text_string_to_metric_families(answer.text):
            for sample in family.samples:
                if sample.name == name and labels.items() <= sample.labels.items():
                    return float(sample.value)
        raise LookupError(f"The platform publishes no figure {name}.")

    def stop(self) -> None:
        """Stop it in order."""
        self.process.stop()


@dataclass(frozen=True)
class PlatformElsewhere:
    """A platform that somebody else runs: we only know its address."""

    base_url: str

    def log_excerpt(self, lines: int = 40) -> str:  # noqa: ARG002 - the protocol's signature
        """Nothing: its log is not ours to read."""
        return ""

    def restart(self) -> None:
        """Refused: it is not ours to restart."""
        raise UsageError("A platform given by --base-url cannot be restarted by the suite.")

    def stop(self) -> None:
        """Nothing: it is not ours to stop."""
