"""What the fixtures give to steps, for how long, and what they clean up."""

from __future__ import annotations

import pytest

from tests.plumbing.conftest import CONFTEST, FEATURE, SmallSuite

pytest_plugins = ["pytester"]

PEOPLE = """
@given("Ada and Grace are here")
def _(contexts):
    ada, again, grace = contexts["Ada"], contexts["Ada"], contexts["Grace"]
    assert ada is again
    assert list(contexts) == ["Ada", "Grace"]
    assert "Alan" not in contexts
    print("address", ada.identity.email)
    print("base", ada.base_url)
    close = ada.close
    ada.close = lambda: (print("closed Ada"), close())

@then("nobody fails")
def _():
    pass

@then("somebody fails")
def _():
    raise AssertionError("on purpose")

@given("the platform forgets quickly")
def _(own_platform):
    own_platform({"CHAT_LIFETIME": "1"}).restart()

@given("the platform is patient")
def _(platform_with):
    platform_with({"CHAT_PATIENCE": "9"})

@given("Nobody is here")
def _(contexts):
    contexts["Nobody"]
"""

SCENARIOS = """
@owner:x @promise:y
Feature: People
  So that people are here

  Rule: They are

    @wire
    Scenario: Two people
      Given Ada and Grace are here
      Then nobody fails

    @browser
    Scenario: Two people and a failure
      Given Ada and Grace are here
      Then somebody fails
"""


@pytest.fixture
def people(suite: SmallSuite) -> SmallSuite:
    suite.add_steps(PEOPLE)
    suite.write("features/access/people.feature", SCENARIOS)
    return suite


def printed(result: pytest.RunResult, word: str) -> list[str]:
    """What follows a word, wherever a line has it."""
    lines = result.stdout.str().replace("\n.", "\n").splitlines()
    return [line.partition(f"{word} ")[2] for line in lines if f"{word} " in line]


def scenario(*steps: str) -> str:
    lines = "".join(f"      Given {step}\n" for step in steps)
    return f"{SCENARIOS.partition('    @wire')[0]}    @wire\n    Scenario: One\n{lines}"


def test_everybody_is_made_once_and_closed_at_the_end_of_each_scenario(people: SmallSuite) -> None:
    result = people.run("-s", "features/access")
    result.assert_outcomes(passed=1, failed=1)
    assert result.stdout.str().count("closed Ada") == 2
    assert result.stdout.str().count("started with") == 1


def test_a_seed_repeats_the_people_and_no_scenario_shares_them(people: SmallSuite) -> None:
    first, second = (printed(people.run("-s", "--seed", "7"), "address") for _ in range(2))
    assert len(set(first)) == 2
    assert first == second
    other = printed(people.run("-s", "--seed", "8"), "address")
    assert not set(first) & set(other)


def test_a_platform_elsewhere_meets_fresh_people_each_time(people: SmallSuite) -> None:
    where = ("-s", "--seed", "7", "--base-url", "http://127.0.0.1:1")
    results = [people.run(*where) for _ in range(2)]
    assert printed(results[0], "base") == ["http://127.0.0.1:1"] * 2
    assert not set(printed(results[0], "address")) & set(printed(results[1], "address"))


def test_the_platform_starts_with_the_users_command(people: SmallSuite) -> None:
    result = people.run("-s", "--platform-command", "python -m 'my platform'")
    assert "by ('python', '-m', 'my platform')" in result.stdout.str()


def test_a_scenario_can_have_a_platform_of_its_own(people: SmallSuite) -> None:
    quick = scenario("the platform forgets quickly", "Ada and Grace are here")
    people.write("features/access/people.feature", quick)
    result = people.run("-s", "features/access")
    result.assert_outcomes(passed=1)
    told = result.stdout.str()
    own = "stopped {'CHAT_LIFETIME': '1'}"
    order = [told.index(text) for text in ("restarted", "closed Ada", own, "stopped {}")]
    assert order == sorted(order)


def test_who_is_there_already_cannot_move_to_another_platform(people: SmallSuite) -> None:
    late = scenario("Ada and Grace are here", "the platform forgets quickly")
    people.write("features/access/people.feature", late)
    result = people.run("-s", "features/access")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*RuntimeError: Ada, Grace already met the platform*"])
    assert "stopped {'CHAT_LIFETIME': '1'}" in result.stdout.str()


def test_a_platform_of_ones_own_is_skipped_where_nothing_is_started(people: SmallSuite) -> None:
    people.write("features/access/people.feature", scenario("the platform forgets quickly"))
    result = people.run("-rs", "features/access", "--base-url", "http://127.0.0.1:1")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*needs a platform that the suite starts itself*"])


def test_an_unknown_person_is_explained(people: SmallSuite) -> None:
    people.write("features/access/people.feature", scenario("Nobody is here"))
    result = people.run("features/access")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*There is no persona named 'Nobody'. Use one of Ada, *"])


def test_what_the_target_lacks_is_skipped_by_name(suite: SmallSuite) -> None:
    suite.write(
        "features/agents/asking.feature", FEATURE.replace("@smoke", "@needs:history @needs:files")
    )
    result = suite.run("-rs")
    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["*target has no files*"])


def test_what_the_target_has_runs(suite: SmallSuite) -> None:
    text = FEATURE.replace("@smoke", "@needs:history")
    suite.write("features/agents/asking.feature", text)
    suite.run().assert_outcomes(passed=2)


def test_a_platform_that_does_not_start_shows_its_log(people: SmallSuite) -> None:
    broken = "        raise ServiceFailed('It ended before it was ready:\\n  Traceback of the end')"
    conftest = CONFTEST.replace("        return Running(options)", broken)
    imported = "from test_framework.services.process import ServiceFailed\n"
    people.write("conftest.py", imported + conftest)
    result = people.run("features/access")
    assert result.ret == 2
    assert result.stdout.str().count("Traceback of the end") == 1


def test_scenarios_that_want_the_same_settings_share_a_platform(people: SmallSuite) -> None:
    one = scenario("the platform is patient", "Ada and Grace are here")
    another = one.partition("    @wire")[1:]
    people.write("features/access/people.feature", one + "".join(another).replace("One", "Two"))
    result = people.run("-s", "features/access")
    result.assert_outcomes(passed=2)
    assert result.stdout.str().count("started with {'CHAT_PATIENCE': '9'}") == 1
    assert result.stdout.str().count("stopped {'CHAT_PATIENCE': '9'}") == 1
