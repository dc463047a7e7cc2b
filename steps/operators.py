"""An operator who asks the platform how it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from pytest_bdd import given, then, when

from steps.people import People, eventually, says
from targets.reference import settings
from targets.reference.life_cycle import RunningReference
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.waiting import patient

READINESS = "/health/ready"
ASKED_WITHIN_S, ENDED_WITHIN_S = 5.0, 15.0
STOPPING = "draining"

Json = dict[str, Any]
Ask = Callable[[], Json]


@pytest.fixture
def looked_after(own_platform: OwnPlatform) -> Iterator[tuple[RunningReference, Ask]]:
    """A platform, and the operator's question to it, through one connection that stays open.

    A platform that is stopping takes no new one.
    """
    reference = own_platform(settings.STOPPING_TAKES_FOUR_SECONDS)
    assert isinstance(reference, RunningReference)
    with httpx2.Client(
        base_url=reference.base_url, timeout=patient(ASKED_WITHIN_S), trust_env=False
    ) as http:

        def ask() -> Json:
            told: Json = http.get(READINESS).json()
            return told

        yield reference, ask


@given(says("{who:Person} is in a conversation of a platform that an operator looks after"))
def _(people: People, looked_after: tuple[RunningReference, Ask], who: str) -> None:
    del looked_after
    people[who].enter_chat()
    people[who].begin_conversation()


@when("the operator tells the platform to stop")
def _(people: People, looked_after: tuple[RunningReference, Ask]) -> None:
    reference, ask = looked_after
    actor = people.latest
    actor.kept["heard before"] = ask()
    reference.begin_to_stop()
    # The people's connections are closed as the stopping begins.
    eventually(lambda: actor.wire.socket.closed, actor, "the end of the connection")
    actor.kept["heard"] = ask()


@then("the operator, who heard before that it was ready, hears that it is stopping")
def _(people: People) -> None:
    before, now = (people.latest.kept[when] for when in ("heard before", "heard"))
    assert (before["status"], before["bridge"]["state"]) == ("ready", "ready"), (
        f"before, the operator was told {before}"
    )
    assert (now["status"], now["bridge"]["state"]) == ("not_ready", STOPPING), (
        f"of a platform that is stopping the operator was told {now}"
    )


@then(says("the operator hears that {count:d} run is still in hand"))
def _(people: People, count: int) -> None:
    told = people.latest.kept["heard"]["bridge"]["runs_in_hand"]
    assert told == count, f"the operator was told of {told} runs in hand, not {count}"


@then("the platform ends by itself")
def _(people: People, looked_after: tuple[RunningReference, Ask]) -> None:
    reference, _ = looked_after
    eventually(
        lambda: not reference.process.running,
        people.latest,
        "the end of the platform",
        within=ENDED_WITHIN_S,
    )
