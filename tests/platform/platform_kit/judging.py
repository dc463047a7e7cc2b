"""What the suite's own checkers say of the frames that a socket received."""

from __future__ import annotations

import json
from collections.abc import Sequence

from targets.reference.decoder import decoder
from test_framework.events.content import check_content
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict
from test_framework.wire.frame import Direction
from test_framework.wire.frame import Frame as WireFrame

from .socket import Frame


def judge(frames: Sequence[Frame]) -> Verdict:
    """Order and content of all runs."""
    decode = decoder("Ada")
    events = [
        event
        for number, frame in enumerate(frames, start=1)
        for event in decode(WireFrame(number, 1, Direction.RECEIVED, 0.0, json.dumps(frame)))
    ]
    return Verdict.all_of("the runs", [check_sequence(events), check_content(events)])
