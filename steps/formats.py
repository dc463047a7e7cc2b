"""Everything that people paste into a chat."""

from pytest_bdd import then, when

from steps.people import People, says

LONGEST = 8_000
CONTENTS = {
    "plain words": "Which models do we use?",
    "as many characters as are taken": "Which models? ".ljust(LONGEST, "x"),
    "several lines": "Which models\n\n  do we use,\n\tand why?",
    "Markdown": "# Models\n\n- **which** do\n- _we_ use? ~~none~~ [x](y)",
    "a table": "| Model | Cost |\n| :-- | --: |\n| aurora | $1,024.50 |",
    "a code block": "```python\nprint('<models>')  # \\n stays\n```",
    "structured data": '{"models": [null, true, 1e-7, "\\u00e9"], "": {}}',
    "a link": "See https://example.com/a?b=1&c=%20d#e and mailto:ada@example.com",
    "a mention": "@Grace and @cost_analyst: which models?",
    "emoji": "Is 👩🏽‍💻 cheaper than 🤖 in 🇫🇮? ❤️",
    "combining marks": "Cafe\u0301 nai\u0308ve Z\u0351\u036b\u0343a",
    "right-to-left words": "كم أنفقنا على aurora-large في سبتمبر؟ \u202eabc\u202c עברית",
    "Chinese, Japanese and Korean words": "我们花了多少钱？先月の費用は？ 지난달 비용은?",  # noqa: RUF001
    "zero-width and control characters": "a\u200bb\u2060c\ufeffd\u0007e\u001b[31mf\u0085g",
    "markup": "<b>bold</b> & <i>italic</i> &amp; <!-- gone? -->",
    "a script": "<script>document.title='x'</script><img src=x onerror=alert(1)>",
    "a query": "'; DROP TABLE messages; -- \" OR 1=1",
    "a template": "{{ 7 * 7 }} ${7*7} #{7*7} <%= 7 * 7 %> {0} %s",
    "numbers and currencies": "$1,234.56 €1.234,56 ₹1,23,456 ¥123 -0.0 1e309 ٣٫١٤",  # noqa: RUF001
    "a quoted reply": "> aurora-large costs most\n> > really?\n\nWhich models then?",
}


@when(says("{who:Person} asks something with {content}"))
def _(people: People, who: str, content: str) -> None:
    people[who].kept["written"] = CONTENTS[content]
    people[who].ask(CONTENTS[content])


@when(says("{who:Person} sends one character more than is taken"))
def _(people: People, who: str) -> None:
    people[who].chat.send("x" * (LONGEST + 1))


@then(says("the conversation shows what {who:Person} wrote, letter for letter"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_answered()
    shown = [said.text for said in actor.chat.conversation() if said.author == "You"]
    written = actor.kept["written"]
    assert shown == [written], f"shown was {shown!a}, not {written!a}"
