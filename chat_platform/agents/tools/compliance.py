"""A tool that holds the usage data against the policy on approved providers."""

import re
from collections.abc import Iterable
from functools import cache

from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.documents import document
from chat_platform.agents.money import exact_usd, percent
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Span
from chat_platform.agents.tools.sums import Used, grouped, total_of, used_by
from chat_platform.agents.usage_data import UsageRecord

POLICY = "approved-providers"
_ROW = re.compile(r"^- (\w+): (.+)\.$", re.MULTILINE)


class TeamCompliance(TypedDict):
    """What one team used of providers that are not approved for it."""

    team: str
    approved: list[str]
    records: int
    breaches: int
    breaches_usd: str
    breaches_percent: str


class Compliance(Span):
    """Every team that the policy binds, and what all breaches cost together."""

    policy: str
    breaches: int
    breaches_usd: str
    teams: list[TeamCompliance]


async def check_compliance(ctx: RunContext[Dependencies], *, period: Period = "all") -> Compliance:
    """Find what teams used of providers that the policy does not approve for them.

    The policy is the document "approved-providers"; a team that it does not name is free.

    Args:
        ctx: the run.
        period: which days.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        used = await used_by(session, scope, UsageRecord.team, UsageRecord.provider)
    of_team = grouped(used, 0)
    outside = {
        team: [part for part in of_team.get(team, []) if part.key[1] not in approved]
        for team, approved in approved_providers().items()
    }
    breaches = [part for parts in outside.values() for part in parts]
    return Compliance(
        **scope.span(),
        policy=POLICY,
        breaches=_records(breaches),
        breaches_usd=exact_usd(total_of(breaches)),
        teams=[
            TeamCompliance(
                team=team,
                approved=list(approved_providers()[team]),
                records=_records(of_team.get(team, [])),
                breaches=_records(parts),
                breaches_usd=exact_usd(total_of(parts)),
                breaches_percent=percent(total_of(parts), total_of(of_team.get(team, []))),
            )
            for team, parts in outside.items()
        ],
    )


@cache
def approved_providers() -> dict[str, tuple[str, ...]]:
    """The providers that each team may use, as the policy lists them.

    Example:
        >>> approved_providers()["Finance"]
        ('Aurora', 'Borealis')
    """
    rows = _ROW.findall(document(POLICY).text)
    return {team: tuple(re.split(r",? and |, ", names)) for team, names in rows}


def _records(parts: Iterable[Used]) -> int:
    return sum(part.records for part in parts)
