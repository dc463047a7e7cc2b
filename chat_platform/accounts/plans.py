"""What each plan gives: one table, and the sentences with which the rest is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from chat_platform.contract.standing import Plan

PlanBook = Mapping[Plan, "Terms"]
Selling = Literal["open", "priced"]


@dataclass(frozen=True)
class Terms:
    """What one plan gives. None: as much as the platform can bear.

    Attributes:
        questions_a_day: How many questions a person may ask from midnight to midnight, UTC.
        at_once: How many of a person's questions may wait for their answers at a time.
        longest_question: How many characters a question may have.
        agents: The agents that answer, by their stable names.
        data_export: Whether the usage data may be downloaded.
    """

    questions_a_day: int | None = None
    at_once: int | None = None
    longest_question: int | None = None
    agents: frozenset[str] | None = None
    data_export: bool = True


BASIC = frozenset({"triage", "data", "cost_analyst", "summarizer", "corpus_librarian"})
SAVING = BASIC | {"optimizer", "price_comparer", "actions_planner", "forecaster"}

PRICED: PlanBook = MappingProxyType(
    {
        "free": Terms(10, 1, 1_000, BASIC, data_export=False),
        "trial": Terms(50, 3, 4_000, None, data_export=False),
        "early": Terms(100, 3, 4_000, SAVING, data_export=False),
        "mid": Terms(1_000, 10),
        "enterprise": Terms(),
    }
)
# Without prices nobody is refused anything for the plan.
OPEN: PlanBook = MappingProxyType(dict.fromkeys(PRICED, Terms()))


def plan_book(selling: Selling) -> PlanBook:
    """The plans of a platform that sells them, or of one that is open to all.

    Example:
        >>> plan_book("priced")["free"].questions_a_day, plan_book("open")["free"].at_once
        (10, None)
    """
    return PRICED if selling == "priced" else OPEN


def day_is_over(plan: Plan, terms: Terms) -> str:
    """What somebody reads who has asked all questions of the day."""
    return (
        f"You have asked the {terms.questions_a_day} questions that the {plan} plan includes a "
        "day. The next day begins at midnight, UTC."
    )


def too_many_at_once(plan: Plan, terms: Terms) -> str:
    """What somebody reads who asks while enough questions wait for their answers."""
    how_many = "one question" if terms.at_once == 1 else f"{terms.at_once} questions"
    return f"The {plan} plan answers {how_many} at a time. Wait for the answer, then ask again."


def too_long(plan: Plan, terms: Terms) -> str:
    """What somebody reads whose question is longer than the plan allows."""
    return f"On the {plan} plan a question has at most {terms.longest_question} characters."


def no_export(plan: Plan) -> str:
    """What somebody reads who may not download the usage data."""
    return f"The {plan} plan does not include the download of usage data."
