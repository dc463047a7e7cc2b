"""Everything that people paste into a chat."""

from pytest_bdd import given, then, when

from steps.people import People, says
from steps.verdicts import must_hold
from targets.reference.passage import layers_of
from test_framework.events.passage import check_passage

LONGEST = 8_000
CONTENTS = {
    "plain words": "Which models do we use?",
    "space at both ends": "  Which models do we use?\t \n",
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


@given(says("{who:Person}'s second device follows the conversation"))
def _(people: People, who: str) -> None:
    # A page knows the conversation by its address before the first event of it has come.
    begun = people[who].context.wait_for_event("thread_created")
    device = people.device_of(who, "wire")
    device.access.enter()
    device.connect()
    device.chat.open_conversation(begun.thread_id)


@when(says("{who:Person} asks something with {content}"))
def _(people: People, who: str, content: str) -> None:
    people[who].kept["written"] = [CONTENTS[content]]
    people[who].ask(CONTENTS[content])


@when(says("{who:Person} asks one after the other something with"))
def _(people: People, who: str, datatable: list[list[str]]) -> None:
    people[who].kept["written"] = [CONTENTS[content] for [content] in datatable]
    for text in people[who].kept["written"]:
        people[who].ask(text)


@when(says("{who:Person} sends one character more than is taken"))
def _(people: People, who: str) -> None:
    people[who].chat.send("x" * (LONGEST + 1))


@then("every layer from the keyboard to the agent and back has it letter for letter")
def _(people: People) -> None:
    actor = people.latest
    device = people.device_of(actor.name, "wire")
    actor.wait_until_answered()
    device.context.wait_for(
        lambda: len(device.finished_runs()) >= actor.asked,
        awaiting="the end of the runs on the other device",
    )
    must_hold(check_passage(actor.kept["written"], layers_of(actor.chat, actor.api, device.wire)))
