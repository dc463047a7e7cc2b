"""Lines that fall silent: nothing passes any more, and nobody is told."""

from __future__ import annotations

from pytest_bdd import then, when

from steps.people import Actor, People, eventually, says
from targets.reference.life_cycle import RunningReference
from targets.reference.settings import HEARTBEAT_S
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.frame_proxy import Fault, FrameProxy

SOCKETS = "chat_open_sockets"
# The page asks every second, and the platform answers.
HEARTBEAT_WITHIN_S = 10.0
# For a busy machine.
SPARE_S = 3.0


@when(says("the line of {who:Person} falls silent"))
def _(people: People, who: str) -> None:
    actor = people[who]
    line: FaultProxy = actor.kept["line"]
    actor.kept["connected"] = connections(actor)
    line.refuse()
    if actor.context.has_page:
        # Its own connection alone: to find each silent one that a browser keeps takes a while.
        assert isinstance(line, FrameProxy), "a page needs a line that harms what it carries"
        held = line.to_user.happened
        line.to_user.plan(Fault.HOLD)
        eventually(lambda: held[Fault.HOLD], actor, "silence on the line", HEARTBEAT_WITHIN_S)
    else:
        assert line.hold(), "nothing was connected through the line"


@then(says("the platform has let go of {who:Person} after {number:d} heartbeats"))
def _(people: People, who: str, number: int) -> None:
    actor = people[who]
    actor.context.wait_for(
        lambda: connections(actor) < actor.kept["connected"],
        awaiting=f"the platform to let go of {who}, whose line is silent",
        within=number * HEARTBEAT_S + SPARE_S,
    )
    assert actor.kept["line"].fired["timeout"], "nothing was swallowed: the line was not silent"


def connections(actor: Actor) -> float:
    """How many connections the platform holds."""
    platform = actor.context.world.platform
    assert isinstance(platform, RunningReference), "needs a platform that the suite starts itself"
    return platform.figure(SOCKETS)
