"""The agents' tools: functions that compute on the usage data, and on tables that are attached.

A tool that cannot do what it was asked raises ``pydantic_ai.ToolFailed`` with a sentence
for people; the agent reads it and answers accordingly.
"""

from pydantic_ai import Tool

from chat_platform.agents.tools.attachments import attachment_total
from chat_platform.agents.tools.colleagues import ask_colleague
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.pricing import compare_prices, list_models, savings_if_moved
from chat_platform.agents.tools.records import usage_records
from chat_platform.agents.tools.spending import (
    forecast_spend,
    spend_by_month,
    spend_total,
    top_spenders,
)

TOOLS: dict[str, Tool[Dependencies]] = {
    function.__name__: Tool(function)
    for function in (
        ask_colleague,
        attachment_total,
        compare_prices,
        forecast_spend,
        list_models,
        savings_if_moved,
        spend_by_month,
        spend_total,
        top_spenders,
        usage_records,
    )
}
"""Every tool by its name. What a model asks for at once runs side by side."""
