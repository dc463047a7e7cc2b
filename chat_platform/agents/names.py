"""The agents' stable names."""

from enum import StrEnum


class AgentName(StrEnum):
    """As the wire and the tools know the agents."""

    TRIAGE = "triage"
    COST_ANALYST = "cost_analyst"
    OPTIMIZER = "optimizer"
    REPORTER = "reporter"
