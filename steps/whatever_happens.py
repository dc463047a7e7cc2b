"""People who do whatever comes to mind, and a model of the protocol that they are compared with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import allure
import pytest
from pytest_bdd import given, then, when

from steps.people import People, says
from targets.reference.protocol_model.crew import Crew, crew_of
from test_framework.reporting.attachments import attach_table
from test_framework.reporting.redaction import redact

NAMES = ("Ada", "Alan", "Grace")
# Four times what it takes on a quiet machine; a busy one leads fewer lives.
AT_MOST_S = 60.0


@pytest.fixture
def until_the_end() -> Iterator[ExitStack]:
    """What is closed with the scenario."""
    with ExitStack() as until:
        yield until


@given("three people with two devices each", target_fixture="crew")
def _(people: People, until_the_end: ExitStack) -> Crew:
    return until_the_end.enter_context(crew_of([people[name].context for name in NAMES]))


@when(
    says("they do whatever comes to mind, up to {lives:d} times over"), target_fixture="came_of_it"
)
def _(crew: Crew, lives: int, seed: int) -> str:
    # Loading Hypothesis takes as long as many a scenario.
    from targets.reference.protocol_model.machine import free_lives  # noqa: PLC0415
    from targets.reference.protocol_model.search import Search  # noqa: PLC0415

    search = Search(seed, at_most_s=AT_MOST_S)
    story = search.run(free_lives(crew), lives)
    figures = [("lives", search.lives), ("agent runs judged", search.runs)]
    attach_table("What they did", ["what", "times"], [*figures, *search.deeds.most_common()])
    if story is None:
        assert search.runs, "nobody was answered anything"
        return ""
    allure.attach(redact(str(story)), "How it comes to that", allure.attachment_type.TEXT)
    allure.attach(redact(story.evidence), "What they were told", allure.attachment_type.TEXT)
    return f"{story}\n(life {search.lives} of seed {seed}: --seed {seed} leads it again)"


@then("every device, every history and every new log-in tell the same, and what they did is kept")
def _(came_of_it: str) -> None:
    if came_of_it:
        raise AssertionError(came_of_it)
