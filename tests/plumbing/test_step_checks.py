"""Steps that would pass without proof are refused before anything runs."""

from __future__ import annotations

import pytest

from tests.plumbing.conftest import FEATURE, SmallSuite

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("body", ["    pass", "    yield"])
def test_an_async_step_is_refused(suite: SmallSuite, body: str) -> None:
    suite.add_steps(f'@then("all is well")\nasync def all_is_well():\n{body}\n')
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(
        ["*small_steps.py:14: the step 'all is well' is an async function; it would pass without*"]
    )
    result.assert_outcomes()


def test_a_sentence_with_two_meanings_is_refused(suite: SmallSuite) -> None:
    suite.add_steps('@then(parsers.parse("the answer is {what}"))\ndef _(what):\n    pass\n')
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(
        ["*asking.feature:13: 'the answer is right' is matched by 2 step definitions:*"]
    )
    result.assert_outcomes()


def test_one_text_for_two_types_of_step_has_one_meaning_each(suite: SmallSuite) -> None:
    suite.add_steps('@given("the answer is right")\ndef _():\n    pass\n')
    suite.run().assert_outcomes(passed=2)


def test_a_session_without_scenarios_is_not_checked(suite: SmallSuite) -> None:
    suite.add_steps('@then("all is well")\nasync def _():\n    pass\n')
    suite.write("tests/test_part.py", "def test_part():\n    assert True\n")
    suite.run("tests").assert_outcomes(passed=1)


def test_workers_refuse_too(suite: SmallSuite) -> None:
    suite.add_steps('@then("all is well")\nasync def _():\n    pass\n')
    result = suite.run_apart("-n2")
    assert result.ret == 2
    assert result.stderr.str().count("is an async function") == 1


def test_the_catalogue_lists_every_step_once(suite: SmallSuite) -> None:
    result = suite.run("--steps")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "small_steps",
            "  Given {user:w} has an account",
            "          An account that was confirmed before.",
            '  When  {user:w} asks "{question}"',
            "  Then  the answer is right",
            "3 steps",
        ]
    )


def test_a_feature_that_is_not_run_is_not_looked_at(suite: SmallSuite) -> None:
    suite.add_steps('@then(parsers.parse("it is {what}"))\ndef _(what):\n    pass\n')
    suite.add_steps('@then("it is odd")\ndef _():\n    pass\n')
    suite.write("features/agents/odd.feature", FEATURE.replace("the answer is right", "it is odd"))
    suite.run("features/agents/asking.feature").assert_outcomes(passed=2)
