"""What people do with their own account: another address, and leaving for good."""

from dataclasses import replace

from pytest_bdd import given, then, when

from steps.logging_in import assert_inside, log_in
from steps.mailed_links import care, links_to_log_in, wire_care
from steps.people import Actor, People, eventually, says
from steps.recovering import ask_for_reset, choose_password, reads_as_of_nobody, take_times
from targets.reference.api import Api, Refused
from targets.reference.life_cycle import RunningReference
from test_framework.events.model import EventKind

NEW_ADDRESS = "Confirm your new address"
CHANGED = "The address of your account was changed"
LEAVING = "Delete your account"
AT_WORK = "chat_runs_in_hand"


def new_address_of(who: Actor, number: int = 1) -> str:
    return f"new{number}.{who.kept.get('former address', who.context.identity.email)}"


def link_to(address: str, who: Actor) -> str:
    """The link in the mail to a new address, waiting for it."""
    mail = who.context.world.mailbox.wait_for_mail(address, NEW_ADDRESS)
    return who.context.link_in(mail)


def ask_for_address(who: Actor, number: int = 1, code: str = "") -> None:
    address = new_address_of(who, number)
    care(who).ask_for_address(address, who.context.identity.password, code)


def confirm_address(who: Actor, number: int = 1) -> None:
    """Follow the link, and go on with the new address when it is the account's."""
    address = new_address_of(who, number)
    care(who).confirm_address(link_to(address, who))
    if "new address" in who.access.told():
        identity = who.context.identity
        who.kept.setdefault("former address", identity.email)
        who.context.identity = replace(identity, email=address)


def leave(who: Actor) -> None:
    care(who).leave(who.context.identity.password)


# Given


@given(says("{who:Person} has asked for a new address"))
def _(people: People, who: str) -> None:
    ask_for_address(people[who])
    link_to(new_address_of(people[who]), people[who])


@given(says("{who:Person} has asked for yet another address"))
def _(people: People, who: str) -> None:
    ask_for_address(people[who], 2)
    link_to(new_address_of(people[who], 2), people[who])


@given(says("{who:Person} has got into the account of {other:Person} and changed its address"))
def _(people: People, who: str, other: str) -> None:
    thief, owner = people[who], people[other].context.identity
    Api.of(thief.context).log_in(owner.email, owner.password)
    theirs = new_address_of(thief)
    by = wire_care(thief)
    by.ask_for_address(theirs, owner.password)
    by.confirm_address(link_to(theirs, thief))
    thief.kept["their password"] = owner.password


