"""Wiring only: which plugins and step modules are switched on."""

pytest_plugins = [
    "test_framework.pytest_plugin",
    "steps.people",
    "steps.signing_up",
    "steps.logging_in",
    "steps.recovering",
    "steps.devices",
    "steps.guessing",
    "steps.second_factor",
    "steps.conversation",
    "steps.runs",
    "steps.contract",
    "steps.timing",
    "steps.load",
    "steps.answers",
    "steps.cuts",
    "steps.security",
    "steps.journey",
    "steps.judging",
]
