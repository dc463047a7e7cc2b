"""A published AsyncAPI 3 document, read: who may send which message, and with which fields.

Source: AsyncAPI 3.0.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). An
operation's ``action`` is that of the application described: what it ``send``s its users
receive. Payloads are JSON Schemas, judged as draft 2020-12; references stay in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import yaml

from test_framework.wire.frame import Direction

DIRECTIONS = {"send": Direction.RECEIVED, "receive": Direction.SENT}
DRAFT = "https://json-schema.org/draft/2020-12/schema"
BRANCHES = ("allOf", "anyOf", "oneOf")
LITERAL = ("const", "enum", "default", "examples")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the document.

    Attributes:
        type: The value of its ``type`` field, by which frames are told apart.
        schema: The JSON Schema of the whole frame, as the document writes it.
        validator: The same, compiled; it refuses fields that the schema does not name.
    """

    type: str
    schema: Mapping[str, Any]
    validator: jsonschema_rs.Validator


class PublishedContract:
    """Every message of a document, by direction and type, compiled once.

    Example:
        ``PublishedContract.from_yaml(text).messages[Direction.RECEIVED]["pong"].validator``
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read a parsed document.

        Raises:
            ValueError: when it is no AsyncAPI 3 document or names no message; says where.
        """
        version = document.get("asyncapi")
        if not str(version).startswith("3."):
            raise ValueError(f"This is no AsyncAPI 3 document: `asyncapi` is {version!r}.")
        self._document = document
        self._closed = {name: _closed(part, self._joined()) for name, part in document.items()}
        self.messages: dict[Direction, dict[str, Message]] = {way: {} for way in Direction}
        for name, operation in document.get("operations", {}).items():
            way = DIRECTIONS.get(operation.get("action"))
            if way is None:
                raise ValueError(f"Operation {name} has no action `send` or `receive`.")
            for pointer in self._messages_of(operation):
                message = self._read(pointer)
                self.messages[way][message.type] = message
        if not any(self.messages.values()):
            raise ValueError("The AsyncAPI document has no operation with a message.")

    @classmethod
    def from_yaml(cls, text: str) -> PublishedContract:
        """Read a document as it is served, YAML or JSON.

        Raises:
            ValueError: as the constructor, and when the text is no YAML.
        """
        try:
            document = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ValueError(f"The AsyncAPI document is no YAML: {error}") from error
        return cls(document if isinstance(document, dict) else {})

    def documented(
        self, schema: Mapping[str, Any], path: str = "", above: frozenset[int] = frozenset()
    ) -> Iterator[str]:
        """All fields that a schema names: ``payload.agents[].name``; recursion is cut."""
        for part in self._parts(schema):
            if id(part) in above:
                continue
            inside = above | {id(part)}
            for name, below in part.get("properties", {}).items():
                yield _join(path, name)
                yield from self.documented(below, _join(path, name), inside)
            if isinstance(part.get("items"), dict):
                yield from self.documented(part["items"], f"{path}[]", inside)

    def carried(self, schema: Mapping[str, Any], value: object, path: str = "") -> Iterator[str]:
        """Those fields that a value carries, null or not."""
        for part in self._parts(schema):
            if isinstance(value, dict):
                for name, below in part.get("properties", {}).items():
                    if name in value:
                        yield _join(path, name)
                        yield from self.carried(below, value[name], _join(path, name))
            elif isinstance(value, list) and isinstance(part.get("items"), dict):
                for item in value:
                    yield from self.carried(part["items"], item, f"{path}[]")

    def _parts(self, schema: object) -> Iterator[Mapping[str, Any]]:
        """A schema and all that it is put together from; a bare true or false says nothing."""
        if not isinstance(schema, dict):
            return
        yield schema
        if "$ref" in schema:
            yield from self._parts(self._at(schema["$ref"]))
        for word in BRANCHES:
            for branch in schema.get(word, ()):
                yield from self._parts(branch)

    def _messages_of(self, operation: Mapping[str, Any]) -> list[str]:
        if "messages" in operation:
            return [message["$ref"] for message in operation["messages"]]
        channel = operation["channel"]["$ref"]
        return [f"{channel}/messages/{name}" for name in self._at(channel).get("messages", {})]

    def _read(self, pointer: str) -> Message:
        while "$ref" in (message := self._at(pointer)):
            pointer = message["$ref"]
        payload = f"{pointer}/payload"
        schema = self._at(payload)
        types = {
            part["properties"]["type"]["const"]
            for part in self._parts(schema)
            if "const" in part.get("properties", {}).get("type", {})
        }
        if len(types) != 1:
            raise ValueError(f"The payload of {pointer} does not fix one value of `type`.")
        whole = {**self._closed, "$schema": DRAFT, "$ref": payload}
        validator = jsonschema_rs.validator_for(whole, offline=True, validate_formats=True)
        return Message(types.pop(), schema, validator)

    def _at(self, pointer: str) -> Any:
        """What a local reference points to (RFC 6901)."""
        found: Any = self._document
        for step in pointer.removeprefix("#/").split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            if not pointer.startswith("#/") or not isinstance(found, dict) or name not in found:
                raise ValueError(f"The AsyncAPI document has nothing at {pointer}.")
            found = found[name]
        return found

    def _joined(self) -> frozenset[int]:
        """Schemas that are put together with others: none of them is the whole object."""
        joined: set[int] = set()

        def look(value: object) -> None:
            if isinstance(value, dict):
                for word in BRANCHES:
                    if word == "allOf" or "properties" in value or "allOf" in value:
                        for branch in value.get(word, ()):
                            joined.update(id(part) for part in self._parts(branch))
                for below in value.values():
                    look(below)
            elif isinstance(value, list):
                for below in value:
                    look(below)

        look(self._document)
        return frozenset(joined)


def _closed(value: Any, joined: frozenset[int]) -> Any:
    """A schema that refuses fields it does not name, unless it says that it takes any.

    JSON Schema lets through what it does not mention; a reader of the document does not know
    of it all the same.
    """
    if isinstance(value, list):
        return [_closed(part, joined) for part in value]
    if not isinstance(value, dict):
        return value
    closed = {
        name: part if name in LITERAL else _closed(part, joined) for name, part in value.items()
    }
    names_fields = isinstance(value.get("properties"), dict) or "allOf" in value
    if names_fields and "additionalProperties" not in value and id(value) not in joined:
        closed.setdefault("unevaluatedProperties", False)
    return closed


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
