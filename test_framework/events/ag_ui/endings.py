"""How a run or a subagent ended, and which calls it left to the application."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ag_ui.core import EventType

from test_framework.events.ag_ui.carried import carried
from test_framework.events.checker import Notes
from test_framework.events.rules import Rule
from test_framework.events.wording import short_id

ERRORS = {EventType.RUN_ERROR, EventType.SUBAGENT_ERROR}
TOKENS = ("input_tokens", "output_tokens")


def completed(event: Any) -> dict[str, Any]:
    """The payload of agent_completed, as far as AG-UI says it."""
    if event.type in ERRORS:
        # AG-UI has no outcome for a subagent that was stopped: its error code says so.
        stopped = event.type is EventType.SUBAGENT_ERROR and event.code == "cancelled"
        payload = {"status": "cancelled" if stopped else "failed", "summary": event.message}
    else:
        outcome = event.outcome.type if event.outcome else "success"
        payload = {"status": "cancelled" if outcome == "cancelled" else "succeeded"}
        if outcome in ("interrupt", "suspended"):
            payload["interrupted"] = True
        # A stranger's return value need not be the answer that people read.
        payload["result" if carried(event) else "return_value"] = event.result
    usage = getattr(event, "usage", None) or ()
    told = {name: [getattr(one, name) for one in usage] for name in TOKENS}
    sums = {name: sum(counts) for name, counts in told.items() if counts and None not in counts}
    return payload | ({"usage": sums} if sums else {})


def pending_calls(
    event: Any,
    unanswered: Mapping[str, str],
    client_tools: Collection[str],
    notes: Notes,
    frame: int,
) -> dict[str, Any]:
    """The calls that a run leaves to the application, under ``pending_tool_calls``.

    A run may end with calls that the application carries out: it should name them, and they
    are calls of tools that the application advertised. A run that was interrupted waits for
    all that are open. What is left beyond these is a finding of the sequence checker.

    Args:
        event: The RUN_FINISHED.
        unanswered: The tool of each call that got no result, by the call's id.
        client_tools: What the application advertised.
        notes: Where findings go.
        frame: Of the event.
    """
    outcome = event.outcome
    named = getattr(outcome, "pending_tool_call_ids", None) or []
    if outcome is not None and outcome.type == "interrupt":
        return {"pending_tool_calls": list(unanswered)}
    if named and set(named) != set(unanswered):
        told, left = (", ".join(map(short_id, ids)) or "none" for ids in (named, unanswered))
        text = f"RUN_FINISHED (frame {frame}) of run {short_id(event.run_id)} names as unanswered "
        text += f"the calls {told}, but those without a result are: {left}."
        notes.broken(Rule.FIELD_VALUE, text, frame)
    pending = named or [call for call, tool in unanswered.items() if tool in client_tools]
    return {"pending_tool_calls": list(pending)} if pending else {}