@given(says('{who:Person} has asked "{question}" and an agent is at work'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].context.wait_for_event(EventKind.TOOL_EXECUTING)


@given(says("{who:Person} has asked to leave for good"))
def _(people: People, who: str) -> None:
    leave(people[who])
    context = people[who].context
    eventually(lambda: context.mails(LEAVING), people[who], f"the mail with the link to {who}")


# When


@when(says("{who:Person} asks for a new address"))
def _(people: People, who: str) -> None:
    ask_for_address(people[who])


@when(says("{who:Person} asks for a new address with her first backup code"))
def _(people: People, who: str) -> None:
    ask_for_address(people[who], code=people[who].kept["backup codes"][0])


@when(says("somebody at {who:Person}'s device asks for a new address with a wrong password"))
def _(people: People, who: str) -> None:
    actor = people[who]
    wrong = actor.context.identity.password[::-1]
    care(actor).ask_for_address(new_address_of(actor), wrong)


@given(says("{who:Person} has confirmed the new address"))
@when(says("{who:Person} confirms the new address"))
@when(says("{who:Person} confirms the new address again"))
@when(says("{who:Person} confirms the first of the two addresses"))
def _(people: People, who: str) -> None:
    confirm_address(people[who])


@when(says("{who:Person} tries it as a link to a new address"))
def _(people: People, who: str) -> None:
    care(people[who]).confirm_address(links_to_log_in(people[who])[-1])


@when(says("{who:Person} puts her former address back by the mail that told her"))
def _(people: People, who: str) -> None:
    actor = people[who]
    eventually(lambda: actor.context.mails(CHANGED), actor, f"a mail titled {CHANGED!r} to {who}")
    care(actor).put_address_back(actor.context.link_in(actor.context.mails(CHANGED)[-1]))
    actor.access.told()


@when(says("{who:Person} asks for the address of {other:Person} as her own"))
def _(people: People, who: str, other: str) -> None:
    password = people[who].context.identity.password
    care(people[who]).ask_for_address(people[other].context.identity.email, password)


@when(says("{who:Person} takes the time of asking for the address of {other:Person} and of nobody"))
def _(people: People, who: str, other: str) -> None:
    password = people[who].context.identity.password
    by = care(people[who])
    take_times(people[who], people[other], lambda email: by.ask_for_address(email, password))


@given(says("{who:Person} has left for good"))
@when(says("{who:Person} leaves for good"))
def _(people: People, who: str) -> None:
    leave(people[who])


@when(says("{who:Person} leaves for good on another device"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    device.access.enter()
    leave(device)


@when(says("somebody at {who:Person}'s device leaves for good with a wrong password"))
def _(people: People, who: str) -> None:
    care(people[who]).leave(people[who].context.identity.password[::-1])


@when(says("{who:Person} follows the link of the mail that deletes her account"))
def _(people: People, who: str) -> None:
    context = people[who].context
    care(people[who]).leave_by(context.link_in(context.mails(LEAVING)[-1]))


@when(says("{who:Person} tries it as a link that deletes the account of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    care(people[who]).leave_by(links_to_log_in(people[other])[-1])


# Then


@then(says("{who:Person} can log in on another device"))
def _(people: People, who: str) -> None:
    # There nobody is inside already, as Ada may be where she changed the address.
    device = people.device_of(who)
    device.context.identity = people[who].context.identity
    log_in(device)
    assert_inside(device)


@then(says("{who:Person} cannot log in with the former address"))
def _(people: People, who: str) -> None:
    actor, device = people[who], people.device_of(who)
    former = actor.kept.get("former address", actor.context.identity.email)
    device.access.log_in(former, actor.context.identity.password)
    assert device.access.inside_as() is None, f"{who} came in with the former address"


@then(says('the new address of {who:Person} gets a mail titled "{title}"'))
def _(people: People, who: str, title: str) -> None:
    actor = people[who]
    actor.context.world.mailbox.wait_for_mail(new_address_of(actor), title)


@then(says('the former address of {who:Person} gets a mail titled "{title}"'))
def _(people: People, who: str, title: str) -> None:
    actor = people[who]
    actor.context.world.mailbox.wait_for_mail(actor.kept["former address"], title)


@then(
    says("neither the log-in nor the password lets {who:Person} into the account of {other:Person}")
)
def _(people: People, who: str, other: str) -> None:
    thief, email = people[who], people[other].context.identity.email
    try:
        inside: object = Api.of(thief.context).me()
    except Refused:
        inside = None
    assert inside is None, f"{who}'s log-in still opens the account: {inside}"
    thief.access.log_in(email, thief.kept["their password"])
    assert thief.access.inside_as() is None, f"{who} came in with the password of {other}"


@then(says("{who:Person} comes back in with a new password"))
def _(people: People, who: str) -> None:
    ask_for_reset(people[who])
    choose_password(people[who], people[who])
    log_in(people[who])
    assert_inside(people[who])


@then(says("{who:Person} reads of it what is said of an address that nobody has"))
def _(people: People, who: str) -> None:
    password = people[who].context.identity.password
    by = care(people[who])
    reads_as_of_nobody(people, who, lambda email: by.ask_for_address(email, password))


@then("no agent is at work any more")
def _(people: People) -> None:
    running = people.latest.context.world.platform
    assert isinstance(running, RunningReference)
    at_work = running.figure(AT_WORK)
    assert at_work == 0, f"{at_work:g} runs go on for nobody"
