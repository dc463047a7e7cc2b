"""Many runs while tools fail now and then, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from targets.reference.spending import Spending, usd
from targets.reference.wire_chat import WireChat
from test_framework.events.model import AgentEvent, EventKind

END = f'"{EventKind.AGENT_COMPLETED}"'
ENDED_WITHIN_S = 60.0
MONTHS = {"2026-07": "July 2026", "2026-08": "August 2026", "2026-09": "September 2026"}
THREE = 3
ACCEPTED = "message_accepted"

# What the answer must name, in this order, by question.
Facts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Outcome:
    """What came of all the runs.

    Attributes:
        asked: How many were asked for.
        right: Those with the right answer.
        failed: Those that ended as failed, with a reason for programs and people.
        wrong: What every other one that ended said.
        unended: How many never ended.
        tries: How often a tool was tried.
        failed_tries: How many of these failed.
    """

    asked: int
    right: int
    failed: int
    wrong: Sequence[str]
    unended: int
    tries: int
    failed_tries: int

    @property
    def right_percent(self) -> float:
        """The share of right answers."""
        return 100 * self.right / self.asked

    @property
    def trouble_percent(self) -> float:
        """The share of tries of tools that failed."""
        return 100 * self.failed_tries / max(1, self.tries)


def facts_of(spending: Spending) -> Facts:
    """Questions, and what their answers must name by our own reckoning."""
    totals = {
        f"What did we spend in total in {month}?": [usd(spending.total(period))]
        for period, month in MONTHS.items()
    }
    rankings = {
        f"What are the three most expensive models in {month}?": [
            part
            for rank in spending.ranking("models", period)[:THREE]
            for part in (rank.name, usd(rank.cost))
        ]
        for period, month in MONTHS.items()
    }
    return totals | rankings


def ask_often(chat: WireChat, rounds: int, side_by_side: int, facts: Facts, seed: int) -> Outcome:
    """Ask by one device, in several conversations at once, each time after all were answered.

    Args:
        chat: Connected already.
        rounds: How often each conversation is asked something.
        side_by_side: How many conversations.
        facts: The questions to choose from.
        seed: Decides who asks what.
    """
    chance = Random(seed)  # noqa: S311 - chance, no secret
    opened = [chat.ask("thread.create") for _ in range(side_by_side)]
    threads = [reply.payload["thread"]["thread_id"] for reply in opened]
    ended = 0

    def count(frame: object) -> None:
        nonlocal ended
        ended += END in str(frame)

    stop = chat.context.frames.listen(lambda frame: count(frame.payload))
    asked: dict[str, str] = {}
    for _ in range(rounds):
        for thread in threads:
            question = chance.choice(sorted(facts))
            asked[chat.send_message("message.send", thread, {"text": question})] = question
        chat.context.wait_for(
            lambda: ended >= len(asked),
            awaiting=f"the end of {len(asked)} runs",
            within=ENDED_WITHIN_S,
            look=lambda: f"{ended} runs ended",
        )
    stop()
    return judge(asked, facts, chat.context.events)


def judge(asked: Mapping[str, str], facts: Facts, events: Sequence[AgentEvent]) -> Outcome:
    """What came of each question, by the id of its message."""
    runs = {
        event.payload["run_id"]: asked[event.reply_to]
        for event in events
        if event.type == ACCEPTED and event.reply_to in asked
    }
    ends = {e.run_id: e.payload for e in events if e.kind is EventKind.AGENT_COMPLETED}
    right, failed, wrong = 0, 0, []
    for run_id, question in runs.items():
        if (end := ends.get(run_id)) is None:
            continue
        if end["status"] == "succeeded" and names(end["result"], facts[question]):
            right += 1
        elif end["status"] == "failed" and end["code"] and end["summary"]:
            failed += 1
        else:
            wrong.append(f"{question} {end['result'] or end['summary']}")
    tools = [e.payload["status"] for e in events if e.kind is EventKind.TOOL_COMPLETED]
    unended = len(asked) - len(runs.keys() & ends.keys())
    return Outcome(len(asked), right, failed, wrong, unended, len(tools), tools.count("error"))


def names(text: str, parts: Sequence[str]) -> bool:
    """Whether the text holds the parts, one after the other.

    Example:
        >>> names("a costs $2, b costs $1", ["a", "$2", "b"]), names("b, a", ["a", "b"])
        (True, False)
    """
    for part in parts:
        _, found, text = text.partition(part)
        if not found:
            return False
    return True
