"""JavaScript modules on their own, in the real browser."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from chat_platform.contract import envelope
from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode
from test_framework.browser.session import BrowserSession
from test_framework.wire.frame_log import FrameLog

from .conftest import Served

TRICKY: list[Any] = [
    "",
    'quote " backslash \\ slash / tab \t line \n return \r nul \x00 delete \x7f',
    "é, combining e\u0301, 漢字, עברית, emoji 👩‍💻, line\u2028separator, bom\ufeff",
    {"\ufb33": 1, "😀": 2, "1": 3, "10": 4, "a": 5, "\r": 6, "__proto__": 7, "é": 8},
    [0, -0.0, 1.0, 1e21, 1e-7, 123456789012345680000.0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308],
    [2**53 - 1, -(2**53) + 1, 9.5, -1e-6, 1e16, 333333333.33333329],
    {"b": [{"y": [], "x": {}}, None, True, False], "a": {"c": {"z": [[["deep"]]]}}},
]


@pytest.fixture(scope="module")
def modules(browser_session: BrowserSession, server: Served) -> Iterator[Page]:
    window = browser_session.open_window("a visitor", FrameLog("a visitor"), server.url)
    window.page.goto("/log-in")
    yield window.page
    window.close()


def call(page: Page, module: str, expression: str, argument: Any = None) -> Any:
    """The value of an expression that sees the module as ``m`` and the argument as ``a``."""
    script = f"async (a) => {{ const m = await import('/static/js/{module}.js');"
    return page.evaluate(f"{script} return {expression}; }}", argument)


@pytest.mark.parametrize("value", TRICKY)
def test_the_page_computes_the_digest_of_the_contract(modules: Page, value: Any) -> None:
    message = {"type": "pong", "id": "1", "payload": {"value": value}}
    frame = envelope.encode(message)
    assert call(modules, "envelope", "m.digest(JSON.parse(a))", frame) == envelope.digest(message)
    assert call(modules, "envelope", "m.read(a)?.id", frame) == "1"


def test_the_checksum_is_that_of_the_rfc(modules: Page) -> None:
    # RFC 3720, appendix B.4: 32 bytes of zeroes; and the usual check value.
    assert call(modules, "crc32c", "m.crc32c(new Uint8Array(32))") == "8a9136aa"
    assert call(modules, "crc32c", "m.crc32c(new TextEncoder().encode(a))", "123456789") == (
        "e3069283"
    )


@pytest.mark.parametrize(
    "frame",
    [
        envelope.encode({"type": "pong", "id": "1", "payload": {}}).replace("pong", "ping"),
        '{"type": "pong", "id": "1", "payload": {}}',
        "no JSON",
        "null",
        "[1]",
        "{}",
    ],
)
def test_a_damaged_frame_is_no_envelope(modules: Page, frame: str) -> None:
    assert call(modules, "envelope", "m.read(a)", frame) is None


def test_waiting_grows_to_a_limit_and_is_spread_evenly(modules: Page) -> None:
    longest = call(modules, "backoff", "[...Array(9).keys()].map((n) => m.backoff(n, () => 1))")
    assert longest == [500, 1000, 2000, 2500, 2500, 2500, 2500, 2500, 2500]
    assert call(modules, "backoff", "m.backoff(2, () => 0.25)") == 500
    drawn = call(modules, "backoff", "Array.from({length: 1000}, () => m.backoff(9))")
    # Full jitter: any tenth of the time is drawn about as often as any other. Beyond 55 of 100
    # expected lie less than one in ten million sound runs (binomial, 1,000 draws of 1 in 10).
    tenths = Counter(int(wait / 250) for wait in drawn)
    assert sorted(tenths) == list(range(10))
    assert all(45 <= times <= 155 for times in tenths.values()), tenths


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"type": "agent_started", "payload": {}}, "Cost analyst started"),
        ({"type": "agent_thinking", "payload": {"reasoning": "Why?"}}, "Thinking: Why?"),
        (
            {
                "type": "tool_executing",
                "payload": {"tool": "total", "parameters": {"days": 30, "by": ["a", 1]}},
            },
            'Running total with days: 30, by: ["a",1]',
        ),
        (
            {"type": "tool_executing", "payload": {"tool": "total", "parameters": {}}},
            "Running total",
        ),
        (
            {
                "type": "tool_completed",
                "payload": {"tool": "total", "status": "ok", "duration_ms": 7},
            },
            "total finished in 7 ms",
        ),
        (
            {
                "type": "tool_completed",
                "payload": {
                    "tool": "total",
                    "status": "error",
                    "error": "No such month.",
                    "duration_ms": 7,
                },
            },
            "total failed after 7 ms: No such month.",
        ),
        (
            {"type": "agent_completed", "payload": {"status": "succeeded", "summary": "Done."}},
            "Cost analyst finished",
        ),
        (
            {"type": "agent_completed", "payload": {"status": "failed", "summary": "No model."}},
            "Cost analyst failed",
        ),
        (
            {"type": "agent_completed", "payload": {"status": "cancelled", "summary": "."}},
            "Cost analyst was stopped",
        ),
        ({"type": "thread_renamed", "payload": {"title": "x"}}, None),
    ],
)
def test_an_agent_event_reads_as_a_sentence(
    modules: Page, event: dict[str, Any], words: str | None
) -> None:
    assert call(modules, "activity", "m.describe(a, 'Cost analyst')", event) == words


def test_an_agent_that_helps_is_told_apart_from_the_one_that_answers(modules: Page) -> None:
    tell = """(() => { const activity = new m.Activity(), seen = [];
      const add = (run_id, type, payload) => {
        activity.add({ type, run_id, payload });
        seen.push([activity.element.lastChild.textContent, activity.answering?.agent ?? null]);
      };
      add("r", "agent_started", { agent: "reporter", context: { parent_run_id: null } });
      add("n", "agent_started", { agent: "cost_analyst", context: { parent_run_id: "r" } });
      add("n", "agent_thinking", { reasoning: "Why?" });
      add("n", "agent_completed", { status: "failed" });
      add("r", "agent_completed", { status: "succeeded" });
      return { seen, helpers: ["r", "n"].filter((id) => activity.isHelper(id)) }; })()"""
    assert call(modules, "activity", tell) == {
        "seen": [
            ["Reporter started", "Reporter"],
            ["Cost analyst started for Reporter", "Reporter"],
            ["Cost analyst: Thinking: Why?", "Reporter"],
            ["Cost analyst failed", "Reporter"],
            ["Reporter finished", None],
        ],
        "helpers": ["n"],
    }


def test_an_agent_without_a_title_gets_one_from_its_name(modules: Page) -> None:
    assert call(modules, "agents", "m.titleOf('cost_analyst')") == "Cost analyst"


def test_events_are_taken_once_and_in_order(modules: Page) -> None:
    take_all = """(() => { const thread = new m.Thread("t", 2);
      const event = (seq) => ({ type: "thread_renamed", seq, payload: { title: "x" } });
      return a.map((seq) => thread.take(event(seq))); })()"""
    taken = call(modules, "thread", take_all, [3, 3, 1, 5, 4, 5])
    assert taken == ["applied", "repeat", "repeat", "gap", "applied", "applied"]


@pytest.mark.parametrize(
    ("file", "code"),
    [("composer", ErrorCode.EMPTY_MESSAGE), ("outbox", ErrorCode.MESSAGE_TOO_LARGE)],
)
def test_what_the_page_refuses_itself_has_the_platforms_words(
    modules: Page, file: str, code: ErrorCode
) -> None:
    source = modules.request.get(f"/static/js/{file}.js").text()
    assert f'"{ERROR_TEXTS[code].message}"' in source
    assert f'"{ERROR_TEXTS[code].what_next}"' in source
