"""Signing up, the mail, and the link that confirms an address."""

from dataclasses import replace
from urllib.parse import urlsplit

from pytest_bdd import given, then, when

from steps.people import Actor, People, eventually, says
from targets.reference import settings
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.services.mailbox import links_in, text_of
from test_framework.waiting import patient


def sign_up(who: Actor, *, email: str | None = None, password: str | None = None) -> None:
    identity = who.context.identity
    who.access.sign_up(identity.full_name, email or identity.email, password or identity.password)


# Given


@given(says("{who:Person} has never been here"))
def _(people: People, who: str) -> None:
    assert not people[who].context.mails(), f"{who} already had mail from the platform"


@given(says("{who:Person} has an account"))
@given(says("{who:Person} has signed up and confirmed"))
def _(people: People, who: str) -> None:
    people[who].get_account()


@given(says("{who:Person} has signed up"))
@given(says("{who:Person} has signed up once more"))
def _(people: People, who: str) -> None:
    people[who].request_account()


@given(says('{who:Person}\'s address is written like "{form}"'))
def _(people: People, who: str, form: str) -> None:
    context = people[who].context
    unique = context.identity.email.partition("@")[0]
    context.identity = replace(context.identity, email=form.replace("NAME", unique))


@given("links in mails expire at once")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.LINKS_EXPIRE_AT_ONCE)


@given("passes run out at once")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.PASSES_RUN_OUT_AT_ONCE)


# When


@when(says("{who:Person} signs up"))
def _(people: People, who: str) -> None:
    with people[who].stage("signing up"):
        sign_up(people[who])
        people[who].access.told()


@when(says("{who:Person} signs up and confirms"))
def _(people: People, who: str) -> None:
    sign_up(people[who])
    people[who].access.confirm(people[who].awaited_link())


@when(says('{who:Person} signs up with the password "{password}"'))
def _(people: People, who: str, password: str) -> None:
    sign_up(people[who], password=password)


@when(says("{who:Person} signs up with the address of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    sign_up(people[who], email=people[other].context.identity.email)


@when(says("{who:Person} confirms the address"))
@when(says("{who:Person} follows the link of the mail"))
@when(says("{who:Person} follows the link of the mail again"))
def _(people: People, who: str) -> None:
    with people[who].stage("confirming"):
        people[who].access.confirm(people[who].awaited_link())
        people[who].access.told()


@when(says("{who:Person} follows the link of the first mail"))
def _(people: People, who: str) -> None:
    people[who].access.confirm(people[who].confirmation_link(newest=False))


@when(says("{who:Person} follows the link of the mail with one letter changed"))
def _(people: People, who: str) -> None:
    link = people[who].awaited_link()
    # In the middle: the last letter of a base64 text may carry bits that do not count.
    middle = (link.index("#") + len(link)) // 2
    other = "A" if link[middle] != "A" else "B"
    people[who].access.confirm(f"{link[:middle]}{other}{link[middle + 1 :]}")


# Then


@then(says('a mail titled "{title}" reaches {who:Person}'))
def _(people: People, who: str, title: str) -> None:
    context = people[who].context
    eventually(lambda: context.mails(title), people[who], f"a mail titled {title!r} to {who}")


@then(says("the mail greets {who:Person} by name and holds one link, to the platform itself"))
def _(people: People, who: str) -> None:
    context = people[who].context
    mail = context.mails()[-1]
    text = text_of(mail)
    assert context.identity.full_name in text, f"the mail does not name {who}:\n{text}"
    links = links_in(mail)
    assert len(set(links)) == 1, f"the mail holds not one link but {links}"
    told, expected = urlsplit(links[0]), urlsplit(context.world.platform.base_url)
    assert (told.scheme, told.netloc) == (expected.scheme, expected.netloc), links[0]


@then(says("confirming took {who:Person} less than {limit:g} seconds"))
def _(people: People, who: str, limit: float) -> None:
    took = people[who].stages["confirming"]
    assert took < patient(limit), f"confirming took {took:.1f} seconds"


@then(says("{who:Person} gets no mail"))
def _(people: People, who: str) -> None:
    # Somebody who signs up later and has a mail already proves that the mail of the
    # earlier attempt, had there been one, would have arrived.
    people["Grace"].request_account()
    mails = people[who].context.mails()
    assert not mails, f"{who} got a mail: {mails[0]['Subject']}"


@then(says("{who:Person} reads the same words as every newcomer"))
def _(people: People, who: str) -> None:
    newcomer = people["Zoë"]
    sign_up(newcomer)
    words = newcomer.access.told()
    tried = people[who].access.told()
    addresses = [actor.context.identity.email for actor in people]
    for address in addresses:
        words, tried = words.replace(address, "ADDRESS"), tried.replace(address, "ADDRESS")
    assert tried == words, f"{who} read {tried!r}, a newcomer reads {words!r}"
