"""Storage that is locked from outside for a while, and what comes of it."""

from pytest_bdd import given, then, when

from steps.people import People, eventually, says
from targets.reference import settings
from targets.reference.life_cycle import RunningReference
from test_framework.pytest_plugin.fixtures import OwnPlatform

NOTICED_WITHIN_S = 10.0
TOLD_LATE = "chat_tool_notifications_failed_total"
WAITING = "chat_outbox_events"


@given(
    says("{who:Person} is in a conversation of a platform whose storage can be locked"),
    target_fixture="reference",
)
def _(people: People, who: str, own_platform: OwnPlatform) -> RunningReference:
    reference = own_platform(settings.STORAGE_IS_NOT_WAITED_FOR)
    assert isinstance(reference, RunningReference)
    people[who].enter_chat()
    people[who].begin_conversation()
    return reference


@when("the storage is locked until news of a tool could not be kept")
def _(people: People, reference: RunningReference) -> None:
    with reference.storage_locked():
        eventually(
            lambda: reference.figure(TOLD_LATE) > 0,
            people.latest,
            "a tool whose end the platform could not keep",
            within=NOTICED_WITHIN_S,
        )


@then("the platform counted what it told late, and nothing waits any more")
def _(people: People, reference: RunningReference) -> None:
    people.latest.wait_until_answered()
    assert reference.figure(TOLD_LATE) > 0
    eventually(lambda: reference.figure(WAITING) == 0, people.latest, "an empty outbox")
