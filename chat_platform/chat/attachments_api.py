"""Files over HTTP: up from their owner, and back to nobody else."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from chat_platform.accounts.api import CurrentCaller
from chat_platform.chat.api import Room
from chat_platform.chat.store import Refused
from chat_platform.contract.attachments import MediaType
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem, ProblemBody

router = APIRouter(tags=["attachments"], responses={"4XX": {"model": ProblemBody}})

BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Upload(BaseModel):
    """A file that can be put into a thread by ``attachment.add``, within an hour."""

    upload_id: str
    name: str
    media_type: MediaType
    size: int


@router.post("/api/attachments", status_code=201, openapi_extra=BODY)
async def upload(
    request: Request,
    caller: CurrentCaller,
    room: Room,
    name: Annotated[str, Query(min_length=1, max_length=500)],
) -> Upload:
    """Take a file: PNG, JPEG, CSV or text, by its content, as the body of the request."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > room.attachments.limit:  # whatever else comes need not be read
            raise Problem(ErrorCode.ATTACHMENT_TOO_LARGE)
    try:
        kept = await room.attachments.upload(caller.user.id, name, bytes(content))
    except Refused as refusal:
        raise Problem(refusal.code, refusal.field) from refusal
    return Upload(upload_id=kept.attachment_id, **kept.model_dump(exclude={"attachment_id"}))


@router.get("/api/attachments/{attachment_id}", response_class=Response)
async def download(attachment_id: str, caller: CurrentCaller, room: Room) -> Response:
    """A file of one's own, to be saved: no browser shows it in the platform's name."""
    try:
        attachment, content = await room.attachments.content(caller.user.id, attachment_id)
    except Refused as refusal:
        raise Problem(refusal.code, refusal.field) from refusal
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=attachment.media_type, headers=headers)
