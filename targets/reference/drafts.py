"""Client messages drafted after the published contract, with whatever ids and values one likes.

A message that is new in the contract is drafted without being named here; a new field must get
a fitting value below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from test_framework.events.asyncapi import Message, PublishedContract
from test_framework.wire.frame import Direction

FITTING: Mapping[str, Any] = {
    "payload.text": "Hello from Mallory",
    "payload.title": "Mallory was here",
    "payload.archived": False,
    "payload.last_seq": 0,
    "payload.seq": 1,
    "payload.rating": "up",
    "payload.colour_scheme": "dark",
    "payload.language": "en-GB",
    "payload.number_format": "en-US",
}
# One of each kind of JSON value; what a field may be after the contract is left out for it.
OF_EVERY_KIND: tuple[Any, ...] = (None, True, 7, 1.5, "", [], {})


@dataclass(frozen=True)
class Ids:
    """The ids that a message may name."""

    thread_id: str
    message_id: str
    run_id: str
    upload_id: str

    @classmethod
    def all_alike(cls, word: str) -> Ids:
        """The same word in the place of every id."""
        return cls(word, word, word, word)

    @classmethod
    def never_given(cls) -> Ids:
        """Ids as the platform gives them, which it never gave."""
        return cls(*(str(uuid4()) for _ in range(4)))


def draft(contract: PublishedContract, message: Message, ids: Ids) -> dict[str, Any]:
    """One client message with all its fields, but without its own ``id``.

    Raises:
        LookupError: when a field of the contract has no value here.
    """
    drafted: dict[str, Any] = {"type": message.type, "payload": {}}
    values = {**FITTING, **{f"payload.{name}": value for name, value in vars(ids).items()}}
    for path in contract.documented(message.schema):
        if path == "thread_id":
            drafted[path] = ids.thread_id
        elif path.startswith("payload."):
            if path not in values:
                raise LookupError(f"No value is known for {path} of {message.type}: add one.")
            drafted["payload"][path.removeprefix("payload.")] = values[path]
    return drafted


def deeds_with(contract: PublishedContract, ids: Ids, own_thread: str) -> list[dict[str, Any]]:
    """Every message that names any of these ids, in their own thread and in another one."""
    deeds = []
    for message in contract.messages[Direction.SENT].values():
        drafted = draft(contract, message, ids)
        if "thread_id" in drafted:
            deeds.append(drafted)
            if drafted["payload"].keys() & vars(ids).keys():
                deeds.append(draft(contract, message, replace(ids, thread_id=own_thread)))
    return deeds


def with_wrong_values(
    contract: PublishedContract, ids: Ids
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every message with every value in every field that cannot have it; and where that is."""
    for message in contract.messages[Direction.SENT].values():
        fitting = {"id": "m1", **draft(contract, message, ids)}
        for path in dict.fromkeys((*contract.documented(message.schema), "payload.unknown")):
            for value in OF_EVERY_KIND:
                wrong = _with(fitting, path, value)
                if not message.validator.is_valid(wrong):
                    yield path, wrong


def _with(message: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    place, _, field = path.rpartition(".")
    if not place:
        return {**message, field: value}
    return {**message, place: {**message[place], field: value}}
