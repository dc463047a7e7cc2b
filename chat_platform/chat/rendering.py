"""Texts as HTML that is safe to insert in a page."""

from __future__ import annotations

import re
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

LONGEST_TITLE = 60
LINE_BREAK = re.compile(r"\r\n|\r|\n")
ALLOWED_TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


def user_html(text: str) -> str:
    r"""What a user typed, shown as it was typed.

    Only what a keyboard makes is a line break: Python knows more of them (a vertical tab, NEL),
    and would lose these characters.

    Example:
        >>> user_html("1 < 2\n")
        '<p>1 &lt; 2<br></p>'
    """
    return "<p>" + "<br>".join(LINE_BREAK.split(escape(text))) + "</p>"


def agent_html(markdown: str) -> str:
    r"""An agent's Markdown (CommonMark with tables) as sanitised HTML.

    HTML in the Markdown shows as text; what is left is cleaned against a short list of tags,
    so that neither of the two steps is trusted alone.

    Example:
        >>> agent_html("**42** <script>alert(1)</script>")
        '<p><strong>42</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n'
    """
    return nh3.clean(
        _markdown().render(markdown),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href", "title"}, "td": {"align"}, "th": {"align"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def title_from(text: str) -> str:
    r"""The title that a first message gives its thread.

    Example:
        >>> title_from("Which models cost most?\nAnd why?")
        'Which models cost most?'
    """
    first = " ".join(text.strip().splitlines()[0].split())
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1].rstrip() + "…"


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.core.ruler.push("align", _align)
    return markdown


def _align(state: StateCore) -> None:
    """Table cells are aligned by attribute: the page's policy forbids inline styles."""
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in ("th_open", "td_open") else None
        if style is not None:
            token.attrs["align"] = str(style).removeprefix("text-align:")
