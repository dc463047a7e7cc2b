"""The suite's side of the provider of models: start it, and make its faults."""

from __future__ import annotations

from typing import Any

from test_framework.services.controlled import ControlledService
from test_framework.services.model_provider.faults import Fault


class ModelProvider(ControlledService):
    """The process.

    Example:
        >>> def silent(provider: ModelProvider) -> None:
        ...     provider.plan(Fault.STALL)
    """

    module = "test_framework.services.model_provider"
    title = "Model provider"

    @property
    def api(self) -> str:
        """What platforms are given as the base address of the API."""
        return f"{self.url}/v1"

    def plan(self, fault: Fault, *, times: int = 1, retry_after: float | None = None) -> None:
        """Let it happen to so many requests. ``retry_after`` is told with a refusal, in seconds."""
        body = {"fault": fault, "times": times, "retry_after": retry_after}
        self._http.post("/control/faults", json=body).raise_for_status()

    def forget_plans(self) -> None:
        """Let nothing happen any more; answers that pause go on."""
        self._http.delete("/control/faults").raise_for_status()

    def never_fired(self) -> list[Fault]:
        """What was planned and has not happened: a scenario with such a fault proved nothing."""
        return [Fault(name) for name in self._told()["planned"]]

    def asked(self) -> list[float]:
        """When it was asked for a streamed answer since the start, in seconds of its own clock."""
        return [float(moment) for moment in self._told()["asked"]]

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = self._http.get("/control/faults").raise_for_status().json()
        return told
