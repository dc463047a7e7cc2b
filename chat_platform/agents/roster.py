"""The agents there are: what each is for and which tools it may use."""

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

    def describe(self) -> AgentDescription:
        """The role as clients see it."""
        definitions = [TOOLS[name].tool_def for name in self.tools]
        return AgentDescription(
            name=self.name,
            title=self.title,
            description=self.description,
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
            AgentName.COST_ANALYST,
            "Cost analyst",
            "Adds up what was spent, finds the biggest spenders, and forecasts. "
            "Adds up tables that are attached.",
            (
                *("spend_total", "top_spenders", "spend_by_month", "forecast_spend"),
                *("usage_records", "attachment_total"),
            ),
        ),
        Role(
            AgentName.OPTIMIZER,
            "Optimizer",
            "Compares prices and works out what moving to another model would save.",
            ("top_spenders", "compare_prices", "savings_if_moved"),
        ),
        Role(
            AgentName.REPORTER,
            "Reporter",
            "Writes a report on a period: the total, who spent it, and how it developed. "
            "For a briefing it asks its colleagues.",
            ("spend_total", "top_spenders", "spend_by_month", "ask_colleague"),
        ),
    )
}


def describe_agents() -> list[AgentDescription]:
    """All agents with their tools and the JSON Schema of each tool's parameters.

    Needs no database.

    Example:
        >>> [agent.name for agent in describe_agents()]
        ['triage', 'cost_analyst', 'optimizer', 'reporter']
    """
    return [role.describe() for role in ROLES.values()]
