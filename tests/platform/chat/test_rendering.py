"""Texts as HTML: readable, and harmless."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_platform.chat.rendering import agent_html, title_from, user_html

HARMFUL = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="https://x.example" onclick="alert(1)">x</a>',
    "![x](https://elsewhere.example/spy.png)",
    "<svg/onload=alert(1)>",
    '<p style="position:fixed">x</p>',
    "<iframe src='//elsewhere.example'></iframe>",
    "`<script>alert(1)</script>`",
]


@pytest.mark.parametrize("markdown", HARMFUL)
@pytest.mark.parametrize("around", ["{}", "| a |\n|---|\n| {} |", "> {}", "- {}"])
def test_nothing_in_an_answer_is_executed(markdown, around):
    html = agent_html(around.format(markdown))
    tags = re.findall(r"<\s*([a-z0-9]+)([^>]*)>", html)
    assert not {name for name, _ in tags} & {"script", "img", "svg", "iframe", "style"}
    assert not re.search(r"(?i)\son\w+=|style=|javascript:|data:", "".join(a for _, a in tags))


def test_tables_keep_the_alignment_of_their_numbers():
    html = agent_html("| model | cost |\n|:--|--:|\n| a | 1.20 |")
    assert '<td align="left">a</td>\n<td align="right">1.20</td>' in html


def test_links_lead_elsewhere_without_telling_from_where():
    html = agent_html("[prices](https://prices.example/list)")
    assert 'href="https://prices.example/list"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


@given(st.text())
def test_what_a_user_types_never_becomes_a_tag(text):
    assert set(re.findall(r"<[^>]*>", user_html(text))) <= {"<p>", "</p>", "<br>"}


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_a_title_is_one_short_line(text):
    title = title_from(text)
    assert title
    assert len(title) <= 60
    assert len(title.splitlines()) == 1


def test_a_long_first_line_is_cut():
    assert title_from("word " * 30).endswith("…")


def test_of_what_a_user_typed_only_line_breaks_become_elements():
    assert user_html("a\r\nb\rc\n") == "<p>a<br>b<br>c<br></p>"
    assert user_html("a\vb\x85c\u2028d") == "<p>a\vb\x85c\u2028d</p>"


def test_html_in_an_answer_is_shown_as_text():
    assert agent_html("a <b>bold</b> word") == "<p>a &lt;b&gt;bold&lt;/b&gt; word</p>\n"
