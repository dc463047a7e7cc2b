"""Contract: both sides say what the published AsyncAPI document says, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from test_framework.events.asyncapi import Message, PublishedContract
from test_framework.events.checker import Notes
from test_framework.events.fields import in_words
from test_framework.events.rules import Rule
from test_framework.events.verdict import Verdict
from test_framework.events.wording import shortened
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.json_object import json_object

NAME = "contract"
OTHER_WAY = {Direction.SENT: Direction.RECEIVED, Direction.RECEIVED: Direction.SENT}
Kind = jsonschema_rs.ValidationErrorKind


def check_contract(owner: str, frames: Iterable[Frame], contract: PublishedContract) -> Verdict:
    """Judge whether everything that was said, either way, is in the published contract.

    Args:
        owner: The user, for the findings.
        frames: The user's frames, sent and received.
        contract: What the platform publishes.

    Returns:
        Broken with one finding for each unknown message, unknown field, missing field and
        wrong value; unknown when not both sides said something; otherwise holds.
    """
    checker = ContractChecker(owner, contract)
    for frame in frames:
        checker.feed(frame)
    return checker.verdict()


class ContractChecker:
    """The incremental form of ``check_contract``; it is fed frames, not events."""

    def __init__(self, owner: str, contract: PublishedContract) -> None:
        self._owner = owner
        self._contract = contract
        self._notes = Notes()
        self._heard: set[Direction] = set()

    def feed(self, frame: Frame) -> None:
        """Take in the next frame."""
        self._heard.add(frame.direction)
        value = json_object(frame.payload)
        if value is None:
            text = f"{self._the(frame)} is not one JSON object: {shortened(frame.payload, 60)}"
            self._notes.broken(Rule.FRAME_UNREADABLE, text, frame.number)
            return
        message = _message(self._contract, frame.direction, value)
        if message is None:
            self._notes.broken(Rule.MESSAGE_UNKNOWN, self._unknown(frame, value), frame.number)
            return
        try:
            if message.validator.is_valid(value):
                return
            errors = list(message.validator.iter_errors(value))
        except ValueError as error:  # nested beyond measure
            text = f"{self._the(frame)} cannot be judged: {shortened(error, 60)}."
            self._notes.broken(Rule.FRAME_UNREADABLE, text, frame.number)
            return
        for problem in errors:
            for rule, words in _told(problem):
                text = f"{self._the(frame)}, {message.type}, {words}."
                self._notes.broken(rule, text, frame.number)

    def verdict(self) -> Verdict:
        """Judge what was fed so far."""
        notes = Notes(self._notes)
        for way in Direction:
            if way not in self._heard:
                notes.unknown(f"{self._owner} {way} no frame.")
        return notes.conclude(NAME)

    def _the(self, frame: Frame) -> str:
        return f"Frame {frame.number} that {self._owner} {frame.direction}"

    def _unknown(self, frame: Frame, value: dict[str, Any]) -> str:
        kind = value.get("type")
        words = f"{self._the(frame)} is of type {shortened(json.dumps(kind), 60)}"
        if _message(self._contract, OTHER_WAY[frame.direction], value):
            return f"{words}, which the published contract lets only the other side send."
        return f"{words}, which the published contract does not know."


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a contract was used in one direction.

    Attributes:
        direction: Seen from the user.
        messages_unseen: Types of documented messages that never came.
        fields_unseen: For each message that came, the documented fields that it never
            carried; of an object that was never there, only the object itself.
    """

    direction: Direction
    messages_unseen: tuple[str, ...] = ()
    fields_unseen: dict[str, tuple[str, ...]] = field(default_factory=dict)


def coverage(
    frames: Iterable[Frame],
    contract: PublishedContract,
    direction: Direction = Direction.RECEIVED,
) -> Coverage:
    """Which documented messages and fields were never seen.

    Args:
        frames: Of any users and scenarios; those of the other direction are left out.
        contract: What the platform publishes.
        direction: Received is what the platform says, sent is what its users say.
    """
    seen: dict[str, set[str]] = {}
    for frame in frames:
        value = json_object(frame.payload) if frame.direction is direction else None
        message = value and _message(contract, direction, value)
        if value and message:
            carried = contract.carried(message.schema, value)
            seen.setdefault(message.type, set()).update(carried)
    documented = contract.messages[direction]
    unseen = {
        name: tuple(_outermost(set(contract.documented(documented[name].schema)) - fields))
        for name, fields in seen.items()
    }
    return Coverage(
        direction,
        tuple(name for name in documented if name not in seen),
        {name: fields for name, fields in sorted(unseen.items()) if fields},
    )


def check_coverage(
    frames: Iterable[Frame],
    contract: PublishedContract,
    *,
    expected: Iterable[str],
    direction: Direction = Direction.RECEIVED,
) -> Verdict:
    """Judge whether what the contract names is really said.

    Args:
        frames: As for ``coverage``.
        contract: What the platform publishes.
        expected: Types of the messages that must come, each with all its fields over all
            frames together.
        direction: As for ``coverage``.

    Returns:
        Broken when an expected message, or a field of one, never came.

    Raises:
        ValueError: when the contract knows no message of an expected type.
    """
    left, notes = coverage(frames, contract, direction), Notes()
    for name in expected:
        if name not in contract.messages[direction]:
            raise ValueError(f"The published contract knows no message {name} that is {direction}.")
        if name in left.messages_unseen:
            text = f"The published contract has a message `{name}`, but none was {direction}."
            notes.broken(Rule.MESSAGE_UNUSED, text)
        for path in left.fields_unseen.get(name, ()):
            text = (
                f"The published contract has a field `{path}` in `{name}`, but no {name} that was "
                f"{direction} had it."
            )
            notes.broken(Rule.FIELD_UNUSED, text)
    return notes.conclude("contract coverage")


def _message(
    contract: PublishedContract, direction: Direction, value: dict[str, Any]
) -> Message | None:
    kind = value.get("type")
    return contract.messages[direction].get(kind) if isinstance(kind, str) else None


def _told(error: jsonschema_rs.ValidationError) -> Iterator[tuple[Rule, str]]:
    """What one error of the validator means; that of the branch that fits best."""
    match error.kind:
        case (
            Kind.AdditionalProperties(unexpected=names)
            | Kind.UnevaluatedProperties(unexpected=names)
        ):
            for name in names:
                path = ".".join([*map(str, error.instance_path), name])
                words = f"has a field `{path}` that the published contract does not know"
                yield Rule.FIELD_UNKNOWN, words
        case Kind.AnyOf(context=branches) | Kind.OneOfNotValid(context=branches):
            depth = len(error.instance_path)
            inner = [errors for errors in branches if not _another_type(errors, depth)]
            if len(inner) == 1:
                for part in inner[0]:
                    yield from _told(part)
            else:
                yield in_words(error)
        case _:
            yield in_words(error)


def _another_type(errors: list[jsonschema_rs.ValidationError], depth: int) -> bool:
    """Whether a branch is for values of another type altogether, such as null."""
    return any(
        isinstance(error.kind, Kind.Type) and len(error.instance_path) == depth for error in errors
    )


def _outermost(paths: set[str]) -> list[str]:
    def inside(path: str) -> bool:
        return any(path.startswith((f"{other}.", f"{other}[")) for other in paths)

    return sorted(path for path in paths if not inside(path))
