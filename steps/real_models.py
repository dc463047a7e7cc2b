"""Agents that ask a provider of models, and what goes wrong there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then

from steps.faulty_tools import in_conversation
from steps.people import People, says
from targets.reference import settings
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.services.model_provider import Fault, ModelProvider

# What goes wrong, and how often it must, so that trying again does not help.
TRIES = 4
TROUBLES = {
    "falls silent in its answer": (Fault.STALL, 1),
    "breaks off in its answer": (Fault.CUT, 1),
    "has too much to do": (Fault.RATE_LIMIT, TRIES),
    "says what nobody can read": (Fault.NONSENSE, TRIES),
    "asks for a tool that nobody has": (Fault.UNKNOWN_TOOL, 2),
    "does not work": (Fault.BROKEN, TRIES),
}
INSIDE = ("internal-host", "127.0.0.1", "status_code", "local-model", "Error", "json")


@pytest.fixture(scope="session")
def model_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelProvider]:
    """The provider of models, started when first needed."""
    provider = ModelProvider(tmp_path_factory.mktemp("model-provider")).start()
    yield provider
    provider.stop()


@pytest.fixture
def model(model_provider: ModelProvider) -> Iterator[ModelProvider]:
    """The provider in this scenario; what was planned and has not happened proves nothing."""
    yield model_provider
    left = model_provider.never_fired()
    model_provider.forget_plans()
    assert not left, f"it was planned that the model {left}, but that never happened"


@given(says("{who:Person} is in a conversation with agents that ask a provider of models"))
def _(people: People, platform_with: PlatformWith, model: ModelProvider, who: str) -> None:
    platform_with(settings.model_at(model.api, settings.NO_BREAKER_OPENS))
    in_conversation(people[who])


@given(parsers.re(rf"the model (?P<trouble>{'|'.join(TROUBLES)})"))
def _(model: ModelProvider, trouble: str) -> None:
    fault, times = TROUBLES[trouble]
    model.plan(fault, times=times)


@given(says("the model wants to be asked again after {seconds:d} second"))
def _(model: ModelProvider, seconds: int) -> None:
    model.plan(Fault.RATE_LIMIT, times=1, retry_after=seconds)


@given(says("the model breaks {count:d} times"))
def _(model: ModelProvider, count: int) -> None:
    model.plan(Fault.BROKEN, times=count)


@then(says('the end of the run says "{words}", and nothing of what is inside'))
def _(people: People, words: str) -> None:
    said = people.latest.finished_runs()[-1].payload["summary"]
    assert words in said, f"it says {said!r}"
    assert not any(each in said for each in INSIDE), f"it tells what is inside: {said!r}"


@then(says("the model was left alone for {seconds:d} second at least"))
def _(model: ModelProvider, seconds: int) -> None:
    refused, again = model.asked()[-3:-1]  # the third is what asks for the words of the answer
    assert again - refused >= seconds, f"it was asked again after {again - refused:.2f} s"
