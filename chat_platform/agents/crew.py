"""The agents as pydantic-ai knows them, on the offline model or on a real one."""

from pydantic_ai import Agent
from pydantic_ai.exceptions import ModelAPIError, UserError
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.toolsets import AbstractToolset, FunctionToolset
from pydantic_ai.usage import RunUsage

from chat_platform.agents.breakers import CircuitOpen
from chat_platform.agents.names import AgentName
from chat_platform.agents.offline.model import offline_model
from chat_platform.agents.offline.question import understand
from chat_platform.agents.offline.specialties import SPECIALTIES
from chat_platform.agents.offline.topics import Topic
from chat_platform.agents.resilience import Resilience
from chat_platform.agents.roster import ROLES, Role
from chat_platform.agents.sturdy_model import SturdyModel
from chat_platform.agents.tools import TOOLS
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.pace import PacedToolset

OFFLINE = "offline"
# What a model fails with that another one may do instead.
FAILING = (ModelAPIError, CircuitOpen)

ROLE_OF_TOPIC: dict[Topic, AgentName] = {
    Topic.BRIEFING: AgentName.REPORTER,
    Topic.REPORT: AgentName.REPORTER,
    Topic.SAVINGS: AgentName.OPTIMIZER,
    Topic.PRICES: AgentName.PRICE_COMPARER,
    Topic.ATTACHMENT: AgentName.COST_ANALYST,
    Topic.FORECAST: AgentName.FORECASTER,
    Topic.MONTHLY: AgentName.COST_ANALYST,
    Topic.DAILY: AgentName.COST_ANALYST,
    Topic.RECORDS: AgentName.DATA,
    Topic.RANKING: AgentName.COST_ANALYST,
    Topic.TOTAL: AgentName.COST_ANALYST,
    Topic.CATALOGUE: AgentName.TRIAGE,
    Topic.HELP: AgentName.TRIAGE,
    Topic.UNCLEAR: AgentName.TRIAGE,
    **{topic: specialty.agent for topic, specialty in SPECIALTIES.items()},
}


class UnusableModelError(ValueError):
    """The model that the settings name cannot be used; says why, for the operator."""


class Crew:
    """Every agent, ready to run, and the choice among them.

    Raises:
        UnusableModelError: when there is no such model, its package is not installed, or its
            key is not set.
    """

    def __init__(
        self,
        model: str | Model,
        pace_ms: int,
        piece_chars: int,
        tool_pace_ms: int,
        resilience: Resilience | None = None,
    ) -> None:
        resilience = resilience or Resilience()

        def named(name: str) -> Model:
            if name == OFFLINE:
                return offline_model(pace_ms, piece_chars)
            return SturdyModel(_real_model(name), resilience)

        self._offline = model == OFFLINE
        # Without a model the topic of a question decides who answers it.
        self._chooses_by_topic = OFFLINE in (model, resilience.fallback_model)
        if isinstance(model, str):
            model = named(model)
        router = model
        if resilience.fallback_model:
            model = _with_fallback(model, named(resilience.fallback_model))
            router = router if self._chooses_by_topic else model
        self._agents = {name: _agent(role, model) for name, role in ROLES.items()}
        self._tools = {name: _tools(role, tool_pace_ms) for name, role in ROLES.items()}
        self._router = Agent(
            router,
            output_type=AgentName,
            instructions="Choose the agent that should answer the user's last message:\n"
            + "\n".join(f"- {role.name}: {role.description}" for role in ROLES.values()),
        )

    def agent(self, name: AgentName) -> Agent[Dependencies, str]:
        """The agent of a role, without its tools."""
        return self._agents[name]

    def tools(self, name: AgentName) -> AbstractToolset[Dependencies]:
        """The tools of a role."""
        return self._tools[name]

    async def choose(self, texts: list[str], usage: RunUsage) -> AgentName:
        """The name of the agent that shall answer the last of a user's texts.

        Offline the question's topic decides. A real model is asked; its tokens are added
        to ``usage``. When it fails and the offline model is there in its stead, the topic decides
        again.
        """
        if not self._offline:
            try:
                choice = await self._router.run("\n\n".join(texts[-3:]), usage=usage)
            except FAILING:
                if not self._chooses_by_topic:
                    raise
            else:
                return choice.output
        return ROLE_OF_TOPIC[understand(texts).topic]


def _agent(role: Role, model: Model) -> Agent[Dependencies, str]:
    return Agent(
        model,
        name=role.name,
        instructions=role.instructions,
        deps_type=Dependencies,
    )


def _tools(role: Role, pace_ms: int) -> AbstractToolset[Dependencies]:
    tools = FunctionToolset([TOOLS[name] for name in role.tools])
    return PacedToolset(tools, pace_ms) if pace_ms else tools


def _with_fallback(model: Model, fallback: Model) -> Model:
    """The model, and in its stead the other one for what it fails to begin."""
    return FallbackModel(model, fallback, fallback_on=FAILING)


def _real_model(name: str) -> Model:
    try:
        return infer_model(name)
    except (UserError, ImportError, ValueError) as error:
        raise UnusableModelError(
            f'The agent model "{name}" cannot be used: {str(error).rstrip(".")}. '
            f'Set another model, or "{OFFLINE}", which needs nothing.'
        ) from error
