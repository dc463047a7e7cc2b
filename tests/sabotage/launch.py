"""Start the platform with one promise broken: ``python -m tests.sabotage.launch NAME serve``."""

from __future__ import annotations

import sys

from chat_platform.__main__ import main
from tests.sabotage import breaks
from tests.sabotage.catalogue import SABOTAGES

if __name__ == "__main__":
    assert breaks.__all__, "the sabotages are not registered"
    name, *arguments = sys.argv[1:]
    SABOTAGES[name].apply()
    sys.argv[1:] = arguments
    main()
