"""``python -m benchmarks.events``: events validated per second and core, beside others.

The frames are those of a real conversation. Before anything is measured, each library must
accept every real event and reject every broken one: speed without that is worth nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from benchmarks.contenders import Contender, broken, contenders
from benchmarks.report import CONSOLE, RECORDING, keep, parser, show
from test_framework.events import fields
from test_framework.events.asyncapi import PublishedContract
from test_framework.events.catalogue import Catalogue
from test_framework.events.content import check_content
from test_framework.events.contract import check_contract
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.model import AgentEvent
from test_framework.events.payload_schemas import PAYLOAD_SCHEMAS
from test_framework.events.sequence import check_sequence
from test_framework.targets import find_target
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.recording import Recording, read, unpacked

COLUMNS = ("what", "validated by", "events/s", "ours / this")
ROUNDS = 7
LEAST_S = 0.2
"""A round takes at least so long, so that the clock's own steps do not matter."""


class Course:
    """The frames of a recording, and the ways to judge them."""

    def __init__(self, recording: Recording) -> None:
        header = recording.header
        self.owner = header.owner
        self.everything = recording.frames
        self.frames = [f for f in recording.frames if f.direction is Direction.RECEIVED]
        self.texts = [str(frame.payload) for frame in self.frames]
        self.decode = find_target(header.target).decoder(header.owner)
        self.catalogue = Catalogue.from_agent_list(header.agent_list or {"agents": []})
        # The contract of its own time: a later one may not fit what was said then.
        document = unpacked(header.contract) if header.contract else None
        self.contract = PublishedContract.from_yaml(document) if document else None

    def events(self, frames: Iterable[Frame] = ()) -> list[AgentEvent]:
        """What the frames mean."""
        return [event for frame in frames or self.frames for event in self.decode(frame)]

    def whole_way(self) -> bool:
        """Decode, schema, sequence, content."""
        events = self.events()
        return (
            check_sequence(events).holds and check_content(events, catalogue=self.catalogue).holds
        )

    def all_checkers(self) -> bool:
        """The same, and delivery, digests and the published contract."""
        events = self.events()
        verdicts = [
            check_sequence(events),
            check_content(events, catalogue=self.catalogue),
            check_delivery(events),
            check_digests(self.owner, self.frames),
        ]
        if self.contract:
            verdicts.append(check_contract(self.owner, self.everything, self.contract))
        return all(verdict.holds for verdict in verdicts)

    def schema_alone(self, contender: Contender) -> bool:
        """Decode, schema."""
        return all(contender.accepts(text) for text in self.texts)


def complaint(contender: Contender, course: Course) -> str:
    """What a contender judges wrongly; empty when nothing."""
    if not course.schema_alone(contender):
        return "rejects a real event"
    for event in course.events():
        if event.kind in PAYLOAD_SCHEMAS:
            for payload in broken(dict(event.payload), PAYLOAD_SCHEMAS[event.kind]):
                if contender.validators[event.kind](payload):
                    return f"accepts a broken {event.kind}: {payload}"
    return ""


def as_ours(contender: Contender) -> Callable[[], None]:
    """Let the content checker validate by that library; call the result to undo it."""
    before = dict(fields._VALIDATORS)
    for kind, is_valid in contender.validators.items():
        stand_in = SimpleNamespace(is_valid=is_valid, iter_errors=before[kind].iter_errors)
        fields._VALIDATORS[kind] = stand_in  # type: ignore[assignment] # it has what is used
    return lambda: fields._VALIDATORS.update(before)


def per_second(work: Callable[[], bool], events: int) -> float:
    """Events a second and core: the best of several rounds, as what disturbs only slows."""
    best = 0.0
    for _round in range(ROUNDS):
        times, began = 0, time.process_time()
        while (spent := time.process_time() - began) < LEAST_S:
            if not work():
                raise RuntimeError("What holds was not found to hold.")
            times += 1
        best = max(best, times * events / spent)
    return best


def measured(course: Course) -> dict[str, dict[str, float]]:
    """Events a second and core, by what is done and by whom."""
    count, rates = len(course.frames), {}
    whole, schema = {}, {}
    for contender in contenders():
        undo = as_ours(contender)
        try:
            whole[contender.name] = per_second(course.whole_way, count)
        finally:
            undo()
        schema[contender.name] = per_second(partial(course.schema_alone, contender), count)
    rates["decode, schema, sequence, content"] = whole
    rates["decode, schema"] = schema
    rates["all checkers"] = {"jsonschema-rs (ours)": per_second(course.all_checkers, count)}
    return rates


def main(arguments: list[str] | None = None) -> int:
    """Check the contenders, measure, print; 1 when one judges wrongly."""
    line = parser("benchmarks.events", "Events validated per second and core.")
    line.add_argument("--recording", type=Path, default=RECORDING, metavar="FILE")
    options = line.parse_args(arguments)
    course = Course(read(options.recording))
    complaints = {each.name: complaint(each, course) for each in contenders()}
    for name, wrong in complaints.items():
        CONSOLE.print(f"{name} {wrong or 'accepts every real event and rejects every broken one'}")
    if any(complaints.values()):
        return 1
    rates = measured(course)
    rows = []
    for what, by in rates.items():
        ours = next(iter(by.values()))
        rows += [[what, name, f"{rate:,.0f}", f"{ours / rate:.2f}"] for name, rate in by.items()]
    show(f"{len(course.frames)} real frames, one core", COLUMNS, rows)
    if options.json:
        keep("events", {"frames": len(course.frames), "events_per_second": rates})
    return 0


if __name__ == "__main__":
    sys.exit(main())
