"""Wiring only: which plugins and step modules are switched on."""

pytest_plugins = [
    "test_framework.pytest_plugin",
    "steps.people",
    "steps.signing_up",
    "steps.logging_in",
    "steps.conversation",
    "steps.runs",
    "steps.ag_ui",
    "steps.contract",
    "steps.timing",
    "steps.load",
    "steps.answers",
    "steps.cuts",
    "steps.storage",
    "steps.security",
    "steps.journey",
    "steps.judging",
    "steps.bad_lines",
    "steps.stopping",
    "steps.places",
    "steps.telling",
]
