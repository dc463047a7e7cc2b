"""The agents of a platform and their tools, as the platform itself describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from test_framework.events.model import AgentEvent, EventKind


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool and the JSON Schema of its parameters, ready to validate."""

    name: str
    parameters: jsonschema_rs.Validator


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent, the title that people see, and the tools it may use, by name."""

    name: str
    title: str
    tools: Mapping[str, Tool]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All agents of a platform, by name."""

    agents: Mapping[str, Agent]

    def __deepcopy__(self, memo: object) -> Catalogue:
        """Itself: it never changes, so copies of a checker share it."""
        return self

    @classmethod
    def from_agent_list(cls, payload: Mapping[str, Any]) -> Catalogue:
        """The catalogue in the payload of an ``agent_list`` message.

        Args:
            payload: ``{"agents": [{"name", "title", "tools": [{"name", "parameters"}]}]}``.

        Raises:
            ValueError: when it has another form, or a tool's schema is no JSON Schema;
                the message names the agent and the tool.

        Example:
            >>> tool = {"name": "totals", "parameters": {"type": "object"}}
            >>> analyst = {"name": "cost_analyst", "title": "Cost analyst", "tools": [tool]}
            >>> Catalogue.from_agent_list({"agents": [analyst]}).title("cost_analyst")
            'Cost analyst'
        """
        try:
            agents = [
                Agent(
                    entry["name"],
                    entry["title"],
                    {tool["name"]: _tool(entry["name"], tool) for tool in entry["tools"]},
                )
                for entry in payload["agents"]
            ]
        except (KeyError, TypeError) as error:
            raise ValueError(
                f"The list of agents has not the form of the contract: {error}."
            ) from error
        return cls({agent.name: agent for agent in agents})

    @classmethod
    def from_events(cls, events: Iterable[AgentEvent]) -> Catalogue | None:
        """The catalogue in the latest ``agent_list`` of a stream; None when there is none."""
        lists = [event.payload for event in events if event.kind is EventKind.AGENT_LIST]
        return cls.from_agent_list(lists[-1]) if lists else None

    def title(self, agent: str) -> str | None:
        """The title that people see; None when the platform does not know that agent."""
        known = self.agents.get(agent)
        return known.title if known else None


def _tool(agent: str, description: Mapping[str, Any]) -> Tool:
    name = description["name"]
    try:
        return Tool(name, jsonschema_rs.validator_for(description["parameters"], offline=True))
    except ValueError as error:
        why = str(error).partition("\n")[0]
        raise ValueError(
            f"The parameters of tool {name} of agent {agent} have no valid JSON Schema: {why}."
        ) from error
