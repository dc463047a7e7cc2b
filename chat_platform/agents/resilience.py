"""What is done about failing tools and models: how often, how long, and with what instead."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat_platform.agents.breakers import Breakers
from chat_platform.agents.retries import Patience


@dataclass(frozen=True)
class Resilience:
    """The operator's choices, and the breakers that follow from them.

    Attributes:
        patience: How often a tool or a model is tried.
        tool_timeout_s: Seconds that one try of a tool may take.
        model_silence_s: Seconds that a model may be silent, before its answer or in it.
        fallback_model: The model to ask when the other one fails; empty: none.
        breakers: One for each tool and each provider of models.
    """

    patience: Patience = field(default_factory=Patience)
    tool_timeout_s: float = 30.0
    model_silence_s: float = 30.0
    fallback_model: str = ""
    breakers: Breakers = field(default_factory=Breakers)
