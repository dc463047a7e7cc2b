"""The platform as a process of its own, as its operator starts it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from test_framework.services.process import ServerProcess

READY = r"Listening on (?P<url>http://\S+)"
QUICK = {"CHAT_AGENT_PACE_MS": "0", "CHAT_PASSWORD_HASH_MEMORY_KIB": "1024"}


class Running:
    """A platform on a free port, with a data folder of its own."""

    def __init__(self, folder: Path, smtp: tuple[str, int], settings: Mapping[str, str]) -> None:
        self.folder = folder
        env = {"CHAT_SMTP_HOST": smtp[0], "CHAT_SMTP_PORT": str(smtp[1]), **QUICK, **settings}
        self.process = ServerProcess(
            [sys.executable, "-m", "chat_platform", "serve", "--port", "0"],
            log_path=folder / "platform.log",
            ready_line_pattern=READY,
            env={"CHAT_DATA_DIR": str(folder / "data"), **env},
        )
        self.url = ""

    def start(self) -> Running:
        self.url = self.process.start()["url"]
        return self

    def ask_to_end(self) -> None:
        """Send SIGTERM and do not wait."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGTERM)

    @property
    def log(self) -> str:
        return self.process.log_path.read_text(encoding="utf-8")
