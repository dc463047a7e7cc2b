"""AG-UI streams that other systems exported: recognised, judged, shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from test_framework.events.ag_ui.exports import events_in
from test_framework.replay.__main__ import main

STARTED = {"type": "RUN_STARTED", "threadId": "t1", "runId": "r1", "timestamp": 1_000}
FINISHED = {"type": "RUN_FINISHED", "threadId": "t1", "runId": "r1", "timestamp": 2_500}
RUN = [STARTED, {"type": "STEP_STARTED", "stepName": "plan"}]
RUN += [{"type": "STEP_FINISHED", "stepName": "plan"}, FINISHED]


def as_sse(events: list[Any], end: str = "\n") -> str:
    lines = [": keep-alive", ""]
    for event in events:
        lines += ["event: message", f"data: {json.dumps(event)}", ""]
    return end.join([*lines, ""])


FORMS = {
    "server-sent events": as_sse,
    "server-sent events with CRLF": lambda events: as_sse(events, "\r\n"),
    "JSON Lines": lambda events: "\n".join(map(json.dumps, events)) + "\n",
    "a JSON list": lambda events: json.dumps(events, indent=2),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export"


@pytest.mark.parametrize("form", FORMS)
def test_a_good_stream_holds_in_every_form(form: str, file: Path, capsys) -> None:
    file.write_text(FORMS[form](RUN), "utf-8", newline="")
    assert main([str(file)]) == 0
    told = capsys.readouterr().out
    assert "Agent thinks: plan" in told
    assert "1.500" in told  # the times are those of the export
    assert told.count(": holds") == 4


@pytest.mark.parametrize("form", FORMS)
def test_a_broken_stream_is_found_with_its_frames(form: str, file: Path, capsys) -> None:
    file.write_text(FORMS[form]([*RUN, FINISHED]), "utf-8", newline="")
    assert main([str(file)]) == 1
    assert "#1, #4" not in (told := capsys.readouterr().out)
    assert "#4, #5: Run r1 of the stream completed twice (frames 4 and 5)." in told


def test_lines_that_cannot_be_read_are_findings(file: Path, capsys) -> None:
    file.write_text("\n".join([*map(json.dumps, RUN), "nonsense"]), "utf-8")
    assert main([str(file)]) == 1
    assert "Frame 5 of the stream is no JSON." in capsys.readouterr().out


def test_a_stream_that_was_cut_is_broken_or_unknown(file: Path, capsys) -> None:
    file.write_text(FORMS["JSON Lines"](RUN[:-1]), "utf-8")
    assert main([str(file)]) == 1
    assert "never completed" in capsys.readouterr().out
    assert main([str(file), "--open-end"]) == 1
    assert "sequence: unknown" in capsys.readouterr().out


def test_every_kind_can_be_asked_for(file: Path, capsys) -> None:
    file.write_text(FORMS["JSON Lines"](RUN), "utf-8")
    assert main([str(file), "--all-five"]) == 1
    assert "has no tool_executing" in capsys.readouterr().out


def test_it_becomes_a_page(file: Path, tmp_path: Path) -> None:
    file.write_text(FORMS["JSON Lines"](RUN), "utf-8")
    assert main([str(file), "--html", str(tmp_path / "page.html")]) == 0
    assert "STEP_FINISHED" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("option", [["--play"], ["--limit", "total=1"], ["--contract", "x"]])
def test_what_needs_a_recording_says_so(option: list[str], file: Path, capsys) -> None:
    file.write_text(FORMS["JSON Lines"](RUN), "utf-8")
    assert main([str(file), *option]) == 2
    assert f"{option[0]} is for recordings only" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["", "[]", "[1, 2]", "[", '{"type": "agent_started"}', "data: hello\n\n", "3\n4\n"]
)
def test_anything_else_is_no_export(text: str, file: Path, capsys) -> None:
    assert events_in(text) is None
    file.write_text(text, "utf-8")
    assert main([str(file)]) == 2
    assert "is no recording" in capsys.readouterr().err
