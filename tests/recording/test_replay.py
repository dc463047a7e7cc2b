"""A recording is judged as the scenario was, shown in the terminal, and written as a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from test_framework.events.asyncapi import PublishedContract
from test_framework.events.catalogue import Catalogue
from test_framework.events.clocks import first_sent
from test_framework.events.content import check_content
from test_framework.events.contract import check_contract
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.examples import (
    AGENT_LIST,
    BEGIN,
    good,
    renumbered,
    repeated,
    saying,
    swapped,
)
from test_framework.events.model import AgentEvent
from test_framework.events.sequence import check_sequence
from test_framework.events.stages import Stage
from test_framework.events.timing import check_timing
from test_framework.events.verdict import Outcome, Verdict
from test_framework.replay.__main__ import main
from test_framework.replay.judging import Judgement, judge
from test_framework.replay.page import page
from test_framework.targets import UsageError, find_target
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.recording import packed, read
from tests.recording.recorded import SECRET, frame_of, frames_of, keep

REFERENCE = find_target("reference")
TIMES = 100


def corrupted(frames: list[Frame], number: int) -> list[Frame]:
    changed = list(frames)
    payload = str(frames[number - 1].payload)
    changed[number - 1] = replace(frames[number - 1], payload=payload.replace("Thought", "Though!"))
    return changed


STREAMS = {
    "whole": frames_of(good()),
    "empty": [],
    "completed twice": frames_of(repeated(good(), 8)),
    "swapped": frames_of(swapped(good(), 5, 6)),
    "dangling tool": frames_of(renumbered([e for e in good() if e.frame != 8])),
    "never ended": frames_of(good()[:11]),
    "wrong parameters": frames_of(saying(good(), 7, parameters={"count": 0})),
    "wrong result": frames_of(saying(good(), 12, result="Another answer")),
    "damaged on the way": corrupted(frames_of(good()), 5),
}


def judged_live(frames: list[Frame]) -> tuple[Verdict, ...]:
    """What the checkers say while the scenario runs, as the steps ask them."""
    decode = REFERENCE.decoder("Ada")
    events: list[AgentEvent] = [event for frame in frames for event in decode(frame)]
    return (
        check_sequence(events),
        check_content(events, catalogue=Catalogue.from_agent_list(AGENT_LIST)),
        check_delivery(events),
        check_digests("Ada", frames),
    )


@pytest.mark.parametrize("frames", STREAMS.values(), ids=STREAMS)
def test_the_verdict_is_that_of_the_live_scenario_every_time(
    tmp_path: Path, frames: list[Frame]
) -> None:
    live = judged_live(frames)
    for _ in range(TIMES):
        assert judge(read(keep(tmp_path, frames)), REFERENCE).verdicts == live


CONTRACT = (Path(__file__).parents[2] / "docs" / "api" / "asyncapi.yaml").read_text("utf-8")
ASKED = Frame(1, 1, Direction.SENT, BEGIN.timestamp(), '{"type": "ping", "id": "Ada-1"}')
LIMITS = {"first event": 2.0, "whole answer": 0.1, "tool": 1.0}


def answered(frames: list[Frame]) -> list[Frame]:
    """The frames after a question that the acceptance in them answers."""
    after = [replace(frame, number=frame.number + 1) for frame in frames]
    accepted = json.loads(after[1].payload) if len(after) > 1 else {}
    if accepted.get("type") == "message_accepted":
        accepted["reply_to"] = "Ada-1"
        after[1] = replace(after[1], payload=json.dumps(accepted))
    return [ASKED, *after]


@pytest.mark.parametrize("frames", STREAMS.values(), ids=STREAMS)
def test_contract_and_timing_are_judged_as_in_the_live_scenario(
    tmp_path: Path, frames: list[Frame]
) -> None:
    said = answered(frames)
    decode = REFERENCE.decoder("Ada")
    events = [event for frame in said for event in decode(frame)]
    by_contract = check_contract("Ada", said, PublishedContract.from_yaml(CONTRACT))
    stated = {Stage(name): seconds for name, seconds in LIMITS.items()}
    in_time = check_timing(events, first_sent(said), stated)
    file = keep(tmp_path, said, contract=packed(CONTRACT), limits=LIMITS)
    for _ in range(TIMES // 10):
        assert judge(read(file), REFERENCE).verdicts[4:] == (by_contract, in_time)
    plain = read(keep(tmp_path, said))
    given = judge(plain, REFERENCE, contract=CONTRACT, limits=LIMITS)
    assert given.verdicts[4:] == (by_contract, in_time)
    assert len(judge(plain, REFERENCE).verdicts) == 4


def test_the_contract_is_not_held_against_what_redaction_changed(tmp_path: Path) -> None:
    odd = replace(ASKED, payload=json.dumps({"type": "ping", "id": "Ada-1", "token": 7}))
    told = replace(ASKED, payload=json.dumps({"type": "ping", "id": SECRET * 9}))
    for frame, outcome in ((odd, Outcome.BROKEN), (told, Outcome.UNKNOWN)):
        kept = judged(tmp_path, [frame], contract=packed(CONTRACT))
        assert outcomes(kept)["contract"] is outcome


def test_contract_and_limits_are_given_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "contract.yaml"
    document.write_text(CONTRACT, "utf-8")
    file = keep(tmp_path, answered(STREAMS["whole"]))
    limits = ["--limit", "whole answer=0.1", "--limit", "first event=5"]
    assert main([str(file), "--contract", str(document), *limits]) == 1
    shown = capsys.readouterr().out
    assert "contract: broken" in shown
    assert "whole answer took 0.1" in shown
    assert "and the limit is 0.1 s" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--limit", "tool"], "'tool' is no limit: write STAGE=SECONDS."),
        (["--limit", "tea=2"], "the stages are acceptance, first event,"),
        (["--contract", "/nowhere/x.yaml"], "The contract /nowhere/x.yaml cannot be read"),
        (["--contract", __file__], "AsyncAPI"),
    ],
)
def test_what_cannot_be_judged_by_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main([str(keep(tmp_path, STREAMS["whole"])), *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_damaged_contract_in_the_header_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="contract in the recording's header is damaged"):
        judged(tmp_path, [], contract=b"nothing")


def test_the_streams_are_told_apart() -> None:
    broken = {name for name, frames in STREAMS.items() if "broken" in str(judged_live(frames))}
    assert broken == STREAMS.keys() - {"whole", "empty"}


def judged(folder: Path, frames: list[Frame], **header: Any) -> Judgement:
    return judge(read(keep(folder, frames, **header)), REFERENCE)


def outcomes(judgement: Judgement) -> dict[str, Outcome]:
    return {verdict.checker: verdict.outcome for verdict in judgement.verdicts}


def test_the_digest_of_a_frame_that_lost_its_secret_is_unknown(tmp_path: Path) -> None:
    told = frames_of(saying(good(), 6, reasoning=f"The password is {SECRET}"))
    judgement = judged(tmp_path, told)
    assert outcomes(judgement)["digest"] is Outcome.UNKNOWN
    assert judgement.verdicts[3].findings[0].frames == (6,)
    assert not judgement.holds
    assert {*outcomes(judgement).values()} == {Outcome.HOLDS, Outcome.UNKNOWN}


def test_another_frame_with_a_wrong_digest_is_still_broken(tmp_path: Path) -> None:
    told = frames_of(saying(good(), 6, reasoning=f"The password is {SECRET}"))
    digest = judged(tmp_path, corrupted(told, 5)).verdicts[3]
    assert digest.outcome is Outcome.BROKEN
    assert [finding.frames for finding in digest.findings] == [(5,), (6,)]


def test_pieces_that_no_longer_join_because_of_a_secret_are_unknown(tmp_path: Path) -> None:
    half = len(SECRET) // 2
    events = saying(good(), 9, delta=SECRET[:half])
    events = saying(events, 10, delta=SECRET[half:])
    said = {**events[10].payload["message"], "text": SECRET}
    events = saying(saying(events, 11, message=said), 12, result=SECRET)
    assert judged_live(frames_of(events))[2].holds
    assert outcomes(judged(tmp_path, frames_of(events)))["delivery"] is Outcome.UNKNOWN


def test_a_recording_with_an_open_end_leaves_the_rest_unknown(tmp_path: Path) -> None:
    recording = read(keep(tmp_path, STREAMS["never ended"]))
    assert outcomes(judge(recording, REFERENCE))["sequence"] is Outcome.BROKEN
    left_open = judge(recording, REFERENCE, ended=False)
    assert outcomes(left_open)["sequence"] is Outcome.UNKNOWN


def test_a_damaged_list_of_agents_leaves_the_content_unknown(tmp_path: Path) -> None:
    judgement = judged(tmp_path, STREAMS["whole"], agent_list={"agents": [{"name": "x"}]})
    assert outcomes(judgement)["content"] is Outcome.UNKNOWN


def test_a_decoder_that_fails_is_a_sentence(tmp_path: Path) -> None:
    class Failing:
        name = "failing"

        def decoder(self, _owner: str) -> Any:
            return lambda frame: {1: ()}[frame.number]

    with pytest.raises(UsageError, match="decoder of target failing failed at frame 2: KeyError"):
        judge(read(keep(tmp_path, STREAMS["whole"])), Failing())


def test_what_holds_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(keep(tmp_path, STREAMS["whole"]))]) == 0
    shown = capsys.readouterr().out
    assert "Ada in “An agent <b>at work</b>”" in shown
    assert "2 pieces of the answer" in shown
    assert re.search(r"#7 +1 +← +Cost analyst runs top_spenders with count 3", shown)
    assert all(f"{n}: holds" in shown for n in ("sequence", "content", "delivery", "digest"))


def test_what_is_broken_ends_with_1_and_names_frames(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(keep(tmp_path, STREAMS["wrong parameters"]))]) == 1
    shown = capsys.readouterr().out
    assert "content: broken\n  - #7: " in shown
    assert re.search(r"^> +\d\.\d{3} +#7 ", shown, re.MULTILINE)


def test_a_scenario_that_asked_for_all_five_events_is_judged_by_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = keep(tmp_path, frames_of(renumbered([e for e in good() if e.frame not in {5, 6}])))
    assert main([str(file), "--all-five"]) == 1
    assert "has no agent_thinking" in capsys.readouterr().out
    assert main([str(file)]) == 1  # the gap in seq alone
    assert "has no agent_thinking" not in capsys.readouterr().out


def test_a_payload_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steering = "\x1b]0;owned\x07\x1b[2J [red]"
    sent = Frame(1, 1, Direction.SENT, 1.0, steering)
    main([str(keep(tmp_path, [sent], scenario=steering))])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert shown.count("[2J [red]") == 2


def test_what_cannot_be_judged_is_not_green(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(keep(tmp_path, []))]) == 1
    assert "sequence: unknown\n  - No agent run was seen." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("header", "words"),
    [({"target": "nowhere"}, "There is no target named 'nowhere'"), (None, "is no recording")],
)
def test_what_is_no_recording_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: dict[str, str] | None, words: str
) -> None:
    file = keep(tmp_path, [], **header) if header else Path(__file__)
    assert main([str(file)]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_a_page_that_cannot_be_written_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = keep(tmp_path, [])
    assert main([str(file), "--html", str(tmp_path / "none" / "page.html")]) == 2
    assert "page.html: No such file or directory." in capsys.readouterr().err


def test_the_page_shows_everything_and_asks_nobody(tmp_path: Path) -> None:
    events = saying(good(), 5, reasoning="<script src='//x.example/x.js'></script>")
    sent = Frame(1, 1, Direction.SENT, 1.0, "<img src=//x.example/y.png onerror=alert(1)>")
    moved = [replace(event, frame=event.frame + 1) for event in events]
    moved[7] = replace(moved[7], payload=moved[7].payload | {"status": "odd"})
    out = tmp_path / "page.html"
    file = keep(tmp_path, [sent, *(frame_of(event) for event in moved)])
    assert main([str(file), "--html", str(out)]) == 1
    html = out.read_text("utf-8")
    assert [int(n) for n in re.findall(r'id="frame-(\d+)"', html)] == list(range(1, 14))
    assert '<a href="#frame-9">#9</a>' in html
    assert 'content: <b class="broken">broken</b>' in html
    tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z]+)", html)}
    assert tags.isdisjoint({"script", "img", "link", "iframe", "object", "base", "form", "b>at"})
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["'](?!#)""", html)
    assert "url(" not in html
    assert "default-src 'none'" in html
    assert page(judge(read(file), REFERENCE)) == html
