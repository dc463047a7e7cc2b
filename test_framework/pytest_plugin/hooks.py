"""Hooks that a ``conftest.py`` may implement."""

from __future__ import annotations

import pytest

from test_framework.targets import Target


@pytest.hookspec(firstresult=True)
def pytest_chat_target(name: str) -> Target | None:
    """Return the platform under test of that name, or None to leave it to others.

    By default the installed packages are asked (entry point group
    ``chat_is_king.targets``). A team that has no package yet says in its conftest.py::

        def pytest_chat_target(name):
            return OurTarget() if name == "ours" else None

    Raises:
        UsageError: when there is no such target.
    """
