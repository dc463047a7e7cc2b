"""Files that users put into threads: the client's message, and what the server says of it.

The content goes over HTTP: ``POST /api/attachments`` takes it and gives an ``upload_id``;
``attachment.add`` puts it into a thread; ``GET /api/attachments/ID`` gives it back to its owner.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chat_platform.contract.base import ClientId, WireModel
from chat_platform.contract.events import NonEmpty

MediaType = Literal["image/png", "image/jpeg", "text/csv", "text/plain"]


class WhichUpload(WireModel):
    """What was uploaded before."""

    upload_id: Annotated[str, Field(min_length=1)]


class AttachmentAdd(WireModel):
    """Put an uploaded file into a thread; answered by ``attachment_accepted``."""

    type: Literal["attachment.add"]
    id: ClientId
    thread_id: str
    payload: WhichUpload


class Attachment(WireModel):
    """A file in a thread."""

    attachment_id: NonEmpty
    name: NonEmpty
    media_type: MediaType = Field(description="By its content, whatever its name says")
    size: Annotated[int, Field(ge=1)] = Field(description="Bytes")
    created_at: datetime


class AttachmentAdded(WireModel):
    """Log event: a file was put into the thread."""

    type: ClassVar[str] = "attachment_added"
    attachment: Attachment


class AttachmentAccepted(WireModel):
    """Reply: the file is in the thread, for good."""

    type: ClassVar[str] = "attachment_accepted"
    attachment: Attachment
