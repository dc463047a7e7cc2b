"""What may explain a step: the frames around it, and for a failed one everything there is."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from test_framework.artifact import Artifact
from test_framework.pytest_plugin.contexts import CONTEXTS, Contexts
from test_framework.reporting.allure_results import Results
from test_framework.reporting.kept_pages import SUFFIX as PAGES
from test_framework.reporting.recordings import file_of, recordings_of, replay_command
from test_framework.reporting.wire_story import wire_story
from test_framework.wire.recording import SUFFIX as RECORDING

TEXT = "text/plain"
# The report's button for its own trace type opens a public site; as a ZIP it stays here.
TRACE = "application/vnd.allure.playwright-trace"
ZIP = "application/zip"
JSON_LINES = "application/x-ndjson"
EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {TEXT: "txt", "image/png": "png", "video/webm": "webm", ZIP: "zip", "application/json": "json"}
)

HINT = "or with the attached file, from wherever it was saved to\n"
PAGES_ATTACHED = "and its pages: FILE --play --page PAGES\n"
PAGES_MISSING = "To play it into the page, let `pytest --record DIR` keep the page too.\n"


class Evidence:
    """Attaches evidence to the open step, or to the test when no step is open."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._seen: dict[str, int] = {}

    def step_begins(self, node: pytest.Item) -> None:
        """Remember which frames are old."""
        contexts = node.stash.get(CONTEXTS, None)
        self._seen = {n: len(c.frames) for n, c in contexts.items()} if contexts else {}

    def step_ended(self, node: pytest.Item) -> None:
        """Attach what crossed the wire during the step, for each user."""
        self._gather(node, self._timelines)

    def step_failed(self, node: pytest.Item) -> None:
        """Attach everything that may explain the failure."""
        self._gather(node, self._timelines)
        self._gather(node, lambda contexts: _left_behind(contexts, failed=True))
        self._gather(node, _server_log)
        self._gather(node, lambda contexts: self._recordings(node, contexts))

    def scenario_passed(self, node: pytest.Item) -> None:
        """Attach what the user wants kept in any case (``--tracing on`` and the like)."""
        self._gather(node, lambda contexts: _left_behind(contexts, failed=False))

    def _timelines(self, contexts: Contexts) -> Iterable[Artifact]:
        for name, context in contexts.items():
            frames = context.frames.since(self._seen.get(name, 0))
            if frames:
                lines = wire_story(name, frames, context.events)
                yield Artifact(f"{name}: what crossed the wire", TEXT, lines.encode())

    def _recordings(self, node: pytest.Item, contexts: Contexts) -> Iterable[Artifact]:
        """Attach each user's recording, and tell how to replay it."""
        commands = []
        for kept in recordings_of(node, contexts):
            name = f"{kept.owner}: recording"
            attached = self._results.attach(name, kept.frames, JSON_LINES, RECORDING[1:])
            file = file_of(node, kept.owner) or attached.absolute()
            root = node.config.rootpath
            commands.append(f"{replay_command(file, root, *kept.options)}\n")
            if kept.pages is not None:
                self._results.attach(f"{kept.owner}: pages", kept.pages, ZIP, PAGES[1:])
                commands.append(f"{replay_command(file, root, '--play')}\n")
        if commands:
            lines = [*commands, HINT]
            if any(context.has_page for context in contexts.values()):
                lines.append(PAGES_ATTACHED if file_of(node, "") else PAGES_MISSING)
            yield Artifact("How to replay it", TEXT, "".join(lines).encode())

    def _gather(self, node: pytest.Item, gather: Callable[[Contexts], Iterable[Artifact]]) -> None:
        contexts = node.stash.get(CONTEXTS, None)
        if contexts is None:
            return
        self._results.files.secrets |= {c.identity.password for c in contexts.values()}
        try:
            for artifact in gather(contexts):
                self._attach(artifact)
        except Exception:  # the step's own error must stay the one that is reported
            self._attach(Artifact("Evidence is missing", TEXT, traceback.format_exc().encode()))

    def _attach(self, artifact: Artifact) -> None:
        content = artifact.content
        body = content.read_bytes() if isinstance(content, Path) else content
        is_trace = artifact.media_type == TRACE
        mime = ZIP if is_trace else artifact.media_type
        name = (
            f"{artifact.name}, to open with `playwright show-trace`" if is_trace else artifact.name
        )
        self._results.attach(name, body, mime, EXTENSIONS.get(mime, "bin"))


def _left_behind(contexts: Contexts, *, failed: bool) -> Iterable[Artifact]:
    for context in contexts.values():
        yield from context.artifacts(failed=failed)


def _server_log(contexts: Contexts) -> Iterable[Artifact]:
    log = contexts.world.platform.log_excerpt()
    if log:
        yield Artifact("Server: the last lines of its log", TEXT, log.encode())
