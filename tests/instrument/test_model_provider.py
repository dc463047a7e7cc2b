"""The provider of models that falls silent in its answer, and goes on when it is told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

import httpx2
import pytest

from test_framework.services.model_provider import Fault, ModelProvider

# What an agent sends when its tool has found the total: now the words of the answer are due.
WORDS_ARE_DUE = {"stream": True, "messages": [{"role": "tool", "content": '{"cost_usd": "1.5"}'}]}
ANSWER = "In September 2026 you spent $1.50 in total."
# The first piece has no words yet.
SAID_BEFORE_THE_PAUSE = 3


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelProvider]:
    running = ModelProvider(tmp_path_factory.mktemp("model-provider")).start()
    yield running
    running.stop()


def pieces(answer: httpx2.Response) -> Iterator[str]:
    """The words of a streamed answer, as they come."""
    for line in answer.iter_lines():
        if line.startswith("data: {"):
            choices = json.loads(line.removeprefix("data: "))["choices"]
            yield "".join(choice["delta"].get("content") or "" for choice in choices)


def ask(provider: ModelProvider, patience_s: float) -> httpx2.Client:
    return httpx2.Client(base_url=provider.api, timeout=patience_s, trust_env=False)


def test_an_answer_that_pauses_goes_on_when_the_plans_are_forgotten(
    provider: ModelProvider,
) -> None:
    provider.plan(Fault.PAUSE)
    with (
        ask(provider, 10) as line,
        line.stream("POST", "/chat/completions", json=WORDS_ARE_DUE) as answer,
    ):
        coming = pieces(answer)
        begun = "".join(islice(coming, SAID_BEFORE_THE_PAUSE))
        assert begun == "In September "
        assert provider.never_fired() == []
        provider.forget_plans()
        provider.plan(Fault.PAUSE)  # that is for the next answer, not for this one
        assert (begun + "".join(coming)).strip() == ANSWER
    provider.forget_plans()


def test_until_then_it_says_nothing_more(provider: ModelProvider) -> None:
    provider.plan(Fault.PAUSE)
    with (
        ask(provider, 0.2) as line,
        line.stream("POST", "/chat/completions", json=WORDS_ARE_DUE) as answer,
    ):
        coming = pieces(answer)
        assert "".join(islice(coming, SAID_BEFORE_THE_PAUSE)) == "In September "
        with pytest.raises(httpx2.ReadTimeout):
            next(coming)
    provider.forget_plans()
