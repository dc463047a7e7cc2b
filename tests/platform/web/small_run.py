"""The one agent run that the small platform knows, and its errors."""

from datetime import UTC, datetime

from chat_platform.contract import events, personal, server_messages
from chat_platform.contract.base import WireModel
from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ANSWER = ("The dearest", " is **Opus**.")
ANSWER_HTML = "<p>The dearest is <strong>Opus</strong>.</p><table><tr><td>9.50</td></tr></table>"
AGENT = server_messages.AgentDescription(
    name="cost_analyst", title="Cost detective", description="Counts.", included=True, tools=[]
)
COMPLETED = events.AgentCompleted(
    status="succeeded",
    summary="Found it.",
    result="".join(ANSWER),
    usage=events.Usage(input_tokens=1, output_tokens=1, tool_calls=1),
    duration_ms=20,
)

USED = personal.UsageTotals(
    runs=1,
    tool_calls=1,
    input_tokens=1,
    output_tokens=1,
    today=personal.Today(plan="free", asked=1, included=10, ends_at=NOW),
)


def run_events(thread_id: str) -> list[WireModel]:
    """A run up to its answer."""
    context = events.RunContext(thread_id=thread_id, message_id="m1", plan="free")
    return [
        events.AgentStarted(agent="cost_analyst", context=context),
        events.AgentThinking(reasoning="Which models cost most?", step=1),
        events.ToolExecuting(call_id="c1", tool="top_spenders", parameters={"limit": 3}),
        events.ToolCompleted(
            call_id="c1", tool="top_spenders", status="ok", result=[1.5], duration_ms=12
        ),
    ]


def said(author: str, message_id: str, text: str, html: str) -> server_messages.MessageCreated:
    """A stored message."""
    return server_messages.MessageCreated(
        message=server_messages.Message(
            message_id=message_id,
            author=author,
            agent="cost_analyst" if author == "agent" else None,
            text=text,
            html=html,
            created_at=NOW,
        )
    )


def error(code: ErrorCode) -> server_messages.Error:
    """A refusal with its published words."""
    text = ERROR_TEXTS[code]
    return server_messages.Error(code=code, message=text.message, what_next=text.what_next)
