"""Preferences, and what the plan leaves, as people see them."""

from pytest_bdd import given, then, when

from pages.personal import PersonalPage, colours_of, left_on
from steps.in_step import COUNTED
from steps.people import Actor, People, eventually, says
from test_framework.events.model import AgentEvent, EventKind

TERMS = {
    "runs": "Runs of agents",
    "tool_calls": "Tools used",
    "input_tokens": "Tokens read",
    "output_tokens": "Tokens written",
}
# Below this a number is written alike everywhere.
WITH_SEPARATOR = 1_000


def ends_of(who: Actor) -> list[AgentEvent]:
    """The ends of all runs of this person, nested ones too, each once."""
    ends = {e.run_id: e for e in who.context.events if e.kind is EventKind.AGENT_COMPLETED}
    return list(ends.values())


def used_by_runs(who: Actor) -> dict[str, int]:
    """What this person has used, as the runs themselves told."""
    ends = ends_of(who)
    return {
        "runs": len(ends),
        **{name: sum(end.payload["usage"][name] for end in ends) for name in COUNTED},
    }


def personal_page(who: Actor) -> PersonalPage:
    """The account page in this person's current tab."""
    return PersonalPage(who.context.page, who.context.base_url)


def left(who: Actor) -> str:
    """What is left, in the words of the page; by wire of the newest news."""
    if who.context.has_page:
        return left_on(who.context.page).inner_text()
    told = [e for e in who.context.events if e.type in ("usage", "usage_updated")]
    if not told:
        return "nothing was told"
    today = told[-1].payload["today"]
    return f"{today['included'] - today['asked']} of {today['included']} questions left today"


def sees_left(who: Actor, words: str) -> None:
    """Wait until this person sees these words."""
    who.context.wait_for(
        lambda: words in left(who), awaiting=f"the words {words!r}", look=lambda: left(who)
    )


def in_german(figure: int) -> str:
    """A whole number as people write it in Germany."""
    return f"{figure:,}".replace(",", ".")


@given(says("{who:Person} has her account open in a second tab"))
def _(people: People, who: str) -> None:
    actor = people[who]
    first = actor.context.page
    actor.context.open_tab()
    page = personal_page(actor).open()
    actor.context.wait_for(page.figures, awaiting="what was used on the account page")
    actor.kept["tabs"] = [first, page.page]


@given(says("{who:Person} sees that {left:d} of {included:d} questions are left"))
def _(people: People, who: str, left: int, included: int) -> None:
    actor = people[who]
    if not actor.context.has_page:
        actor.wire.ask("usage.get")
    sees_left(actor, f"{left} of {included} questions left today")


@when(says("{who:Person} chooses there dark colours and numbers as in Germany"))
def _(people: People, who: str) -> None:
    page = personal_page(people[who])
    page.colours.select_option("Dark")
    page.numbers.select_option("de-DE")


@then(says("both tabs of {who:Person} are dark"))
def _(people: People, who: str) -> None:
    actor = people[who]
    tabs = actor.kept["tabs"]
    eventually(
        lambda: [colours_of(tab) for tab in tabs] == ["dark", "dark"],
        actor,
        "dark colours in both tabs",
    )


@then(says("{who:Person} reads what she has used in figures as in Germany, also after a reload"))
def _(people: People, who: str) -> None:
    actor, page = people[who], personal_page(people[who])
    used = used_by_runs(actor)
    wanted = {term: in_german(used[name]) for name, term in TERMS.items()}
    assert max(used.values()) >= WITH_SEPARATOR, f"{used} look alike in every country"
    for when_ in ("at once", "after a reload"):
        actor.context.wait_for(
            lambda: page.figures() == wanted,
            awaiting=f"the figures {wanted} {when_}",
            look=lambda: f"the page says {page.figures()}",
        )
        assert colours_of(page.page) == "dark", f"the page is not dark {when_}"
        actor.context.reload_page()


@then(says("{who:Person} sees that {left:d} of {included:d} questions are left"))
def _(people: People, who: str, left: int, included: int) -> None:
    sees_left(people[who], f"{left} of {included} questions left today")


@then(
    says("the other device of {who:Person} sees that {left:d} of {included:d} questions are left")
)
def _(people: People, who: str, left: int, included: int) -> None:
    sees_left(people.device_of(who), f"{left} of {included} questions left today")


@then(says("the figures of use shown to {who:Person} are the sum of what her runs told"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_answered()
    used = used_by_runs(actor)
    if actor.context.has_page:
        personal_page(actor).open()
    written = actor.context.identity.written
    wanted = {term: written(used[name]) for name, term in TERMS.items()}

    def seen() -> dict[str, str]:
        if actor.context.has_page:
            return personal_page(actor).figures()
        told = [e.payload for e in actor.context.events if e.type == "usage_updated"]
        return {term: written(told[-1][name]) for name, term in TERMS.items()}

    actor.context.wait_for(
        lambda: seen() == wanted, awaiting=f"the figures {wanted}", look=lambda: f"{seen()}"
    )
