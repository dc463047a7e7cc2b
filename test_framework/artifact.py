"""What a context leaves for the report."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Artifact:
    """One attachment, not yet redacted.

    Attributes:
        name: For people: "Ada: screenshot of Chat".
        media_type: What it is: ``text/plain``, ``image/png``, ``video/webm``,
            ``application/vnd.allure.playwright-trace`` for a trace.
        content: The bytes, or the file that holds them.
    """

    name: str
    media_type: str
    content: bytes | Path
