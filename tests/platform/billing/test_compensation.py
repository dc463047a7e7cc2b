"""What agents earn: by the table that people read, monotone, and the same when computed again."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from chat_platform.billing.compensation import (
    BASE_CENTS,
    BASE_CENTS_OF_OTHERS,
    PLAN_TENTHS,
    QUALITY_TENTHS,
    Work,
    earned,
    quality_of,
    with_opinion,
)
from chat_platform.billing.earnings import EarningLine, earn, reconsider, statements
from chat_platform.billing.ledger import charge
from chat_platform.billing.months import Month

from .small_ledger import NOW, ledger
from .test_ledger import ended
from .test_price_list import TEXT

AGENTS = st.sampled_from([*BASE_CENTS, "somebody_new"])
PLANS = st.sampled_from(list(PLAN_TENTHS))
QUALITIES = st.integers(0, 1000)
GOOD = Work("It was $1.50, all in all.", 1, [{"cost": "1.499"}])


def test_the_published_table_is_the_one_that_counts():
    for name, cents in [*BASE_CENTS.items(), ("any other", BASE_CENTS_OF_OTHERS)]:
        assert f"| {name} | {cents} |" in TEXT
    for least, tenths in QUALITY_TENTHS:
        assert f"| {Decimal(least) / 1000:.2f} | {Decimal(tenths) / 10:.1f} |" in TEXT
    for plan, tenths in PLAN_TENTHS.items():
        assert f"| {plan} | {Decimal(tenths) / 10:.1f} |" in TEXT


@pytest.mark.parametrize(
    ("agent", "plan", "quality", "cents"),
    [
        ("triage", "free", 849, "5"),
        ("triage", "free", 850, "5.5"),
        ("triage", "free", 949, "5.5"),
        ("triage", "free", 950, "6.5"),
        ("triage", "mid", 850, "8.25"),
        ("triage", "enterprise", 950, "13"),
        ("triage", "enterprise", 499, "0"),
    ],
)
def test_what_a_run_brings(agent, plan, quality, cents):
    assert Decimal(earned(agent, plan, quality)).scaleb(-7) == Decimal(cents)


@given(AGENTS, PLANS, QUALITIES, QUALITIES)
def test_better_work_never_brings_less(agent, plan, one, other):
    less, more = sorted((one, other))
    assert earned(agent, plan, less) <= earned(agent, plan, more)


@given(AGENTS, QUALITIES)
def test_a_higher_plan_never_brings_less(agent, quality):
    by_plan = [earned(agent, plan, quality) for plan in PLAN_TENTHS]
    assert by_plan == sorted(by_plan)


@given(QUALITIES)
def test_an_opinion_moves_the_quality_its_way_and_not_beyond_its_ends(quality):
    assert 0 <= with_opinion(quality, "down") <= quality <= with_opinion(quality, "up") <= 1000


@pytest.mark.parametrize(
    ("work", "quality"),
    [
        (Work(None, 1, [{}]), 0),
        (GOOD, 1000),
        (Work("It was $1.51, all in all.", 1, [{"cost": "1.499"}]), 700),
        (Work("It was $1.50, all in all.", 2, [{"cost": "1.499"}]), 750),
        (Work("It was $1,234.50 and $7.00.", 3, [["1234.495"]]), 500 // 3 + 150 + 200),
        (Work("It was a lot, all in all.", 0, []), 1000),
        (Work("a lot", 0, []), 800),
        (Work("$" + "9" * 60 + " is more than there is", 1, ["9" * 60]), 700),
    ],
)
def test_quality_is_what_can_be_checked(work, quality):
    assert quality_of(work) == quality


@given(st.lists(st.tuples(AGENTS, PLANS, st.integers(0, 4)), min_size=1, max_size=5), st.data())
@settings(max_examples=25, deadline=None)
def test_statements_can_be_computed_again_from_their_lines(runs, data):
    opinions = st.lists(st.sampled_from(["up", "down", None]), max_size=3)
    with ledger() as session:
        for number, (agent, plan, good) in enumerate(runs):
            run = ended(f"r{number}", agent=agent, plan=plan)
            work = Work(GOOD.answer, 4, [{"cost": "1.50"}] * good)
            earn(session, charge(session, run), run, work)
            for opinion in data.draw(opinions):
                reconsider(session, f"r{number}", opinion, NOW)
        again = {}
        for line in session.scalars(select(EarningLine).order_by(EarningLine.place)):
            again[line.charge] = (line.agent, earned(line.agent, line.plan, line.quality))
        for statement in statements(session, Month(2026, 9)):
            wanted = sum(amount for agent, amount in again.values() if agent == statement.agent)
            assert statement.exact == wanted
            distance = Fraction(statement.total) - Fraction(wanted, 10**9)
            assert Fraction(-1, 200) < distance <= Fraction(1, 200)
