"""The agents' stable names."""

from enum import StrEnum


class AgentName(StrEnum):
    """As the wire and the tools know the agents."""

    TRIAGE = "triage"
    DATA = "data"
    COST_ANALYST = "cost_analyst"
    OPTIMIZER = "optimizer"
    ACTIONS_PLANNER = "actions_planner"
    REPORTER = "reporter"
    SUMMARIZER = "summarizer"
    FORECASTER = "forecaster"
    ANOMALY_DETECTOR = "anomaly_detector"
    PRICE_COMPARER = "price_comparer"
    SUPPLY_RESEARCHER = "supply_researcher"
    CORPUS_LIBRARIAN = "corpus_librarian"
    SYNTHETIC_DATA_MAKER = "synthetic_data_maker"
    COMPLIANCE_CHECKER = "compliance_checker"
    QUALITY_REVIEWER = "quality_reviewer"
    CAPACITY_PLANNER = "capacity_planner"
