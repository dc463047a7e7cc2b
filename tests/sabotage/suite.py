"""Run pytest with one of the suite's own promises broken: ``python -m tests.sabotage.suite NAME``.

What follows the name goes to pytest as it is.
"""

from __future__ import annotations

import sys

import pytest

from tests.sabotage import breaks
from tests.sabotage.catalogue import SABOTAGES

if __name__ == "__main__":
    assert breaks.__all__, "the sabotages are not registered"
    name, *arguments = sys.argv[1:]
    SABOTAGES[name].apply()
    sys.exit(pytest.main(arguments))
