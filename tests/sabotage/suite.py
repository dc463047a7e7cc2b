"""A pytest plugin that breaks one of the suite's own promises.

``pytest -p tests.sabotage.suite --sabotage NAME features/events``
"""

from __future__ import annotations

import pytest

from tests.sabotage import breaks
from tests.sabotage.catalogue import SABOTAGES


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the name of the sabotage."""
    parser.addoption("--sabotage", metavar="NAME", required=True, help="break this promise")


def pytest_configure(config: pytest.Config) -> None:
    """Put the sabotage in force."""
    assert breaks.__all__, "the sabotages are not registered"
    SABOTAGES[config.option.sabotage].apply()
