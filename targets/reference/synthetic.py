"""What is promised of synthetic records, judged in SQL beside the real ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from targets.reference.warehouse import COLUMNS, Warehouse

_MADE = "WITH made AS (SELECT unnest(from_json(?::JSON, ?), recursive := true)) "
# Whole numbers are cut, so a fifth less may be one less than that.
_QUESTIONS = {
    "cost something else than their tokens do": """
        SELECT count(*) FROM made JOIN price USING (model)
        WHERE cost_usd <> input_tokens * input_usd + output_tokens * output_usd
        """,
    "are copies of real ones": """
        SELECT count(*) FROM made JOIN usage USING (day, model, team)
        WHERE (made.input_tokens, made.output_tokens) = (usage.input_tokens, usage.output_tokens)
        """,
    "are not like any real one of the period": """
        SELECT (SELECT count(*) FROM made) - count(*)
        FROM made JOIN chosen USING (day, provider, model, team)
        WHERE made.requests BETWEEN 0.8 * chosen.requests - 1 AND 1.2 * chosen.requests + 1
            AND made.input_tokens
                BETWEEN 0.8 * chosen.input_tokens - 1 AND 1.2 * chosen.input_tokens + 1
            AND made.output_tokens
                BETWEEN 0.8 * chosen.output_tokens - 1 AND 1.2 * chosen.output_tokens + 1
        """,
}


def complaints(data: Warehouse, records: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong with synthetic records; nothing is right.

    Args:
        data: the real ones, with the period chosen after which they were drawn.
        records: the made-up ones, as the tool gives them.
    """
    made = json.dumps(records), json.dumps([COLUMNS])
    found = {what: data.one(_MADE + sql, *made)[0] for what, sql in _QUESTIONS.items()}
    return [f"{count} {what}" for what, count in found.items() if count]
