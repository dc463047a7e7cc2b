"""Feature files are collected, named, chosen and refused as people expect."""

from __future__ import annotations

import pytest

from tests.plumbing.conftest import FEATURE, SmallSuite

pytest_plugins = ["pytester"]

OUTLINE = """
    @wire @needs:history
    Scenario Outline: A question about <topic>
      Given Ada has an account
      When Ada asks "<topic>"
      Then the answer is right

      Examples:
        | topic  |
        | models |
        | teams  |
"""


def collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_a_scenario_with_both_drivers_runs_once_with_each(suite: SmallSuite) -> None:
    result = suite.run("--collect-only", "-q")
    assert collected(result) == [
        "features/agents/asking.feature::test_a_plain_question[browser]",
        "features/agents/asking.feature::test_a_plain_question[wire]",
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["-m", "browser"], ["test_a_plain_question[browser]"]),
        (["-m", "wire and not smoke"], ["test_a_question_about_topic[models]", "...[teams]"]),
        (["-m", "severity:critical and wire"], ["test_a_plain_question[wire]"]),
        (["-m", "needs:history"], ["test_a_question_about_topic[models]", "...[teams]"]),
        (["-k", "about and teams"], ["test_a_question_about_topic[teams]"]),
        (["-k", "asking and browser"], ["test_a_plain_question[browser]"]),
        (["features/agents/asking.feature::test_a_plain_question[wire]"], ["...[wire]"]),
    ],
)
def test_scenarios_are_chosen_by_tag_name_and_node_id(
    suite: SmallSuite, args: list[str], expected: list[str]
) -> None:
    suite.write("features/agents/asking.feature", FEATURE + OUTLINE)
    found = collected(suite.run("--collect-only", "-q", *args))
    assert len(found) == len(expected)
    for line, end in zip(found, expected, strict=True):
        assert line.endswith(end.removeprefix("..."))


@pytest.mark.parametrize("arg", ["features/agents/asking.feature", "features/agents", "features"])
def test_a_file_or_a_folder_can_be_an_argument(suite: SmallSuite, arg: str) -> None:
    suite.write("features/chat/other.feature", FEATURE)
    result = suite.run(arg)
    result.assert_outcomes(passed=4 if arg == "features" else 2)


def test_a_failing_step_says_which_sentence_it_was(suite: SmallSuite) -> None:
    wrong = FEATURE.replace("What did we spend?", "a wrong one")
    suite.write("features/agents/asking.feature", wrong)
    result = suite.run("-k", "wire")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*the agent said nothing*",
            '*in the step: When Ada asks "a wrong one" (asking.feature:12)',
        ]
    )
    assert "call_fixture_func" not in result.stdout.str()


def test_a_step_that_nobody_defined_is_an_error_with_its_place(suite: SmallSuite) -> None:
    suite.write("features/agents/asking.feature", FEATURE + "      And nobody knows this\n")
    result = suite.run("-k", "wire")
    result.assert_outcomes(failed=1)
    said = "*asking.feature:14: no step definition matches And 'nobody knows this'*"
    result.stdout.fnmatch_lines([said])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Feature: A\n\n  Scenario: B\n    Given C\n    Whenever D\n", "broken.feature:5: "),
        ("Feature: A\n  Scenario: B\n    Given C\n      | x | y |\n      | 1 |\n", ":5: "),
        ("# nothing yet\n", "broken.feature:1: the file has no `Feature:`"),
    ],
)
def test_a_broken_feature_file_names_file_and_line(suite: SmallSuite, text: str, said: str) -> None:
    suite.write("features/agents/broken.feature", text)
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines([f"*{said}*"])
    assert "Traceback" not in result.stdout.str()


def test_a_feature_file_that_is_no_text_names_the_file(suite: SmallSuite) -> None:
    (suite.path / "features" / "broken.feature").write_bytes(b"Feature: \xff\xfe")
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*broken.feature:1: the file is not UTF-8 text*"])


def test_two_scenarios_with_one_name_are_refused_even_in_two_rules(suite: SmallSuite) -> None:
    again = FEATURE.partition("  Rule:")[2]
    suite.write("features/agents/asking.feature", f"{FEATURE}\n  Rule: Another{again}")
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*two scenarios are named 'A plain question' (lines 10, 18)*"])


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("@smoek", "*asking.feature:9: the tag @smoek is not registered*"),
        ("@severity:huge", "*the tag @severity: takes blocker, critical*not huge*"),
        ("@team:x", "*the tag @team: is not registered*"),
        ("@promise:", "*@promise: says nothing after the colon*"),
    ],
)
def test_a_tag_that_is_not_registered_is_refused(suite: SmallSuite, tag: str, said: str) -> None:
    suite.write("features/agents/asking.feature", FEATURE.replace("@smoke", f"@smoke {tag}"))
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines([said])


def test_tags_on_examples_are_markers_too(suite: SmallSuite) -> None:
    tagged = OUTLINE.replace("Examples:", "@chaos @promise:by-topic\n      Examples:")
    suite.write("features/agents/asking.feature", FEATURE + tagged)
    assert len(collected(suite.run("--collect-only", "-q", "-m", "chaos"))) == 2
    assert len(collected(suite.run("--collect-only", "-q", "-m", "promise:by-topic"))) == 2


def test_a_step_can_ask_for_the_driver(suite: SmallSuite) -> None:
    suite.add_steps(
        '@then("it went through the driver")\ndef _(driver):\n    print(f"driver={driver}")\n'
    )
    with_driver = FEATURE + "      And it went through the driver\n"
    suite.write("features/agents/asking.feature", with_driver)
    result = suite.run("-s")
    assert [line for line in ("driver=browser", "driver=wire") if line in result.stdout.str()] == [
        "driver=browser",
        "driver=wire",
    ]
    suite.write("features/agents/other.feature", with_driver.replace("@browser @wire", ""))
    suite.run("-k", "other").stdout.fnmatch_lines(["*has neither @browser nor @wire*"])
