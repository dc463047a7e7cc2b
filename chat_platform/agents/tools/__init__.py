"""The agents' tools: functions that compute on the usage data, and on tables that are attached.

A tool that cannot do what it was asked raises ``pydantic_ai.ToolFailed`` with a sentence
for people; the agent reads it and answers accordingly.
"""

from pydantic_ai import Tool

from chat_platform.agents.tools.actions import plan_actions
from chat_platform.agents.tools.anomalies import find_anomalies
from chat_platform.agents.tools.attachments import attachment_total
from chat_platform.agents.tools.capacity import plan_capacity
from chat_platform.agents.tools.colleagues import ask_colleague
from chat_platform.agents.tools.compliance import check_compliance
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.library import list_documents, search_documents
from chat_platform.agents.tools.pricing import compare_prices, list_models, savings_if_moved
from chat_platform.agents.tools.quotes import quote_work
from chat_platform.agents.tools.records import usage_records
from chat_platform.agents.tools.review import reconcile_spend
from chat_platform.agents.tools.spending import (
    forecast_spend,
    spend_by_month,
    spend_total,
    top_spenders,
)
from chat_platform.agents.tools.statistics import column_statistics
from chat_platform.agents.tools.summaries import key_figures
from chat_platform.agents.tools.supply import supply_concentration
from chat_platform.agents.tools.synthetic import make_synthetic_records
from chat_platform.agents.tools.trends import spend_trend

TOOLS: dict[str, Tool[Dependencies]] = {
    function.__name__: Tool(function)
    for function in (
        ask_colleague,
        attachment_total,
        check_compliance,
        column_statistics,
        compare_prices,
        find_anomalies,
        forecast_spend,
        key_figures,
        list_documents,
        list_models,
        make_synthetic_records,
        plan_actions,
        plan_capacity,
        quote_work,
        reconcile_spend,
        savings_if_moved,
        search_documents,
        spend_by_month,
        spend_total,
        spend_trend,
        supply_concentration,
        top_spenders,
        usage_records,
    )
}
"""Every tool by its name. What a model asks for at once runs side by side."""
