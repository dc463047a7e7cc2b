"""Real models that are tried again when they fail, behind a breaker for each provider."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from pydantic_ai import RunContext
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelConnectionError,
    ModelQuotaExceededError,
    ModelRequestRejectedError,
    UnexpectedModelBehavior,
)
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from chat_platform.agents.resilience import Resilience

# Who asks us to wait longer than this is not waited for: the user is told.
LONGEST_WAIT_S = 10.0


class SturdyModel(WrapperModel):
    """The same model, tried again as long as it has said nothing.

    What it has begun to say is not said twice: when it breaks off, the request fails.

    Args:
        wrapped: A model that pydantic-ai knows.
        resilience: How often, how long.
    """

    def __init__(self, wrapped: Model, resilience: Resilience) -> None:
        super().__init__(wrapped)
        self._resilience = resilience
        host = urlsplit(wrapped.base_url or "").netloc
        self.breaker = f"model {wrapped.system}{f' at {host}' if host else ''}"

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Ask, and take the whole answer."""
        settings = self._limited(model_settings)
        async for attempt in self._resilience.patience.attempts(_may_pass):
            with attempt:
                async with self._resilience.breakers.guard(self.breaker, is_ill):
                    return await super().request(messages, settings, model_request_parameters)
        raise AssertionError("unreachable: the last try returns or raises")

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: RunContext[Any] | None = None,
    ) -> AsyncGenerator[StreamedResponse]:
        """Ask, and take the answer piece by piece. The breaker hears of it at its end."""
        settings = self._limited(model_settings)
        opened = AsyncExitStack()
        async for attempt in self._resilience.patience.attempts(_may_pass):
            with attempt:
                async with AsyncExitStack() as trying:
                    await trying.enter_async_context(
                        self._resilience.breakers.guard(self.breaker, is_ill)
                    )
                    stream = await trying.enter_async_context(
                        self.wrapped.request_stream(
                            messages, settings, model_request_parameters, run_context
                        )
                    )
                    opened = trying.pop_all()
        async with opened:
            yield stream

    def _limited(self, settings: ModelSettings | None) -> ModelSettings:
        """With limits of time, and without tries that only the provider's package knows of."""
        limits = ModelSettings(timeout=self._resilience.model_silence_s, max_retries=0)
        return ModelSettings(**{**(settings or {}), **limits})


def is_ill(problem: Exception) -> bool:
    """Whether a failure tells that the provider is ill, and not that it refuses one request."""
    if isinstance(problem, ModelRequestRejectedError):
        return False
    return isinstance(problem, ModelAPIError | UnexpectedModelBehavior | OSError)


def _may_pass(problem: Exception) -> bool | float:
    """Whether to ask again; as a number, after how many seconds the provider wants to be asked."""
    if isinstance(problem, ModelRequestRejectedError | ModelQuotaExceededError):
        return False
    if isinstance(problem, ModelAPIError):
        if isinstance(problem, ModelConnectionError) and problem.in_stream:
            return False
        wait = problem.retry_after
        if wait is not None:
            return wait if wait <= LONGEST_WAIT_S else False
        return True
    return False
