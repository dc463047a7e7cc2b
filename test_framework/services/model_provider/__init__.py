"""A real provider of models as a process of its own, which speaks OpenAI's chat completions.

It answers questions about the total spend by calling the tool for it and saying what that found,
streamed as server-sent events. The suite drives its faults by its control side.
"""

from test_framework.services.model_provider.faults import Fault
from test_framework.services.model_provider.handle import ModelProvider

__all__ = ["Fault", "ModelProvider"]
