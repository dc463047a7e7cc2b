"""The API documents, made from the code: OpenAPI 3.1 for HTTP, AsyncAPI 3.0 for the WebSocket."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, get_args

import yaml
from fastapi import APIRouter, FastAPI, Response
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chat_platform.contract.events import AGENT_EVENT_TYPES
from chat_platform.contract.vocabulary import LOG_EVENT_TYPES, REPLY_TYPES, ClientMessage

router = APIRouter()

CLIENT_TYPES: tuple[type[BaseModel], ...] = get_args(get_args(ClientMessage)[0])
REF = "#/components/schemas/{model}"
STRING = {"type": "string", "minLength": 1}
ENVELOPE: dict[str, Any] = {
    "id": {**STRING, "format": "uuid", "description": "UUID version 7: unique, sorts by time"},
    "timestamp": {
        **STRING,
        "format": "date-time",
        "description": "When it happened: RFC 3339, UTC, milliseconds; never runs backwards "
        "within a run",
    },
    "digest": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}$",
        "description": "CRC-32C (RFC 3720) of the RFC 8785 form of the frame without this field",
    },
}
LOGGED: dict[str, Any] = {
    "thread_id": STRING,
    "seq": {
        "type": "integer",
        "minimum": 1,
        "description": "Place in the thread's log: from 1, without gaps or repeats",
    },
}

HOW_TO_CONNECT = (
    "One JSON object a text frame. Offer the subprotocols `chat-is-king.v1` and `ticket.TICKET`; "
    "a ticket comes from `POST /api/chat/tickets` and is good once."
)
# What RFC 6455, 7.4.1, leaves open. The figures are those of the settings' defaults.
HOW_IT_ENDS = (
    "Close codes: 1002 and 1007 for broken rules of RFC 6455; 1008 for a ticket that is not good, "
    "a log-in that has ended, or messages that are unreadable or too many and go on so; 1009 for a "
    "message of more than 65,536 bytes or 1,024 fragments; 1011 for trouble on our side, or a "
    "heartbeat that is not answered; 1012 before a restart; 1013 for a reader that is too slow, "
    "and, after the error `too_many_connections`, for the fifty-first connection of an account: "
    "come back later, not at once. A connection may send 200 messages a second for long and 2,000 "
    "at once; what goes beyond is refused as `rate_limited`."
)


@router.get("/asyncapi.yaml", include_in_schema=False)
async def asyncapi() -> Response:
    """The AsyncAPI document."""
    return Response(asyncapi_yaml(), media_type="application/yaml")


def openapi_json(app: FastAPI) -> str:
    """The OpenAPI document as it is committed."""
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


@cache
def asyncapi_yaml() -> str:
    """The AsyncAPI document as it is served and committed."""
    return yaml.safe_dump(asyncapi_document(), sort_keys=False, allow_unicode=True, width=100)


def asyncapi_document() -> dict[str, Any]:
    """The AsyncAPI document, made from the contract's models.

    Every frame of either direction is valid against the payload schema of the message that
    its ``type`` names.

    Example:
        >>> asyncapi_document()["asyncapi"]
        '3.0.0'
    """
    logged = (*AGENT_EVENT_TYPES, *LOG_EVENT_TYPES)
    server_types = (*logged, *REPLY_TYPES)
    schemas = _schemas([*CLIENT_TYPES, *server_types])
    messages = {_type_of_client(model): _client_message(model) for model in CLIENT_TYPES}
    for model in server_types:
        messages[model.type] = _server_message(model, logged=model in logged)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Chat is King, reference platform: chat",
            "version": "1.0.0",
            "description": f"{HOW_TO_CONNECT}\n\n{HOW_IT_ENDS}",
        },
        "defaultContentType": "application/json",
        "servers": {"local": {"host": "127.0.0.1:8000", "protocol": "ws"}},
        "channels": {
            "chat": {
                "address": "/ws",
                "messages": {name: {"$ref": _message_ref(name)} for name in messages},
            }
        },
        "operations": {
            "clientMessages": _operation("receive", map(_type_of_client, CLIENT_TYPES)),
            "serverMessages": _operation("send", (model.type for model in server_types)),
        },
        "components": {"messages": messages, "schemas": schemas},
    }


def _schemas(models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    wanted = [(model, "serialization") for model in models if model not in CLIENT_TYPES]
    wanted += [(model, "validation") for model in CLIENT_TYPES]
    _, definitions = models_json_schema(wanted, ref_template=REF)  # type: ignore[arg-type]  # literals
    schemas: dict[str, Any] = definitions["$defs"]
    return dict(sorted(schemas.items()))


def _type_of_client(model: type[BaseModel]) -> str:
    (name,) = model.model_fields["type"].annotation.__args__  # type: ignore[union-attr]  # a Literal
    return str(name)


def _client_message(model: type[BaseModel]) -> dict[str, Any]:
    name = _type_of_client(model)
    return {"name": name, "summary": _summary(model), "payload": _ref(model)}


def _server_message(model: Any, *, logged: bool) -> dict[str, Any]:
    fields = {"type": {"const": model.type}, **ENVELOPE, "payload": _ref(model)}
    required = list(fields)
    if logged:
        fields |= LOGGED
        required += list(LOGGED)
    else:
        fields["reply_to"] = {**STRING, "description": "The id of the message that it answers"}
    if model in AGENT_EVENT_TYPES:
        fields["run_id"] = STRING
        required.append("run_id")
    frame = {
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }
    return {"name": model.type, "summary": _summary(model), "payload": frame}


def _summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _operation(action: str, names: Iterable[str]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/chat"},
        "messages": [{"$ref": f"#/channels/chat/messages/{name}"} for name in names],
    }


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def _message_ref(name: str) -> str:
    return f"#/components/messages/{name}"
