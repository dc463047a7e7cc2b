"""The scenes of those who are in the chat."""

from __future__ import annotations

from pages.chat import ChatPage
from pages.messages import MessagesPage
from steps.cuts import cut, says_connection
from steps.files import FILES, attaching
from steps.people import Actor, eventually
from steps.revising import questions_of, revision
from steps.scene_book import SceneBook
from targets.reference.upkeep import upkeep_of

CHEAP = "Which models do we use?"
BOOK = SceneBook()


def have_talked(who: Actor) -> MessagesPage:
    """Be in a conversation with a question and its answer; the page with its buttons."""
    who.enter_chat()
    who.begin_conversation()
    who.ask(CHEAP)
    who.wait_until_answered()
    page = MessagesPage(who.context.page, who.context.base_url)
    page.own.get_by_role("button", name="Delete").wait_for()
    return page


@BOOK.scene("the chat, before anything was said", page=ChatPage.path)
def _(who: Actor) -> None:
    who.enter_chat()


@BOOK.scene("the chat, with a table in the answer", page=ChatPage.path)
def _(who: Actor) -> None:
    who.enter_chat()
    who.begin_conversation()
    who.ask("Write me a report for September 2026")
    who.wait_until_answered()


@BOOK.scene("the chat, refusing a message", page=ChatPage.path)
def _(who: Actor) -> None:
    who.enter_chat()
    who.begin_conversation()
    who.chat.send(" ")
    who.chat.told()


@BOOK.scene("the chat, on a line that is cut", page=ChatPage.path)
def _(who: Actor) -> None:
    who.kept["line"] = who.context.use_fault_proxy()
    who.enter_chat()
    who.begin_conversation()
    cut(who)
    says_connection(who, "Connection lost")


@BOOK.scene("the chat, with files and an opinion", page=ChatPage.path)
def _(who: Actor) -> None:
    have_talked(who)
    for file in ("a CSV table", "a picture"):
        attaching(who).attach(FILES[file].name, FILES[file].content)
    who.context.page.get_by_role("img", name=FILES["a picture"].name).wait_for()
    revision(who).rate("helpful")


@BOOK.scene("the chat, asked for a name", page=ChatPage.path)
def _(who: Actor) -> None:
    have_talked(who).do("Rename")
    who.context.page.get_by_role("dialog").wait_for()


@BOOK.scene("the chat, asked whether to go on", page=ChatPage.path)
def _(who: Actor) -> None:
    have_talked(who).own.get_by_role("button", name="Delete").click()
    who.context.page.get_by_role("dialog").wait_for()


@BOOK.scene("the chat, with a question changed", page=ChatPage.path)
def _(who: Actor) -> None:
    have_talked(who)
    revision(who).edit("Which models did we use?")


@BOOK.scene("the chat, with a question deleted", page=ChatPage.path)
def _(who: Actor) -> None:
    have_talked(who)
    revision(who).delete()
    eventually(lambda: not questions_of(who), who, "an empty conversation")


@BOOK.scene("the chat, with a conversation renamed", page=ChatPage.path)
def _(who: Actor) -> None:
    page = have_talked(who)
    upkeep_of(who.chat).rename("Our models")
    page.page.get_by_role("heading", name="Our models").wait_for()


@BOOK.scene("the chat, with a conversation put away", page=ChatPage.path)
def _(who: Actor) -> None:
    have_talked(who)
    upkeep_of(who.chat).archive()


@BOOK.scene("the chat, with a conversation deleted", page=ChatPage.path)
def _(who: Actor) -> None:
    page = have_talked(who)
    upkeep_of(who.chat).delete()
    page.deed("Delete").wait_for(state="hidden")


@BOOK.scene("the chat, with the archive", page=ChatPage.path)
def _(who: Actor) -> None:
    page = have_talked(who)
    upkeep_of(who.chat).archive()
    page.show_archive()
    page.list_called("Archive").first.wait_for()


@BOOK.scene("the chat, with what was found", page=ChatPage.path)
def _(who: Actor) -> None:
    page = have_talked(who)
    page.find("models")
    page.list_called("Found").first.wait_for()


@BOOK.scene("the chat, with nothing found", page=ChatPage.path)
def _(who: Actor) -> None:
    page = have_talked(who)
    page.find("nothing of the kind")
    who.context.page.get_by_text("Nothing was found.").wait_for()
