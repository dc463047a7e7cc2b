"""Coming in, staying in, being kept out, and leaving."""

from contextlib import suppress

from pytest_bdd import given, then, when

from pages.access import LogInPage
from pages.chat import ChatPage
from steps.people import Actor, People, eventually, says
from test_framework.wire.client import SocketClosed

POLICY = 1008


def log_in(who: Actor) -> None:
    with who.stage("logging in"):
        who.access.log_in(who.context.identity.email, who.context.identity.password)


def asks_to_log_in(who: Actor, page: object | None = None) -> None:
    shown = LogInPage(page or who.context.page, who.context.base_url)  # type: ignore[arg-type]
    eventually(shown.button.is_visible, who, f"the page that asks {who.name} to log in")


@given(says("{who:Person} is in the chat"))
@when(says("{who:Person} enters the chat"))
def _(people: People, who: str) -> None:
    people[who].enter_chat()


@given(says("{who:Person} has the chat open in a second tab"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.kept["second tab"] = ChatPage(actor.context.open_tab(), actor.context.base_url).open()


@given(says("{who:Person} has logged out"))
@when(says("{who:Person} logs out"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.kept["frames before"] = len(actor.context.frames)
    actor.access.log_out()


@when(says("{who:Person} logs in"))
@when(says("{who:Person} tries to log in"))
def _(people: People, who: str) -> None:
    log_in(people[who])


@when(says("{who:Person} tries to log in with a wrong password"))
def _(people: People, who: str) -> None:
    identity = people[who].context.identity
    people[who].access.log_in(identity.email, identity.password[::-1])


@when(says("{who:Person} logs in with the address in capitals"))
def _(people: People, who: str) -> None:
    identity = people[who].context.identity
    people[who].access.log_in(identity.email.upper(), identity.password)


@when(says("{who:Person} opens the chat anew"))
@when(says("{who:Person} goes straight to the chat"))
def _(people: People, who: str) -> None:
    ChatPage(people[who].context.page, people[who].context.base_url).open()


@when(says('{who:Person} still asks "{question}"'))
def _(people: People, who: str, question: str) -> None:
    # A closed connection is as it should be; the Then step looks at what came back.
    with suppress(SocketClosed):
        people[who].ask(question)


@then(says("{who:Person} can log in"))
def _(people: People, who: str) -> None:
    log_in(people[who])
    assert_inside(people[who])


@then(says("{who:Person} cannot log in"))
def _(people: People, who: str) -> None:
    log_in(people[who])
    people[who].access.told()
    assert people[who].access.inside_as() is None, f"{who} came in"


@then(says("{who:Person} is inside"))
def _(people: People, who: str) -> None:
    assert_inside(people[who])


@then(says("{who:Person} stays outside"))
def _(people: People, who: str) -> None:
    assert people[who].access.inside_as() is None, f"{who} came in"


@then(says("{who:Person} is in the chat under her own name"))
def _(people: People, who: str) -> None:
    assert_inside(people[who])
    people[who].connect()


@then(says('{who:Person} is told "{words}"'))
def _(people: People, who: str, words: str) -> None:
    told = people[who].told()
    assert words in told, f"{who} was told {told!r}, not {words!r}"


@then(says("{who:Person} is asked to log in"))
def _(people: People, who: str) -> None:
    asks_to_log_in(people[who])


@then(says("the second tab of {who:Person} asks to log in"))
def _(people: People, who: str) -> None:
    asks_to_log_in(people[who], people[who].kept["second tab"].page)


@then(says("the connection of {who:Person} is closed because she may no longer use it"))
def _(people: People, who: str) -> None:
    code = people[who].wire.socket.wait_closed()
    assert code == POLICY, f"the connection was closed with {code}, not {POLICY}"


@then(says("nothing reaches {who:Person} any more"))
def _(people: People, who: str) -> None:
    actor = people[who]

    def heard() -> list[str]:
        later = actor.context.events
        return [e.type for e in later if e.frame > actor.kept["frames before"]]

    eventually(
        lambda: actor.wire.socket.closed or heard(), actor, "the end of the connection, or a word"
    )
    assert not heard(), f"after logging out, {who} still received {heard()}"
    assert actor.wire.socket.closed


def assert_inside(who: Actor) -> None:
    name, expected = who.access.inside_as(), who.context.identity.full_name
    assert name is not None, f"{who.name} is outside"
    assert expected in name, f"{who.name} is inside as {name!r}, not as {expected!r}"
