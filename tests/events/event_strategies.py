"""Hypothesis strategies: conversations as a correct platform would send them.

One or two users with one or two threads each; in each thread questions, and for each a
run with any number of thoughts and tools (also side by side, failing, or none), perhaps a
nested run, an answer in pieces, and a good, failed or cancelled end. Threads of one user
are interleaved at random, and a connection may be cut and resumed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from test_framework.events.examples import Stream, renumbered, said
from test_framework.events.model import AgentEvent, EventKind

Draw = Any
USERS = ("Ada", "Alan")
TEXTS = st.text(alphabet="ab é思\n*|", min_size=1, max_size=12)
OUTCOMES = st.sampled_from(["succeeded", "succeeded", "failed", "cancelled"])
FAILED = {"status": "error", "result": None, "error": "no such model"}


@st.composite
def platforms(draw: Draw, users: int | None = None) -> dict[str, list[AgentEvent]]:
    """What each user received, by user."""
    count = users or draw(st.integers(1, len(USERS)))
    return {who: draw(user_streams(who)) for who in USERS[:count]}


@st.composite
def user_streams(draw: Draw, owner: str = "Ada") -> list[AgentEvent]:
    """Everything that one user received."""
    threads = [
        draw(threads_of(owner, f"{owner}-t{number}"))
        for number in range(1, draw(st.integers(1, 2)) + 1)
    ]
    events = renumbered(draw(interleaved(threads)))
    return draw(perhaps_reconnected(events))


@st.composite
def threads_of(draw: Draw, owner: str, thread: str) -> list[AgentEvent]:
    """A thread with one to three questions and their runs."""
    stream = Stream(owner, thread)
    stream.reply(EventKind.THREAD_OPENED, thread={"thread_id": thread, "last_seq": 0, "title": ""})
    stream.opened()
    for number in range(1, draw(st.integers(1, 3)) + 1):
        question = f"{thread}-q{number}"
        stream.asked(question, f"{draw(TEXTS)} {number}")
        write_run(draw, stream, f"{thread}-r{number}", question)
    return stream.events


def write_run(draw: Draw, stream: Stream, run: str, question: str) -> None:
    """A run, from its start to its end."""
    answer = f"a{draw(TEXTS)}"
    outcome = draw(OUTCOMES)
    stream.started(run, message=question)
    tools = write_work(draw, stream, run, depth=0)
    if draw(st.booleans()):
        nested = f"{run}n"
        stream.started(nested, parent=run, message=question)
        used = write_work(draw, stream, nested, depth=1)
        stream.ended(nested, tools=used)
    if outcome == "succeeded":
        write_answer(draw, stream, f"{run}-answer", answer)
    result = answer if outcome == "succeeded" else None
    stream.ended(run, tools=tools, status=outcome, result=result)


def write_work(draw: Draw, stream: Stream, run: str, depth: int) -> int:
    """Thoughts and tools in any order that is allowed; how many tools there were."""
    thoughts, tools, running = 0, 0, []
    for deed in draw(st.lists(st.sampled_from(["think", "begin", "end"]), max_size=8)):
        if deed == "think":
            thoughts += 1
            stream.thinks(thoughts, run)
        elif deed == "begin":
            tools += 1
            running.append(f"{run}-c{depth}{tools}")
            stream.tool_begins(running[-1], run)
        elif running:
            call = running.pop(draw(st.integers(0, len(running) - 1)))
            stream.tool_ends(call, run, **(FAILED if draw(st.booleans()) else {}))
    for call in running:
        stream.tool_ends(call, run)
    return tools


def write_answer(draw: Draw, stream: Stream, message: str, text: str) -> None:
    """The pieces of an answer, and the answer."""
    cut = draw(st.integers(1, len(text)))
    for piece in (text[:cut], text[cut:]):
        if piece:
            stream.event(EventKind.MESSAGE_DELTA, message_id=message, delta=piece)
    stream.event(EventKind.MESSAGE_CREATED, message=said(message, "agent", text))


@st.composite
def interleaved(draw: Draw, parts: list[list[AgentEvent]]) -> list[AgentEvent]:
    """All parts merged; each keeps its own order."""
    waiting = [list(part) for part in parts]
    merged: list[AgentEvent] = []
    while any(waiting):
        full = [part for part in waiting if part]
        chosen = full[draw(st.integers(0, len(full) - 1))] if len(full) > 1 else full[0]
        merged.append(chosen.pop(0))
    return merged


@st.composite
def perhaps_reconnected(draw: Draw, events: list[AgentEvent]) -> list[AgentEvent]:
    """The same, or cut once and resumed: the rest comes through a second connection."""
    if not draw(st.booleans()):
        return events
    cut = draw(st.integers(1, len(events)))
    before, after = events[:cut], events[cut:]
    resumed: list[AgentEvent] = []
    for thread in dict.fromkeys(e.thread_id for e in before if e.thread_id):
        seen = [e for e in before if e.thread_id == thread]
        last = seen[-1].seq or 0
        known = draw(st.integers(0, last))  # what the client says it has; it may say less
        resumed += [e for e in seen if (e.seq or 0) > known]
        span = {"thread_id": thread, "from_seq": known, "to_seq": last}
        reply = Stream(events[0].owner, thread).reply(EventKind.RESUMED, **span).events[0]
        resumed.append(replace(reply, event_id=f"{thread}-resumed"))
    second = [replace(event, connection=2) for event in [*resumed, *after]]
    return renumbered([*before, *second])


@st.composite
def two_tabs(draw: Draw, owner: str = "Ada") -> list[AgentEvent]:
    """What one user received through two connections that were open to the end.

    The second opens each thread at any time, from its beginning or late. Late, it reads the
    history or asks for what it missed. Which of the two is ahead is chance.
    """
    threads = [
        draw(threads_of(owner, f"{owner}-t{number}"))
        for number in range(1, draw(st.integers(1, 2)) + 1)
    ]
    other = [draw(other_tab(thread)) for thread in threads]
    first, second = draw(interleaved(threads)), draw(interleaved(other))
    opened: set[str] = set()
    merged: list[AgentEvent] = []
    while first or second:
        # Nobody can open a thread before it is there.
        ready = bool(second) and (thread_of(second[0]) in opened or not first)
        from_second = ready and (not first or draw(st.booleans()))
        event = (second if from_second else first).pop(0)
        opened.add(thread_of(event))
        merged.append(event)
    return renumbered(merged)


@st.composite
def other_tab(draw: Draw, thread: list[AgentEvent]) -> list[AgentEvent]:
    """The same thread through a second connection."""
    events = [event for event in thread if event.seq is not None]
    name, last = events[0].thread_id, len(events)
    since = draw(st.integers(0, last - 1))
    told = Stream(thread[0].owner, name, start=since + 1)
    told.reply(EventKind.THREAD_OPENED, thread={"thread_id": name, "last_seq": since, "title": ""})
    before, after = events[:since], events[since:]
    if since and draw(st.booleans()):
        told.reply(EventKind.RESUMED, thread_id=name, from_seq=0, to_seq=since)
        replies = [told.events[0], *before, told.events[1]]
    else:
        told.history(*(e.payload["message"] for e in before if "message" in e.payload))
        replies = told.events
    return [
        replace(event, connection=2, event_id=event.event_id if event.seq else f"{name}-2-{place}")
        for place, event in enumerate([*replies, *after])
    ]


def thread_of(event: AgentEvent) -> str:
    """The thread that an event or a reply concerns."""
    opened = event.payload.get("thread") or event.payload
    return event.thread_id or str(opened.get("thread_id"))
