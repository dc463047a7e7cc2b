"""A server of the suite's own whose faults a scenario plans, as a process."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import ClassVar, Self

import httpx2

from test_framework.services.process import ServerProcess
from test_framework.waiting import patient

ANSWERS_WITHIN_S = 5.0


class ControlledService:
    """The process, and a line to its controls that nobody else has.

    Attributes:
        module: What is started: ``python -m MODULE --port 0``.
        title: What it calls itself when it listens: ``TITLE on http://...``.
        url: Where it listens.
    """

    module: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        """Describe it; nothing is started yet. Its log goes to the folder, which exists."""
        secret = secrets.token_urlsafe(32)
        name = self.module.rpartition(".")[2]
        self._process = ServerProcess(
            (sys.executable, "-m", self.module, "--port", "0"),
            log_path=folder / f"{name}.log",
            ready_line_pattern=rf"{self.title} on (?P<url>http://\S+)",
            env={f"{name.upper()}_SECRET": secret},
        )
        self._http = httpx2.Client(
            headers={"Authorization": f"Bearer {secret}"},
            timeout=patient(ANSWERS_WITHIN_S),
            trust_env=False,
        )
        self.url = ""

    def start(self) -> Self:
        """Start it and wait until it listens.

        Raises:
            ServiceFailed: when it did not start.
        """
        self.url = self._process.start()["url"]
        self._http.base_url = httpx2.URL(self.url)
        return self

    def stop(self) -> None:
        """End it; what it may still be saying to somebody is not waited for."""
        self._http.close()
        self._process.kill()
