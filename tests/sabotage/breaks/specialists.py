"""Promises about the specialists, broken: each tool lies in one way."""

import asyncio
from fractions import Fraction

from chat_platform.agents import Supervisor, documents
from chat_platform.agents.offline import briefing, question
from chat_platform.agents.tools import (
    actions,
    anomalies,
    capacity,
    compliance,
    quotes,
    review,
    statistics,
    summaries,
    supply,
    synthetic,
    trends,
)
from chat_platform.chat.personal import PersonalStore
from tests.sabotage.catalogue import breaks, replace

FOUND = "found something else: .*but the usage data gives"


@breaks("right-statistics", finding=f"column_statistics {FOUND}")
def median_is_the_mean() -> None:
    """What is called the median is the mean."""
    replace(statistics.statistics, "median", lambda _: lambda values: sum(values) / len(values))


@breaks("right-key-figures", finding=r"before_usd is .*gives")
def compared_with_other_days() -> None:
    """The days before are one day too many."""

    def make(days):
        return lambda first, last: days(first - summaries.timedelta(days=1), last)

    replace(summaries, "_days", make)


@breaks("anomalies-found", finding=f"find_anomalies {FOUND}")
def weekends_are_working_days() -> None:
    """Working days and weekends are not told apart, so that nearly nothing stands out."""
    replace(anomalies, "is_weekend", lambda _: lambda _day: False)


@breaks("books-checked", finding="nothing is said of the changed record")
def whatever_is_booked_is_right() -> None:
    """A difference between books and list prices is overlooked."""
    _booked = {}

    def make_rows(usage_rows):
        async def rows(session, scope):
            found = await usage_rows(session, scope)
            _booked.update({(row.input_tokens, row.output_tokens): row.cost for row in found})
            return found

        return rows

    replace(review, "usage_rows", make_rows)
    replace(review, "at_price", lambda _: lambda _price, *tokens: _booked[tokens])


@breaks("right-trend", finding=f"spend_trend {FOUND}")
def trend_is_flat() -> None:
    """The line through the days is laid flat."""

    def make(line):
        return lambda values: (sum(values) / len(values), Fraction(0), line(values)[2])

    replace(trends, "_line", make)


@breaks("right-capacity", finding=r"p95_tokens is .*gives")
def ninety_percent_is_enough() -> None:
    """The high load is that of nine days of ten."""
    replace(capacity, "_HIGH", lambda _: Fraction(90, 100))


@breaks("right-actions", finding=f"plan_actions {FOUND}")
def cheapest_is_always_advised() -> None:
    """Every model is to be replaced by the cheapest, not by the next one down."""

    def make(step_down):
        def to_the_cheapest(used, prices):
            cheapest = {"meridian-lite": prices["meridian-lite"]}
            return step_down(used, cheapest)

        return to_the_cheapest

    replace(actions, "_step_down", make)


@breaks("right-quotes", finding=r"cost_usd is .*gives")
def output_is_priced_as_input() -> None:
    """What comes out of a model is priced like what goes in."""
    replace(quotes, "at_price", lambda at_price: lambda price, i, o: at_price(price, i + o, 0))


@breaks("right-concentration", finding=r"index is .*gives")
def concentration_halved() -> None:
    """The index is half of what it should be."""
    replace(supply, "_WHOLE", lambda whole: whole // 2)


@breaks("documents-quoted", finding="it quotes")
def any_document_will_do() -> None:
    """The search gives the passages that fit worst first."""
    replace(documents, "search", lambda search: lambda words, _limit: search(words, 50)[::-1])


@breaks("policy-held", finding="of Finance it found .*but the usage data gives")
def policy_read_too_kindly() -> None:
    """Cobalt is taken for approved for everybody."""

    def make(approved_providers):
        return lambda: {team: (*names, "Cobalt") for team, names in approved_providers().items()}

    replace(compliance, "approved_providers", make)


@breaks("synthetic-like-real", finding="200 are copies of real ones")
def copies_for_synthetic_records() -> None:
    """Real records are handed out as synthetic ones."""
    replace(synthetic, "_after", lambda _: lambda real, _chance: real)


@breaks("synthetic-like-real", finding="cost something else than their tokens do")
def synthetic_costs_made_up() -> None:
    """What a synthetic record costs has nothing to do with its tokens."""
    replace(synthetic, "at_price", lambda at_price: lambda price, *_tokens: at_price(price, 0, 9))


@breaks("synthetic-again", finding="the second time other records came")
def chance_without_a_seed() -> None:
    """Whatever the seed, chance begins anywhere."""
    replace(synthetic.random, "Random", lambda random: lambda _seed: random())


@breaks("unclear-said", finding="Capacity planner answered")
def somebody_is_guessed() -> None:
    """A question for two specialists goes to the first who comes to mind."""
    replace(question, "topics_of", lambda topics_of: lambda text: topics_of(text)[:1])


@breaks("sub-agents-side-by-side", finding="these worked: ")
def fewer_colleagues_are_asked() -> None:
    """The full briefing leaves out the last colleague."""
    replace(briefing, "FULL", lambda full: full[:-1])


@breaks("sub-agents-side-by-side", finding="they took turns")
def one_colleague_after_the_other() -> None:
    """A colleague is asked only when the one before has answered."""
    turn = asyncio.Lock()

    def make(ask):
        async def ask_in_turn(self, *question):
            async with turn:
                return await ask(self, *question)

        return ask_in_turn

    replace(Supervisor, "_ask_colleague", make)


@breaks("plan-agents-told", finding="16 are said to be included")
def everybody_is_said_to_be_included() -> None:
    """The list of agents takes no notice of the plan."""

    def make(_agents):
        async def all_of_them(_self, _user_id):
            return None

        return all_of_them

    replace(PersonalStore, "agents", make)
