"""The agents: they answer questions about AI spend with tools that compute on real rows.

A message goes to :class:`Supervisor`, which chooses one agent and tells a listener the five
agent events and the pieces of the answer. The framework is pydantic-ai; offline, a deterministic
model stands in for a language model.
"""

from chat_platform.agents.attached import AttachedTable
from chat_platform.agents.breakers import BreakerReport, Breakers
from chat_platform.agents.crew import UnusableModelError
from chat_platform.agents.listener import AnswerDelta, Listener
from chat_platform.agents.record import RunRequest
from chat_platform.agents.resilience import Resilience
from chat_platform.agents.retries import Patience
from chat_platform.agents.roster import describe_agents
from chat_platform.agents.supervisor import RunLimits, Supervisor
from chat_platform.agents.usage_data import UsageRecord, latest_day, seed_usage_data, usage_csv

__all__ = [
    "AnswerDelta",
    "AttachedTable",
    "BreakerReport",
    "Breakers",
    "Listener",
    "Patience",
    "Resilience",
    "RunLimits",
    "RunRequest",
    "Supervisor",
    "UnusableModelError",
    "UsageRecord",
    "describe_agents",
    "latest_day",
    "seed_usage_data",
    "usage_csv",
]
