"""Every message of the wire, by direction: what the router reads and the documents tell."""

from typing import Annotated

from pydantic import Field

from chat_platform.contract import attachments, message_changes, personal, threads
from chat_platform.contract import client_messages as client
from chat_platform.contract import server_messages as server

ClientMessage = Annotated[
    client.MessageSend
    | message_changes.MessageEdit
    | message_changes.MessageDelete
    | message_changes.MessageRetry
    | message_changes.MessageFeedback
    | client.ThreadCreate
    | client.ThreadListRequest
    | client.ThreadOpen
    | threads.ThreadRename
    | threads.ThreadArchive
    | threads.ThreadRestore
    | threads.ThreadDelete
    | threads.ThreadSearch
    | attachments.AttachmentAdd
    | client.HistoryGet
    | client.Resume
    | client.RunCancel
    | client.RunStatusRequest
    | client.AgentListRequest
    | personal.UsageGet
    | personal.Ack
    | personal.Typing
    | personal.PreferencesSet
    | client.Ping,
    Field(discriminator="type"),
]

LOG_EVENT_TYPES = (
    server.ThreadCreated,
    server.ThreadRenamed,
    threads.ThreadArchived,
    threads.ThreadRestored,
    threads.ThreadDeleted,
    server.MessageCreated,
    server.MessageDelta,
    message_changes.MessageEdited,
    message_changes.MessagesDeleted,
    message_changes.MessageRated,
    message_changes.EventErased,
    attachments.AttachmentAdded,
)
REPLY_TYPES = (
    server.MessageAccepted,
    message_changes.MessageChanged,
    message_changes.MessagesRemoved,
    attachments.AttachmentAccepted,
    server.ThreadOpened,
    server.ThreadList,
    threads.ThreadChanged,
    threads.ThreadRemoved,
    threads.ThreadsFound,
    server.History,
    server.Resumed,
    server.RunStatus,
    server.AgentList,
    personal.UsageTotals,
    personal.UsageUpdated,
    personal.ThreadRead,
    personal.TypingNoted,
    personal.Preferences,
    server.Pong,
    server.Error,
    server.ServerDraining,
    server.PlanChanged,
)
