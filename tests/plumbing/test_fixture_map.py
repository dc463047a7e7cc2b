"""Scopes are explicit: the map shows them, and a mismatch cannot hide."""

from __future__ import annotations

import pytest

from test_framework.pytest_plugin.fixture_map import Fixture, fixtures_of, mermaid, scope_mismatches
from tests.plumbing.conftest import CONFTEST, SmallSuite

pytest_plugins = ["pytester"]

MISMATCH = """
import pytest

@pytest.fixture
def one_page():
    return "of one scenario"

@pytest.fixture(scope="session")
def whole_browser(one_page):
    return one_page
"""


def test_no_fixture_of_this_suite_asks_for_one_that_lives_shorter(
    request: pytest.FixtureRequest,
) -> None:
    fixtures = fixtures_of(request.session)
    assert {"platform", "contexts"} <= {each.name for each in fixtures}
    assert scope_mismatches(fixtures) == []


def test_a_mismatch_that_no_test_uses_is_found(suite: SmallSuite) -> None:
    suite.write("conftest.py", CONFTEST + MISMATCH)
    sentence = "The session fixture 'whole_browser' asks for the function fixture 'one_page'."
    drawn = suite.run("--fixture-map")
    assert drawn.ret == 1
    drawn.stdout.fnmatch_lines([f"%% {sentence}"])
    audited = suite.run("--audit")
    assert audited.ret == 1
    audited.stdout.fnmatch_lines([f"conftest.py:1: {sentence} [[]scope-mismatch]"])


@pytest.mark.parametrize("scope", ["class", "module", "package", "session"])
def test_every_longer_scope_is_compared(scope: str) -> None:
    page = Fixture("page", "function", ())
    assert scope_mismatches([page, Fixture("wide", scope, ("page",))])
    assert scope_mismatches([page, Fixture("narrow", "function", ("page",))]) == []


def test_a_fixture_may_ask_for_one_that_lives_longer() -> None:
    assert scope_mismatches([Fixture("a", "session", ()), Fixture("b", "module", ("a",))]) == []


def test_the_map_is_a_mermaid_drawing(suite: SmallSuite) -> None:
    result = suite.run("--fixture-map")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "flowchart LR",
            "    subgraph session",
            "        browser_session",
            "    subgraph function",
            "        contexts",
            "    platform --> target",
            "    contexts --> world",
        ]
    )
    assert "pytestbdd_stepdef" not in result.stdout.str()
    assert "tmp_path" not in result.stdout.str()


def test_arrows_go_only_to_what_is_drawn() -> None:
    drawing = mermaid([Fixture("mailbox", "session", ("portal", "tmp_path"))])
    assert drawing == "flowchart LR\n    subgraph session\n        mailbox\n    end"
