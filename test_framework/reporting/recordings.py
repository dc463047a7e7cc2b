"""Recordings of scenarios: ``--record DIR`` keeps all, and a failed one is in the report anyway."""

from __future__ import annotations

import json
import platform
import re
import shlex
import zlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
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
from test_framework.reporting.kept_pages import SUFFIX as PAGES
from test_framework.reporting.kept_pages import without_secrets
from test_framework.reporting.redaction import redact
from test_framework.targets import UsageError
from test_framework.test_context import TestContext
from test_framework.wire.recording import (
    ALL_FIVE_NOTE,
    CONTRACT_NOTE,
    LIMITS_NOTE,
    SUFFIX,
    Header,
    packed,
    written,
)

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
            for kept in recordings_of(item, users):
                _keep(kept, file_of(item, kept.owner))
            for context in users.values():
                if (loaded := context.loaded()) is not None:
                    loaded.unlink(missing_ok=True)  # its secrets are still in it


@dataclass(frozen=True)
class Kept:
    """What is kept of one user in one scenario, without secrets.

    Attributes:
        owner: The user.
        frames: The recording.
        pages: What the user's pages loaded; None when that was not kept.
        options: With which it is judged as the scenario judged.
    """

    owner: str
    frames: str
    pages: bytes | None
    options: tuple[str, ...] = ()


def recordings_of(item: pytest.Item, contexts: Mapping[str, TestContext]) -> Iterator[Kept]:
    """For each user who opened a socket: the recording so far.

    With ``--record`` the pages come with it, and from then on nothing more of them is kept.
    """
    passwords = [context.identity.password for context in contexts.values()]
    # A frame is JSON, in which a password with a quote reads differently.
    escaped = [json.dumps(word)[1:-1] for word in passwords]
    secrets = {*passwords, *escaped}
    clean = partial(redact, secrets=secrets)
    options = options_of(item.config)
    card = card_of(item, options.target_name)
    agent_list = _agent_list(contexts)
    for owner, context in contexts.items():
        log = context.frames
        if log.connections:
            loaded, contract = context.loaded(), context.notes.get(CONTRACT_NOTE)
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
                page=f"{_plain(owner)}{PAGES}" if loaded else None,
                contract=packed(contract) if contract else None,
                limits=context.notes.get(LIMITS_NOTE),
            )
            pages = without_secrets(loaded.read_bytes(), secrets) if loaded else None
            asked = ("--all-five",) if ALL_FIVE_NOTE in context.notes else ()
            yield Kept(owner, written(header, log.frames, clean), pages, asked)


def file_of(item: pytest.Item, owner: str) -> Path | None:
    """Where ``--record`` keeps this user's frames of this scenario; None without it.

    The same scenario has the same file in every run, also among scenarios of like names.
    """
    folder = options_of(item.config).record
    if folder is None:
        return None
    apart = f"{zlib.crc32(item.nodeid.encode()):08x}"
    return folder / f"{_plain(item.nodeid)[-LONGEST_NAME:]}-{apart}" / f"{_plain(owner)}{SUFFIX}"


def replay_command(file: Path, root: Path, *options: str) -> str:
    """What replays that file, typed in the suite's folder."""
    shown = file.relative_to(root) if file.is_relative_to(root) else file
    return shlex.join(["python", "-m", "test_framework.replay", str(shown), *options])


def _keep(kept: Kept, file: Path | None) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(kept.frames, "utf-8", newline="\n")
        if kept.pages is not None:
            file.with_suffix(PAGES).write_bytes(kept.pages)


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
