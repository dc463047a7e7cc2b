"""``--record`` keeps every scenario's frames; a failed one has them in the report in any case."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_framework.wire.recording import read
from tests.plumbing.conftest import FEATURE, SmallSuite

pytest_plugins = ["pytester"]

STEPS = """
from test_framework.wire.frame import Direction

@when(parsers.parse('{user:w} writes "{question}"'))
def writes(contexts, user, question):
    log = contexts[user].frames
    socket = log.opened("wire", "ws://127.0.0.1:9/ws?ticket=abc", at=1.0)
    password = contexts[user].identity.password
    log.append(Direction.SENT, question, at=2.0, connection=socket)
    log.append(Direction.SENT, f"as {password}", at=3.0, connection=socket)
    contexts["Grace"]
    assert question != "a wrong one", "the agent said nothing"
"""
LOOKS = """
@when(parsers.parse('{user:w} writes "{question}"'))
def looks(contexts, user, question):
    contexts[user].page.set_content("<p>A page</p>")
    log = contexts[user].frames
    socket = log.opened("page", "ws://127.0.0.1:9/ws", at=1.0)
    log.append(Direction.SENT, "hello", at=2.0, connection=socket)
    contexts[user].notes["all five events"] = True
    raise AssertionError("the page stayed empty")
"""
SCENARIOS = (
    FEATURE.replace("asks", "writes")
    + """
    @wire
    Scenario: A wrong question
      Given Ada has an account
      When Ada writes "a wrong one"
      Then the answer is right
"""
)


@pytest.fixture
def writing(suite: SmallSuite) -> SmallSuite:
    suite.write("features/agents/asking.feature", SCENARIOS)
    suite.add_steps(STEPS)
    return suite


def test_every_scenario_is_recorded_and_a_failed_one_attached(writing: SmallSuite) -> None:
    ran = writing.run_apart("--record", "kept", "--seed", "7", "-m", "wire")
    ran.assert_outcomes(passed=1, failed=1)
    files = sorted((writing.path / "kept").rglob("*"))
    found = {read(file).header.scenario: read(file) for file in files if file.is_file()}
    assert found.keys() == {"A plain question [wire]", "A wrong question"}
    plain = found["A plain question [wire]"]
    header = plain.header
    assert (header.owner, header.target, header.seed) == ("Ada", "small", 7)
    assert (header.driver, header.promises) == ("wire", ("right-answers",))
    assert header.place.startswith("features/agents/asking.feature::")
    assert header.versions["pytest"] == pytest.__version__
    assert header.connections[0].url.endswith("?ticket=[redacted]")
    assert [frame.payload for frame in plain.frames] == ["What did we spend?", "as [redacted]"]
    assert plain.changed == {2}

    passed, failed = writing.results()
    assert "recording" not in str(passed)
    step = next(step for step in failed["steps"] if step["status"] == "failed")
    attached = {each["name"]: writing.attachment(each) for each in step["attachments"]}
    [kept] = [file for file in files if file.is_file() and b"wrong" in file.read_bytes()]
    assert attached["Ada: recording"] == kept.read_bytes()
    command = f"python -m test_framework.replay {kept.relative_to(writing.path)}\n"
    assert attached["How to replay it"].decode().startswith(command)


def test_the_page_of_a_failed_scenario_is_attached_with_what_plays_it(suite: SmallSuite) -> None:
    suite.write("features/agents/asking.feature", SCENARIOS)
    suite.add_steps("from test_framework.wire.frame import Direction\n" + LOOKS)
    ran = suite.run_apart("--record", "kept", "-m", "browser", "--tracing", "off")
    ran.assert_outcomes(failed=1)
    [failed] = suite.results()
    step = next(step for step in failed["steps"] if step["status"] == "failed")
    attached = {each["name"]: suite.attachment(each) for each in step["attachments"]}
    [kept] = (suite.path / "kept").rglob("*.jsonl")
    pages = kept.with_suffix(".har.zip")
    assert read(kept).header.page == pages.name
    assert attached["Ada: pages"] == pages.read_bytes()
    told = attached["How to replay it"].decode().splitlines()
    judges, plays, *_ = (line.removeprefix("python -m test_framework.replay ") for line in told)
    assert judges == f"{kept.relative_to(suite.path)} --all-five"
    assert plays == f"{kept.relative_to(suite.path)} --play"
    assert told[-1] == "and its pages: FILE --play --page PAGES"
    assert not [*(suite.path / "reports" / "artifacts").rglob("*.har.zip")]


def test_without_the_option_the_attached_file_is_named(writing: SmallSuite) -> None:
    writing.run_apart("-k", "wrong").assert_outcomes(failed=1)
    [failed] = writing.results()
    step = next(step for step in failed["steps"] if step["status"] == "failed")
    attached = {each["name"]: each for each in step["attachments"]}
    told = writing.attachment(attached["How to replay it"]).decode()
    named = told.splitlines()[0].removeprefix("python -m test_framework.replay ")
    assert len(read(writing.path / named).frames) == 2
    assert Path(named).name == attached["Ada: recording"]["source"]
    assert not (writing.path / "kept").exists()


def test_a_scenario_that_ends_at_a_step_nobody_defined_is_attached(writing: SmallSuite) -> None:
    missing = SCENARIOS.replace("Then the answer is right", "Then nobody defined this")
    writing.write("features/agents/asking.feature", missing)
    writing.run_apart("-k", "plain", "-m", "wire").assert_outcomes(failed=1)
    [failed] = writing.results()
    names = [each["name"] for each in failed["steps"][-1]["attachments"]]
    assert {"Ada: recording", "How to replay it"} <= {*names}


def test_a_folder_that_cannot_be_made_is_a_usage_error(suite: SmallSuite) -> None:
    suite.write("taken", "a file")
    ran = suite.run_apart("--record", "taken")
    assert ran.ret == 2
    ran.stderr.fnmatch_lines(["*--record cannot write to */taken: File exists."])
