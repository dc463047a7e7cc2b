"""Recordings of scenarios: ``--record DIR`` keeps all, and a failed one is in the report anyway."""

from __future__ import annotations

import json
import platform
import re
import shlex
import zlib
from collections.abc import Generator, Iterator, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from test_framework.events.model import EventKind
from test_framework.pytest_plugin.contexts import CONTEXTS
from test_framework.pytest_plugin.options import options_of
from test_framework.pytest_plugin.usage import stop_for
from test_framework.reporting.card import card_of
from test_framework.reporting.environment import revision
from test_framework.reporting.redaction import redact
from test_framework.targets import UsageError
from test_framework.test_context import TestContext
from test_framework.wire.recording import SUFFIX, Header, written

LONGEST_NAME = 120


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder at once: a run must not find at its end that nothing can be kept."""
    folder = options_of(config).record
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"--record cannot write to {folder}: {error.strerror}."
            stop_for(config, UsageError(why))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Keep the frames when everything is closed, whatever goes wrong at that."""
    # Closing forgets the users; their frames can still be read.
    users = dict(item.stash.get(CONTEXTS, {}))
    try:
        return (yield)
    finally:
        if options_of(item.config).record is not None:
            for owner, text in recordings_of(item, users):
                _keep(file_of(item, owner), text)


def recordings_of(
    item: pytest.Item, contexts: Mapping[str, TestContext]
) -> Iterator[tuple[str, str]]:
    """For each user who opened a socket: the name, and the recording so far, redacted."""
    passwords = [context.identity.password for context in contexts.values()]
    # A frame is JSON, in which a password with a quote reads differently.
    escaped = [json.dumps(word)[1:-1] for word in passwords]
    clean = partial(redact, secrets={*passwords, *escaped})
    options = options_of(item.config)
    card = card_of(item, options.target_name)
    agent_list = _agent_list(contexts)
    for owner, context in contexts.items():
        log = context.frames
        if log.connections:
            header = Header(
                target=options.target_name,
                seed=options.seed,
                scenario=card.name,
                place=item.nodeid,
                promises=card.promises,
                driver=dict(card.parameters).get("driver", ""),
                versions=dict(_versions()),
                owner=owner,
                connections=log.connections,
                agent_list=agent_list,
            )
            yield owner, written(header, log.frames, clean)


def file_of(item: pytest.Item, owner: str) -> Path | None:
    """Where ``--record`` keeps this user's frames of this scenario; None without it.

    The same scenario has the same file in every run, also among scenarios of like names.
    """
    folder = options_of(item.config).record
    if folder is None:
        return None
    apart = f"{zlib.crc32(item.nodeid.encode()):08x}"
    return folder / f"{_plain(item.nodeid)[-LONGEST_NAME:]}-{apart}" / f"{_plain(owner)}{SUFFIX}"


def replay_command(file: Path, root: Path) -> str:
    """What replays that file, typed in the suite's folder."""
    shown = file.relative_to(root) if file.is_relative_to(root) else file
    return f"python -m test_framework.replay {shlex.quote(str(shown))}"


def _keep(file: Path | None, text: str) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


def _agent_list(contexts: Mapping[str, TestContext]) -> dict[str, Any] | None:
    """The newest description of the agents that anybody in the scenario was given."""
    told = [
        event
        for context in contexts.values()
        for event in context.events
        if event.kind is EventKind.AGENT_LIST
    ]
    return dict(max(told, key=lambda event: event.received_at).payload) if told else None


@cache
def _versions() -> Mapping[str, str]:
    parts = ("pytest", "playwright", "websockets")
    return {
        "suite": revision(),
        "Python": platform.python_version(),
        **{part: version(part) for part in parts},
    }


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")
