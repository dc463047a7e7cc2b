"""Structured logs on standard error, in which no secret ever stands."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

REDACTED = "[redacted]"
SECRET_KEY = re.compile(
    r"password|token(?!s)|secret|cookie|authorization|ticket|api_?key", re.IGNORECASE
)
# A JSON Web Token; or the value after "token=", "ticket.", "Bearer " and the like.
SECRET_TEXT = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]+"
    r"|(?:(?<=token=)|(?<=ticket\.)|(?<=Bearer )|(?<=password=))[^\s&\"',;]+",
)


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A structlog processor: values of secret keys, and secrets inside texts, are replaced.

    Example:
        >>> redact(None, "info", {"event": "GET /?token=abc", "password": "hunter2"})
        {'event': 'GET /?token=[redacted]', 'password': '[redacted]'}
    """
    return {key: _clean(key, value) for key, value in event.items()}


def _clean(key: str, value: Any) -> Any:
    if SECRET_KEY.search(key):
        return REDACTED
    if isinstance(value, str):
        return SECRET_TEXT.sub(REDACTED, value)
    if isinstance(value, dict):
        return {inner: _clean(str(inner), item) for inner, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean("", item) for item in value]
    return value


def set_up_logging(level: str, style: Literal["auto", "json", "console"]) -> None:
    """Send all logs, ours and those of libraries, through one redacting formatter."""
    console = style == "console" or (style == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer()
    )
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(threshold, logging.WARNING), force=True)
