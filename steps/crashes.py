"""A platform that dies, and what is found when it lives again."""

from __future__ import annotations

import time

from pytest_bdd import given, then, when

from steps.chaos import Sky
from steps.faulty_tools import in_conversation, running
from steps.people import ANSWERED_WITHIN_S, People, eventually, says
from targets.reference import settings
from targets.reference.life_cycle import RunningReference
from test_framework.events.model import EventKind
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.waiting import patient


@given(
    says(
        "{who:Person} is in a conversation of a platform that may die, "
        "with a device that stays connected"
    ),
    target_fixture="reference",
)
def _(people: People, own_platform: OwnPlatform, sky: Sky, who: str) -> RunningReference:
    # In this order: devices are let go of before the platform and the contexts end.
    reference = own_platform(settings.TOOLS_TAKE_A_SECOND)
    assert isinstance(reference, RunningReference)
    sky.steady(people[who])
    people[who].enter_chat()
    people[who].begin_conversation()
    return reference


@given(
    says(
        "{who:Person} is in a conversation of a platform"
        " that tries again after an hour, and may die"
    ),
    target_fixture="reference",
)
def _(people: People, own_platform: OwnPlatform, sky: Sky, who: str) -> RunningReference:
    reference = running(own_platform(settings.TRIES_ARE_AN_HOUR_APART))
    sky.steady(people[who])
    in_conversation(people[who])
    return reference


@when(says('{who:Person} asks "{question}", and the platform dies and starts again'))
def _(people: People, reference: RunningReference, who: str, question: str) -> None:
    actor = people[who]
    # Accepted before the end: from then on it is the platform's to keep.
    actor.wire.ask("message.send", actor.wire.thread_id, {"text": question})
    actor.asked += 1
    actor.kept["at work"] = actor.context.wait_for_event(EventKind.AGENT_STARTED).run_id
    reference.crash()
    actor.kept["alive since"] = time.time()


@when("the platform dies and starts again, and the tools work")
def _(people: People, reference: RunningReference) -> None:
    actor = people.latest
    actor.kept["at work"] = actor.context.wait_for_event(EventKind.AGENT_STARTED).run_id
    reference.usage_data.give_back()
    reference.crash()
    actor.kept["alive since"] = time.time()


@then(says("the run that was at work is closed as failed within {limit:d} seconds"))
def _(people: People, limit: int) -> None:
    actor = people.latest
    actor.wait_until_over()
    end = next(e for e in actor.finished_runs() if e.run_id == actor.kept["at work"])
    status = end.payload["status"]
    assert status == "failed", f"the run that broke off ended as {status}"
    late = end.received_at - actor.kept["alive since"]
    assert late <= patient(limit), f"its end was told {late:.1f} s after the start"


@then("the question that waited is answered once")
def _(people: People) -> None:
    actor = people.latest
    others = [e for e in actor.finished_runs() if e.run_id != actor.kept["at work"]]
    told = [end.payload["status"] for end in others]
    assert told == ["succeeded"], f"the runs of the question that waited ended as {told}"
    eventually(
        lambda: len(actor.chat.conversation()) == len(actor.finished_runs()) + 1,
        actor,
        "both questions, and the answer to the second",
        within=ANSWERED_WITHIN_S,
    )
