"""What a briefing holds, and which colleague is asked for it."""

from dataclasses import dataclass

from chat_platform.agents.names import AgentName
from chat_platform.agents.offline.question import Question
from chat_platform.agents.periods import in_words


@dataclass(frozen=True)
class Section:
    """One part of a briefing; ``question`` is what the colleague is asked, about ``{when}``."""

    heading: str
    agent: AgentName
    question: str


SHORT = (
    Section(
        "What it costs",
        AgentName.COST_ANALYST,
        "Which are our five most expensive models in {when}?",
    ),
    Section("What could be saved", AgentName.OPTIMIZER, "How can we save money in {when}?"),
)
FULL = (
    *SHORT,
    Section("What will come", AgentName.FORECASTER, "Forecast our spending for the next 30 days"),
    Section("What stands out", AgentName.ANOMALY_DETECTOR, "Which days stand out in {when}?"),
    Section(
        "What is not approved",
        AgentName.COMPLIANCE_CHECKER,
        "Did all teams comply with the policy in {when}?",
    ),
    Section(
        "What must be borne",
        AgentName.CAPACITY_PLANNER,
        "How much capacity do we need for the peaks of {when}?",
    ),
)


def sections(question: Question) -> tuple[Section, ...]:
    """The parts of the briefing that was asked for, in order."""
    return FULL if "full" in question.text.lower().split() else SHORT


def asked(question: Question) -> list[tuple[AgentName, str]]:
    """Whom to ask what, one for each section."""
    when = in_words(question.period or "all")
    return [(section.agent, section.question.format(when=when)) for section in sections(question)]
