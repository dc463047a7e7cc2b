"""Makes a failed step readable: which sentence it was, and no plumbing in its traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import pytest
from pytest_bdd.parser import Feature, Step


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_step_error(
    feature: Feature, step: Step, step_func: Callable[..., object], exception: BaseException
) -> None:
    """Begin the traceback in the step and name the sentence below the error."""
    exception.__traceback__ = from_step(exception.__traceback__, step_func)
    place = f"{Path(feature.filename).name}:{step.line_number}"
    exception.add_note(f"in the step: {step.keyword} {step.name} ({place})")


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_func_lookup_error(feature: Feature, step: Step) -> None:
    """Fail here, with a text: all frames of pytest-bdd's own error are hidden, and so is it."""
    pytest.fail(
        f"{feature.filename}:{step.line_number}: no step definition matches "
        f"{step.keyword} {step.name!r}. `pytest --steps` lists what there is.",
        pytrace=False,
    )


def from_step(
    traceback: TracebackType | None, step_func: Callable[..., object]
) -> TracebackType | None:
    """The part of a traceback from the step function on; all of it when that is not there."""
    entry = traceback
    while entry is not None and entry.tb_frame.f_code is not step_func.__code__:
        entry = entry.tb_next
    return entry or traceback
