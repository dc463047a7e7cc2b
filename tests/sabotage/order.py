"""A pytest plugin: scenarios without a browser first. One red scenario proves a sabotage."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The cheap ones first, otherwise in the order of the features."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
