"""What each specialist's tool should find, recomputed in SQL from the usage data."""

from targets.reference.recomputed import figures, plans
from targets.reference.recomputed.expected import Expected, Wanted, differences

RECOMPUTED = {
    "column_statistics": figures.column_statistics,
    "find_anomalies": figures.find_anomalies,
    "key_figures": figures.key_figures,
    "reconcile_spend": figures.reconcile_spend,
    "supply_concentration": figures.supply_concentration,
    "plan_actions": plans.plan_actions,
    "plan_capacity": plans.plan_capacity,
    "quote_work": plans.quote_work,
    "spend_trend": plans.spend_trend,
}
"""By the name of the tool: from the warehouse and what was asked for to what is expected."""

__all__ = ["RECOMPUTED", "Expected", "Wanted", "differences"]
