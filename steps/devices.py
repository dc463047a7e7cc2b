"""The devices on which people are logged in, and how such a log-in ends."""

from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.logging_in import POLICY, asks_to_log_in
from steps.people import Actor, People, eventually, says
from targets.reference import settings
from targets.reference.api import Api, Refused
from targets.reference.wire_chat import WireChat
from test_framework.pytest_plugin.fixtures import OwnPlatform

USER_AGENTS = {
    "Firefox on Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) "
    "Gecko/20100101 Firefox/140.0",
    "Safari on iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) "
    "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Chrome on Android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
    "Edge on Mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
}


def renew(who: Actor, key: str | None = None) -> None:
    """Renew the log-in, by another key than the own one where one is given."""
    try:
        Api.of(who.context).renew(key)
        who.kept["renewed"] = True
    except Refused as refusal:
        who.kept["refusal"] = refusal


def use_renewed(who: Actor, key: str | None = None) -> None:
    """Renew the log-in, and use what came."""
    Api.of(who.context).renew(key)
    Api.of(who.context).me()


# Given


@given(says("{who:Person} is in the chat on another device"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    device.access.enter()
    device.connect()


@given("log-ins end after a second without use")
def _(own_platform: OwnPlatform) -> None:
    own_platform(settings.LOG_INS_END_UNUSED)


@given("a log-in may be renewed only once with the same key")
def _(own_platform: OwnPlatform) -> None:
    own_platform(settings.NO_GRACE_FOR_RENEWALS)


@given(says("{who:Person} has copied the key to {other:Person}'s log-in"))
def _(people: People, who: str, other: str) -> None:
    people[who].kept["copy"] = Api.of(people[other].context).refresh_token


@given(says("the answer to the renewal of {who:Person}'s log-in was lost, twice"))
def _(people: People, who: str) -> None:
    for _time in range(2):
        Api.of(people[who].context).renew_in_vain()


@given(says("{who:Person} has renewed her log-in"))
def _(people: People, who: str) -> None:
    use_renewed(people[who])


@when(says("{who:Person} renews her log-in"))
def _(people: People, who: str) -> None:
    renew(people[who])


@given(says("{who:Person} has renewed the log-in with the copy"))
def _(people: People, who: str) -> None:
    use_renewed(people[who], people[who].kept["copy"])


@when(says("{who:Person} renews the log-in with the copy"))
def _(people: People, who: str) -> None:
    renew(people[who], people[who].kept["copy"])


# When


@when(says("{who:Person} logs in and leaves it at that"))
def _(people: People, who: str) -> None:
    people[who].access.enter()


@when(says("{who:Person} looks at the list of her devices"))
def _(people: People, who: str) -> None:
    people[who].kept["devices"] = people[who].access.devices()


@when(says("{who:Person} logs in by {device}"))
def _(people: People, who: str, device: str) -> None:
    people[who].context.http.headers["User-Agent"] = USER_AGENTS[device]
    people[who].access.enter()


@when(says("{who:Person} logs the other device out"))
def _(people: People, who: str) -> None:
    people[who].access.log_out_other()


@when(says("{who:Person} logs out everywhere else"))
def _(people: People, who: str) -> None:
    people[who].access.log_out_elsewhere()


@when(says("{who:Person} wants the device of {other:Person} logged out"))
def _(people: People, who: str, other: str) -> None:
    device = Api.of(people[other].context).devices()[0]["id"]
    try:
        Api.of(people[who].context).log_out_device(device)
    except Refused as refusal:
        people[who].kept["refusal"] = refusal


# Then


@then(says("it holds {number:d} devices, and says which one is {who:Person}'s own"))
def _(people: People, number: int, who: str) -> None:
    listed = people[who].kept["devices"]
    assert len(listed) == number, f"the list holds {listed}"
    own = [device for device in listed if device.current]
    assert len(own) == 1, f"{len(own)} devices are said to be {who}'s own: {listed}"


@then(says('the list of {who:Person}\'s devices names "{name}"'))
def _(people: People, who: str, name: str) -> None:
    names = [device.name for device in people[who].access.devices()]
    assert names == [name], f"the list names {names}"


@then(says("the other device of {who:Person} is out at once"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    if isinstance(device.chat, WireChat):
        code = device.chat.socket.wait_closed()
        assert code == POLICY, f"the connection was closed with {code}, not {POLICY}"
        assert device.access.inside_as() is None, f"{device.name} is still inside"
    else:
        asks_to_log_in(device)


@then(says("{who:Person} stays inside"))
def _(people: People, who: str) -> None:
    actor = people[who]
    if actor.context.has_page:
        ChatPage(actor.context.page, actor.context.base_url).open()
    assert actor.access.inside_as() is not None, f"{who} is outside"


@then(says('{who:Person} is refused as "{code}"'))
def _(people: People, who: str, code: str) -> None:
    refusal = people[who].kept.get("refusal")
    assert refusal is not None, f"{who} was not refused"
    assert refusal.code == code, f"{who} was refused as {refusal}"


@then(says("{who:Person} gets nothing"))
def _(people: People, who: str) -> None:
    assert "renewed" not in people[who].kept, f"{who} got a log-in"
    assert people[who].kept["refusal"].status == 401, str(people[who].kept["refusal"])


@then(says("{who:Person} has to log in again"))
def _(people: People, who: str) -> None:
    actor = people[who]
    eventually(lambda: actor.access.inside_as() is None, actor, f"the end of {who}'s log-in")
    renew(actor)
    assert actor.kept["refusal"].status == 401, f"{who} could renew the log-in"
