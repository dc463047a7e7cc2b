"""What a run leaves in its results: every scenario at its place, with its steps and evidence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.plumbing.conftest import CONFTEST, FEATURE, SmallSuite, label, steps

pytest_plugins = ["pytester"]

MORE_STEPS = """
import pytest
from test_framework.wire.frame import Direction

@given("these prices:")
def _(datatable):
    assert datatable[0] == ["model", "price"]

@given("Ada is connected")
def _(contexts):
    ada = contexts["Ada"]
    ada.frames.append(Direction.SENT, '{"type": "ping"}', 0.0, ada.frames.opened("wire", "ws", 0))

@when("it fails")
def _(contexts):
    ada = contexts["Ada"]
    ada.frames.append(Direction.SENT, '{"type": "x", "payload": {"password": "p4ss"}}', 0.0, 1)
    print("Bearer abcdefgh123")
    pytest.fail(f"typed {ada.identity.password}")

@when("it breaks")
def _():
    raise RuntimeError("broken")

@when("it is skipped")
def _():
    pytest.skip("not today")

@when("a set-up fails")
def _(bad_fixture):
    pass

@when("the worker dies")
def _():
    import os
    os._exit(3)
"""


def feature(*scenarios: tuple[str, list[str]], tags: str = "@wire") -> str:
    text = "@owner:access @promise:in\nFeature: Coming in\n  As Ada\n  So that I am in\n\n"
    text += "  @promise:rule\n  Rule: The door opens\n"
    for name, lines in scenarios:
        body = "".join(f"      {line}\n" for line in lines)
        text += f"\n    {tags}\n    Scenario: {name}\n{body}"
    return text


def run(suite: SmallSuite, text: str, *args: str) -> list[dict[str, Any]]:
    suite.add_steps(MORE_STEPS)
    suite.write("features/agents/asking.feature", text)
    suite.run_apart(*args)
    return suite.results()


def test_a_passing_scenario_tells_its_place_steps_and_parameters(suite: SmallSuite) -> None:
    suite.run_apart().assert_outcomes(passed=2)
    in_browser, on_wire = suite.results()
    assert in_browser["name"] == "A plain question [browser]"
    assert steps(in_browser) == [
        ("Given Ada has an account", "passed"),
        ('When Ada asks "What did we spend?"', "passed"),
        ("Then the answer is right", "passed"),
    ]
    for name, values in {
        "epic": ["Agents"],
        "feature": ["Asking an agent"],
        "story": ["Every question gets a right answer"],
        "severity": ["critical"],
        "owner": ["agents"],
        "promise": ["right-answers"],
        "tag": ["browser", "e2e", "smoke", "promise:right-answers"],
    }.items():
        assert sorted(label(in_browser, name)) == sorted(values)
    parameters = {each["name"]: each["value"] for each in in_browser["parameters"]}
    assert parameters == {"target": "small", "driver": "browser"}
    assert in_browser["description"].startswith("As a user  \nI want right answers")
    assert "**Rule:** Every question gets a right answer" in in_browser["description"]
    assert "`features/agents/asking.feature:10`" in in_browser["description"]
    assert in_browser["historyId"] != on_wire["historyId"]
    assert in_browser["fullName"] == on_wire["fullName"]


def test_fixtures_make_no_noise(suite: SmallSuite) -> None:
    suite.run_apart().assert_outcomes(passed=2)
    assert list(suite.results_folder.glob("*-container.json")) == []


def test_rows_of_an_outline_are_parameters_and_told_apart(suite: SmallSuite) -> None:
    outline = FEATURE.replace("Scenario: A plain", "Scenario Outline: A <kind>")
    outline = outline.replace("What did we spend?", "<text>")
    table = "\n      Examples:\n        | kind | text |\n"
    table += "        | short | Cost? |\n        | odd | ? |\n"
    suite.write("features/agents/asking.feature", outline + table)
    suite.run_apart("-m", "wire").assert_outcomes(passed=2)
    odd, short = suite.results()
    assert [odd["name"], short["name"]] == [
        "A odd question [wire, ?]",
        "A short question [wire, Cost?]",
    ]
    assert {"name": "text", "value": "Cost?"} in short["parameters"]
    assert not any(each["name"].startswith("_pytest") for each in short["parameters"])
    assert odd["historyId"] != short["historyId"]


def test_tables_and_texts_are_inside_their_step(suite: SmallSuite) -> None:
    table = ["Given these prices:", "  | model | price |", "  | Opal  | 1,5   |"]
    [result] = run(suite, feature(("Prices", table)))
    [step] = result["steps"]
    assert suite.attachment(step["attachments"][0]) == b'model,price\r\nOpal,"1,5"\r\n'
    assert step["attachments"][0]["type"] == "text/csv"


def test_a_failing_step_holds_its_evidence_and_later_steps_are_skipped(suite: SmallSuite) -> None:
    lines = ["Given Ada is connected", "When it fails", "Then the answer is right"]
    [result] = run(suite, feature(("Failing", lines)))
    assert result["status"] == "failed"
    assert [status for _, status in steps(result)] == ["passed", "failed", "skipped"]
    connected, failing, _ = result["steps"]
    assert [each["name"] for each in connected["attachments"]] == ["Ada: what crossed the wire"]
    attached = {each["name"]: suite.attachment(each).decode() for each in failing["attachments"]}
    assert "Ada sends x" in attached["Ada: what crossed the wire"]
    assert "Ada sends ping" not in attached["Ada: what crossed the wire"]
    assert "ping" in attached["Ada: sockets and frames"]
    assert "server said" in attached["Server: the last lines of its log"]
    assert failing["statusDetails"]["message"].startswith("Failed: typed [redacted]")


def test_nothing_secret_is_in_any_file_of_the_results(suite: SmallSuite) -> None:
    lines = ["Given Ada is connected", "When it fails"]
    run(suite, feature(("Failing", lines)))
    everything = b"".join(file.read_bytes() for file in suite.results_folder.iterdir())
    assert everything.count(b"[redacted]") >= 5
    for secret in (b"p4ss", b"hunter22", b"abcdefgh123"):
        assert secret not in everything


def test_a_broken_step_is_no_broken_promise(suite: SmallSuite) -> None:
    [result] = run(suite, feature(("Breaking", ["When it breaks", "Then the answer is right"])))
    assert result["status"] == "broken"
    assert [status for _, status in steps(result)] == ["broken", "skipped"]
    assert "in the step: When it breaks (asking.feature:" in result["statusDetails"]["message"]


def test_a_skip_in_a_step_closes_it(suite: SmallSuite) -> None:
    lines = ["When it is skipped", "Then the answer is right"]
    results = run(suite, feature(("A skip", lines), ("After it", ["Then the answer is right"])))
    skipped, after = results
    assert skipped["status"] == "skipped"
    assert [status for _, status in steps(skipped)] == ["skipped", "skipped"]
    assert steps(after) == [("Then the answer is right", "passed")]


def test_a_step_that_nobody_defined_is_shown(suite: SmallSuite) -> None:
    lines = ["Given Ada has an account", "When nobody knows", "Then the answer is right"]
    [result] = run(suite, feature(("Unbound", lines)))
    assert [status for _, status in steps(result)] == ["passed", "broken", "skipped"]
    assert "no step definition matches When 'nobody knows'" in result["statusDetails"]["message"]


def test_a_scenario_whose_set_up_fails_keeps_its_place(suite: SmallSuite) -> None:
    always = (
        "import pytest\n\n@pytest.fixture(autouse=True)\ndef bad():\n    raise OSError('no disk')\n"
    )
    suite.write("conftest.py", CONFTEST + always)
    [result] = run(suite, feature(("Early end", ["Given Ada has an account"])))
    assert result["name"] == "Early end"
    assert label(result, "epic") == ["Agents"]
    assert label(result, "story") == ["The door opens"]
    assert label(result, "promise") == ["rule", "in"]
    assert steps(result) == [("Given Ada has an account", "skipped")]
    [container] = suite.results_folder.glob("*-container.json")
    assert "no disk" in container.read_text("utf-8")


def test_what_the_target_lacks_is_skipped_with_its_reason(suite: SmallSuite) -> None:
    lacking = feature(("Files", ["Given Ada has an account"]), tags="@wire @needs:files")
    [result] = run(suite, lacking)
    assert result["status"] == "skipped"
    assert "target has no files" in result["statusDetails"]["message"]
    assert steps(result) == [("Given Ada has an account", "skipped")]


def test_a_scenario_lost_with_its_worker_is_broken_at_its_place(suite: SmallSuite) -> None:
    text = feature(
        ("Lost", ["Given Ada has an account", "When the worker dies"]),
        ("Kept", ["Given Ada has an account"]),
        tags="@wire @browser",
    )
    results = run(suite, text, "-n1")
    assert [(each["name"], each["status"]) for each in results] == [
        ("Kept [browser]", "passed"),
        ("Kept [wire]", "passed"),
        ("Lost [browser]", "broken"),
        ("Lost [wire]", "broken"),
    ]
    lost = results[-1]
    assert "crashed while running" in lost["statusDetails"]["message"]
    assert lost["fullName"] == "features.agents.asking#test_lost"
    assert label(lost, "epic") == ["Agents"]
    assert label(lost, "promise") == ["rule", "in"]
    assert [name for name, _ in steps(lost)] == ["Given Ada has an account", "When the worker dies"]


def test_ordinary_tests_have_a_place_of_their_own(suite: SmallSuite) -> None:
    suite.write("tests/wire/test_frames.py", "def test_one():\n    assert True\n")
    suite.run_apart("tests").assert_outcomes(passed=1)
    [result] = suite.results()
    assert (label(result, "epic"), label(result, "feature")) == (["Under the hood"], ["Wire"])
    assert (label(result, "story"), label(result, "promise")) == (["Frames"], [])


def test_results_of_an_earlier_run_are_gone(suite: SmallSuite) -> None:
    suite.run_apart().assert_outcomes(passed=2)
    suite.run_apart("-m", "wire", "-n1").assert_outcomes(passed=1)
    assert [each["name"] for each in suite.results()] == ["A plain question [wire]"]


def test_results_can_be_put_to_those_of_an_earlier_run(suite: SmallSuite) -> None:
    suite.run_apart("-m", "wire", "-n1").assert_outcomes(passed=1)
    suite.run_apart("-m", "browser", "--add-results").assert_outcomes(passed=1)
    assert len(suite.results()) == 2
    told = (suite.results_folder / "environment.properties").read_text("utf-8")
    assert "Workers = 1\n" in told


@pytest.mark.parametrize("args", [["--collect-only"], ["--steps"], ["--fixture-map"], ["--audit"]])
def test_who_only_looks_keeps_the_results_of_the_last_run(
    suite: SmallSuite, args: list[str]
) -> None:
    suite.run_apart("-m", "wire")
    suite.run_apart(*args)
    assert len(suite.results()) == 1


def test_the_folder_can_be_named(suite: SmallSuite) -> None:
    suite.run_apart("--alluredir", "elsewhere").assert_outcomes(passed=2)
    assert len(list((suite.path / "elsewhere").glob("*-result.json"))) == 2
    assert not suite.results_folder.exists()


def test_the_run_is_described(suite: SmallSuite) -> None:
    suite.run_apart("--seed", "7", "--base-url", "http://127.0.0.1:1", "-n2")
    told = (suite.results_folder / "environment.properties").read_text("utf-8").splitlines()
    assert {"Target = small", "Seed = 7", "Address = http://127.0.0.1:1", "Workers = 2"} <= set(
        told
    )
    executor = json.loads((suite.results_folder / "executor.json").read_text("utf-8"))
    assert executor["name"] == "A local run"


def test_people_read_at_the_end_which_promises_were_kept(suite: SmallSuite) -> None:
    suite.add_steps(MORE_STEPS)
    suite.write("features/access/door.feature", feature(("Broken door", ["When it breaks"])))
    result = suite.run_apart("-n1")
    result.stdout.fnmatch_lines(
        [
            "*= promises =*",
            "Access  0 of 2 promises kept; scenario runs: 1 broken",
            "        BROKEN Coming in: Broken door (rule, in)",
            "Agents  1 of 1 promises kept; scenario runs: 2 kept",
            f"Results: {suite.results_folder}",
        ]
    )
