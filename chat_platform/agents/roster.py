"""The agents there are: what each is for and which tools it may use."""

from collections.abc import Collection
from dataclasses import dataclass

from chat_platform.agents.catalogue import MODELS, PROVIDERS, TEAMS
from chat_platform.agents.names import AgentName
from chat_platform.agents.tools import TOOLS
from chat_platform.agents.usage_data import FIRST_DAY, LAST_DAY
from chat_platform.contract.server_messages import AgentDescription, ToolDescription

_COMMON_INSTRUCTIONS = f"""
You serve people who want to understand what their company spends on AI models.
The usage data covers {FIRST_DAY} to {LAST_DAY}; treat {LAST_DAY} as today.
Models: {", ".join(MODELS)}. Providers: {", ".join(PROVIDERS)}. Teams: {", ".join(TEAMS)}.
Answer in Markdown. Every figure comes from a tool; never invent or estimate one yourself.
Write amounts like $1,234.56 (rounded half up) and shares like 23.4 %.
If a tool fails, say plainly what was wrong and what can be asked instead.
""".strip()


@dataclass(frozen=True)
class Role:
    """One agent: its stable name, what people call it, its work and its tools."""

    name: AgentName
    title: str
    description: str
    tools: tuple[str, ...]

    @property
    def instructions(self) -> str:
        """What a language model is told to be."""
        return f"You are the {self.title}. {self.description}\n{_COMMON_INSTRUCTIONS}"

    def describe(self, *, included: bool) -> AgentDescription:
        """The role as clients see it; ``included`` in the client's plan or not."""
        definitions = [TOOLS[name].tool_def for name in self.tools]
        return AgentDescription(
            name=self.name,
            title=self.title,
            description=self.description,
            included=included,
            tools=[
                ToolDescription(
                    name=definition.name,
                    description=definition.description or "",
                    parameters=definition.parameters_json_schema,
                )
                for definition in definitions
            ],
        )


ROLES: dict[AgentName, Role] = {
    role.name: role
    for role in (
        Role(
            AgentName.TRIAGE,
            "Triage",
            "Welcomes people, explains what can be asked, and lists models and teams.",
            ("list_models",),
        ),
        Role(
            AgentName.DATA,
            "Data agent",
            "Shows the usage records themselves, and describes a column of them: mean, median, "
            "standard deviation.",
            ("usage_records", "column_statistics"),
        ),
        Role(
            AgentName.COST_ANALYST,
            "Cost analyst",
            "Adds up what was spent and finds the biggest spenders. Adds up tables that are "
            "attached.",
            ("spend_total", "top_spenders", "spend_by_month", "attachment_total"),
        ),
        Role(
            AgentName.OPTIMIZER,
            "Optimizer",
            "Works out what moving to another model would save.",
            ("top_spenders", "compare_prices", "savings_if_moved"),
        ),
        Role(
            AgentName.ACTIONS_PLANNER,
            "Actions planner",
            "Says which actions would save most, and in which order to take them.",
            ("plan_actions",),
        ),
        Role(
            AgentName.REPORTER,
            "Reporter",
            "Writes a report on a period: the total, who spent it, and how it developed. "
            "For a briefing it asks its colleagues.",
            ("spend_total", "top_spenders", "spend_by_month", "ask_colleague"),
        ),
        Role(
            AgentName.SUMMARIZER,
            "Summarizer",
            "Sums a period up in a few key figures, and compares it with the days before.",
            ("key_figures",),
        ),
        Role(
            AgentName.FORECASTER,
            "Forecaster",
            "Says what will be spent: by the mean of the last weeks, or along the trend.",
            ("forecast_spend", "spend_trend"),
        ),
        Role(
            AgentName.ANOMALY_DETECTOR,
            "Anomaly detector",
            "Finds the days on which a team spent far more, or far less, than it usually does.",
            ("find_anomalies",),
        ),
        Role(
            AgentName.PRICE_COMPARER,
            "Price comparer",
            "Compares the prices of models, and says what a piece of work would cost on each.",
            ("compare_prices", "quote_work"),
        ),
        Role(
            AgentName.SUPPLY_RESEARCHER,
            "Supply researcher",
            "Says how much hangs on single providers, and what the contracts with them say.",
            ("supply_concentration", "search_documents"),
        ),
        Role(
            AgentName.CORPUS_LIBRARIAN,
            "Corpus librarian",
            "Finds what policies, contracts, handbooks and notes say, word for word.",
            ("search_documents", "list_documents"),
        ),
        Role(
            AgentName.SYNTHETIC_DATA_MAKER,
            "Synthetic data maker",
            "Makes usage records that look real, for tests and demonstrations.",
            ("make_synthetic_records",),
        ),
        Role(
            AgentName.COMPLIANCE_CHECKER,
            "Compliance checker",
            "Finds what teams used of providers that the policy does not approve for them.",
            ("check_compliance", "search_documents"),
        ),
        Role(
            AgentName.QUALITY_REVIEWER,
            "Quality reviewer",
            "Checks the books: recomputes every cost from its tokens and the list price.",
            ("reconcile_spend",),
        ),
        Role(
            AgentName.CAPACITY_PLANNER,
            "Capacity planner",
            "Says how many tokens a day each model must bear, with headroom.",
            ("plan_capacity",),
        ),
    )
}


def describe_agents(included: Collection[str] | None = None) -> list[AgentDescription]:
    """All agents with their tools and the JSON Schema of each tool's parameters.

    Needs no database.

    Args:
        included: the names of those that the client's plan includes; None when it includes all.

    Example:
        >>> [agent.name for agent in describe_agents()][:3]
        ['triage', 'data', 'cost_analyst']
    """
    return [
        role.describe(included=included is None or name in included) for name, role in ROLES.items()
    ]
