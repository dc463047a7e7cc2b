"""The examples in the docstrings of the instrument's pure parts are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import test_framework.events

MODULES = [
    "test_framework.personas",
    "test_framework.wire.json_object",
    *(
        module.name
        for module in pkgutil.walk_packages(
            test_framework.events.__path__, f"{test_framework.events.__name__}."
        )
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried >= 20
