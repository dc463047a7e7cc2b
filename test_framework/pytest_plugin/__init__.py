"""The suite's pytest plugin: one line in ``conftest.py`` switches everything on.

Example:
    ``pytest_plugins = ["test_framework.pytest_plugin", "steps.access"]``
"""

pytest_plugins = [
    "test_framework.pytest_plugin.options",
    "test_framework.pytest_plugin.usage",
    "test_framework.pytest_plugin.tags",
    "test_framework.pytest_plugin.feature_files",
    "test_framework.pytest_plugin.step_checks",
    "test_framework.pytest_plugin.fixtures",
    "test_framework.pytest_plugin.bookkeeping",
    "test_framework.pytest_plugin.failures",
    "test_framework.pytest_plugin.catalogue",
    "test_framework.pytest_plugin.fixture_map",
    "test_framework.audit.plugin",
    "test_framework.reporting.recordings",
    "test_framework.reporting.books",
    "test_framework.reporting.plugin",
]
