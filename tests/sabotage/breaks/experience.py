"""Promises of ``features/experience``, broken."""

from test_framework.browser import looks
from tests.sabotage.catalogue import MISSED, breaks, replace, rewrite


@breaks("moves-at-once", finding="Waited .* for 'Which models do we use\\?' in the conversation")
def question_shown_when_accepted() -> None:
    """The page shows the first question when the platform has begun a conversation for it."""
    rewrite(
        "static/js/chat.js",
        "  const unsent = shown.send(current, text);\n",
        "  current ?? (await newThread());\n  const unsent = shown.send(current, text);\n",
    )


@breaks("moves-at-once", finding="most questions were shown after")
def question_shown_later() -> None:
    """The page shows a question half a second after it was sent."""
    rewrite(
        "static/js/chat.js",
        "async function send(text) {\n",
        "async function send(text) {\n  await new Promise((now) => setTimeout(now, 500));\n",
    )


@breaks("holds-still", finding="the layout shifted by .* when #account.* jumped")
def figures_without_a_place() -> None:
    """What was used has no place on the account page before it is known, and then a large one."""
    rewrite(
        "static/css/account.css",
        "repeat(2, minmax(0, 1fr));\n  align-content: start;\n  gap: 0.5rem 1rem;\n"
        "  min-height: 6.35rem;",
        "1fr;\n  gap: 6rem;",
    )


@breaks("hit-by-thumb", finding=r'button "Mail me a link instead", \d+ by 40')
def buttons_for_the_mouse() -> None:
    """What is as high as a line is large enough for the mouse."""
    rewrite("static/css/base.css", "    min-height: 2.75rem;\n  }\n}", "  }\n}")


@breaks("looks-as-agreed", finding=MISSED, where="suite")
def blind_to_looks() -> None:
    """The suite finds that all pictures are the same."""
    replace(looks, "pixelmatch", lambda _: lambda *_pictures, **_how: 0)
