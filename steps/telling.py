"""What each of the five events says, and what agents hear from their sub-agents."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from pytest_bdd import then

from pages.chat import ChatPage
from steps.answers import assert_in_order, ranking_of
from steps.people import Actor, People, eventually, says
from steps.runs import catalogue_for, nested_in, of_run, shown_as
from targets.reference.spending import percent, usd
from test_framework.events.model import AgentEvent, EventKind, parent_of

# The platform and the suite run on one machine: their clocks agree.
CLOCKS_AGREE_S = 5.0
AGREES = timedelta(seconds=1)
FEWEST_WORDS = 3
PLAN = "free"


def of_kind(who: Actor, kind: EventKind) -> list[AgentEvent]:
    """The events of that kind in the newest run, of which there must be one at least."""
    who.wait_until_over()
    found = [event for event in of_run(who) if event.kind is kind]
    assert found, f"the run of {who.name} has no {kind}"
    return found


def starts(events: Iterable[AgentEvent]) -> list[AgentEvent]:
    return [event for event in events if event.kind is EventKind.AGENT_STARTED]


def spanned(begin: AgentEvent, end: AgentEvent) -> timedelta:
    assert begin.timestamp is not None, f"{begin.type} does not say when it was"
    assert end.timestamp is not None, f"{end.type} does not say when it was"
    return end.timestamp - begin.timestamp


def took_as_long_as_it_says(begin: AgentEvent, end: AgentEvent) -> None:
    said = timedelta(milliseconds=end.payload["duration_ms"])
    apart = abs(spanned(begin, end) - said)
    assert apart < AGREES, f"it took {spanned(begin, end)}, but says {said}"


@then(
    says(
        "the start of the run says who works, on which question of {who:Person},"
        " for which plan, and since when"
    )
)
def _(people: People, who: str) -> None:
    actor = people[who]
    [start] = of_kind(actor, EventKind.AGENT_STARTED)
    context, events = start.payload["context"], actor.context.events
    questions = [
        e.payload["message"]["message_id"]
        for e in events
        if e.kind is EventKind.MESSAGE_CREATED and e.payload["message"]["author"] == "user"
    ]
    assert start.payload["agent"] in catalogue_for(people, who).agents, f"{dict(start.payload)}"
    assert context["thread_id"] == start.thread_id, f"it names the conversation {context}"
    assert [context["message_id"]] == questions, f"it names the question {context}"
    assert (context["plan"], context["parent_run_id"]) == (PLAN, None), f"it says {context}"
    assert start.timestamp is not None, "it does not say when it was"
    apart = abs(start.timestamp.timestamp() - start.received_at)
    assert apart < CLOCKS_AGREE_S, f"it says {start.timestamp}, {apart:.1f} s from its arrival"


@then("every thought of the run says what the agent considers, counted from 1")
def _(people: People) -> None:
    thoughts = of_kind(people.latest, EventKind.AGENT_THINKING)
    told = [thought.payload["reasoning"] for thought in thoughts]
    assert all(len(words.split()) >= FEWEST_WORDS for words in told), f"the thoughts are {told}"
    assert len(set(told)) == len(told), f"a thought says nothing new: {told}"
    counted = [thought.payload["step"] for thought in thoughts]
    assert counted == list(range(1, len(thoughts) + 1)), f"they are counted {counted}"


@then(
    says(
        'the tool "{tool}" was asked for the {count:d} most expensive by {what} of "{period}",'
        " in the way that it demands"
    )
)
def _(people: People, tool: str, count: int, what: str, period: str) -> None:
    actor = people.latest
    [asked] = of_kind(actor, EventKind.TOOL_EXECUTING)
    agent = catalogue_for(people, actor.name).agents[of_run(actor)[0].payload["agent"]]
    people.latest = actor
    assert asked.payload["tool"] == tool, f"the tool was {asked.payload['tool']}"
    parameters = asked.payload["parameters"]
    assert agent.tools[tool].parameters.is_valid(parameters), f"not as it demands: {parameters}"
    assert parameters == {"by": what, "limit": count, "period": period}, f"asked: {parameters}"


@then("every tool of the run says what it found, and how long it took")
def _(people: People) -> None:
    actor = people.latest
    begun = {e.payload["call_id"]: e for e in of_kind(actor, EventKind.TOOL_EXECUTING)}
    for end in of_kind(actor, EventKind.TOOL_COMPLETED):
        said = end.payload
        assert (said["status"], said["error"]) == ("ok", None), f"it did not work: {said}"
        assert said["result"], f"it does not say what it found: {said}"
        took_as_long_as_it_says(begun.pop(said["call_id"]), end)
    assert not begun, f"some never finished: {begun}"


@then("the end of the run says how it went, in short and in full, and what was used")
def _(people: People) -> None:
    actor = people.latest
    [start], [end] = (
        of_kind(actor, kind) for kind in (EventKind.AGENT_STARTED, EventKind.AGENT_COMPLETED)
    )
    said = end.payload
    title = catalogue_for(people, actor.name).title(start.payload["agent"])
    tools = [e.payload["tool"] for e in of_kind(actor, EventKind.TOOL_EXECUTING)]
    assert said["status"] == "succeeded", f"it went {said['status']}"
    assert all(each in said["summary"] for each in (title, *tools)), f"in short: {said['summary']}"
    assert said["result"] == actor.answer(), f"in full: {said['result']}"
    assert said["usage"]["tool_calls"] == len(tools), f"{len(tools)} tools, and {said['usage']}"
    assert min(said["usage"]["input_tokens"], said["usage"]["output_tokens"]) > 0, f"{said}"
    took_as_long_as_it_says(start, end)


@then(says('a tool was asked about "{name}", letter for letter'))
def _(people: People, name: str) -> None:
    asked = [e.payload["parameters"] for e in of_kind(people.latest, EventKind.TOOL_EXECUTING)]
    assert any(name in parameters.values() for parameters in asked), f"asked about {asked!a}"


@then("the answer names the spending of each of the last 50 days")
def _(people: People) -> None:
    spending = people.latest.spending
    days = sorted({line.day for line in spending.lines})[-50:]
    costs = (
        sum((line.cost for line in spending.lines if line.day == day), Decimal(0)) for day in days
    )
    parts = ((day.isoformat(), usd(cost)) for day, cost in zip(days, costs, strict=True))
    assert_in_order(people.latest.answer(), (part for pair in parts for part in pair))


@then(says('the tool "{tool}" found every line of the usage data of "{period}"'))
def _(people: People, tool: str, period: str) -> None:
    [end] = of_kind(people.latest, EventKind.TOOL_COMPLETED)
    assert end.payload["tool"] == tool, f"the tool was {end.payload['tool']}"
    found = [
        (each["day"], each["model"], each["team"], each["input_tokens"], each["output_tokens"])
        for each in end.payload["result"]["records"]
    ]
    lines = people.latest.spending.during(period)
    expected = [
        (line.day.isoformat(), line.model, line.team, line.input_tokens, line.output_tokens)
        for line in lines
    ]
    assert len(found) == len(expected), f"it found {len(found)} of {len(expected)}"
    assert sorted(found) == sorted(expected), "it found other lines than those of the usage data"


@then(says('the answer says how many lines there are in "{period}"'))
def _(people: People, period: str) -> None:
    count = f"{len(people.latest.spending.during(period)):,}"
    assert count in people.latest.answer(), f"{count} is missing in:\n{people.latest.answer()}"


@then(says("{count:d} sub-agents worked inside the run of {who:Person}: the {one} and the {other}"))
def _(people: People, count: int, who: str, one: str, other: str) -> None:
    actor = people[who]
    outer, runs = of_run(actor), nested_in(actor)
    catalogue = catalogue_for(people, who)
    titles = {str(catalogue.title(run[0].payload["agent"])).lower() for run in runs}
    assert (len(runs), titles) == (count, {one, other}), f"{len(runs)} sub-agents: {titles}"
    for run in runs:
        assert parent_of(run[0]) == outer[0].run_id, f"it was asked by {parent_of(run[0])}"
        inside = (outer[0].seq or 0) < (run[0].seq or 0) < (run[-1].seq or 0) < (outer[-1].seq or 0)
        assert inside, "a sub-agent worked outside the run that asked for it"


@then(
    says(
        'the answer names the {count:d} most expensive {what} of "{period}" in order,'
        " with spending and share of the bill, beside other things"
    )
)
def _(people: People, count: int, what: str, period: str) -> None:
    ranking = ranking_of(people.latest, count, what, period)
    parts = (part for r in ranking for part in (r.name, usd(r.cost), percent(r.share)))
    assert_in_order(people.latest.answer(), parts)


@then(says("the run of {who:Person} was given what each sub-agent answered"))
def _(people: People, who: str) -> None:
    given = [e.payload["result"] for e in of_kind(people[who], EventKind.TOOL_COMPLETED)]
    answered = [run[-1].payload["result"] for run in nested_in(people[who])]
    assert sorted(given) == sorted(answered), f"given was {given}, answered was {answered}"


@then(says("{who:Person} reads {questions:d} question and {answers:d} answer, by the {agent}"))
def _(people: People, who: str, questions: int, answers: int, agent: str) -> None:
    people[who].wait_until_answered()
    authors = [said.author.lower() for said in people[who].chat.conversation()]
    assert authors == ["you"] * questions + [agent] * answers, f"{who} reads {authors}"


@then(
    "the activity on the page tells every event of every run, in order, under the name of its agent"
)
def _(people: People) -> None:
    actor = people.latest
    actor.wait_until_answered()
    catalogue = catalogue_for(people, actor.name)
    events = {e.event_id: e for e in actor.context.events if e.kind.of_run}
    titles = {e.run_id: str(catalogue.title(e.payload["agent"])) for e in starts(events.values())}
    nested = {e.run_id for e in starts(events.values()) if parent_of(e)}
    expected = [
        (
            shown_as(e, titles[e.run_id], actor.context.identity),
            titles[e.run_id] if e.run_id in nested else "",
        )
        for e in sorted(events.values(), key=lambda e: e.seq or 0)
    ]
    page = ChatPage(actor.context.page, actor.context.base_url)

    def told_in_order() -> bool:
        shown = page.activity.all_inner_texts()
        return len(shown) == len(expected) and all(
            what in line and name in line
            for (what, name), line in zip(expected, shown, strict=True)
        )

    eventually(told_in_order, actor, f"the activity {expected}")
    assert nested, "no sub-agent was at work"
