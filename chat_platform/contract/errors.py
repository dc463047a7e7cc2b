"""Every error a user can meet: a stable code, a plain sentence, and what to do next."""

from dataclasses import dataclass
from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable error codes. A code is never renamed and never reused."""

    INVALID_JSON = "invalid_json"
    NOT_TEXT = "not_text"
    UNKNOWN_TYPE = "unknown_type"
    MISSING_FIELD = "missing_field"
    WRONG_FIELD_TYPE = "wrong_field_type"
    MESSAGE_TOO_LARGE = "message_too_large"
    EMPTY_MESSAGE = "empty_message"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    THREAD_NOT_FOUND = "thread_not_found"
    RUN_NOT_FOUND = "run_not_found"
    MESSAGE_NOT_FOUND = "message_not_found"
    RUN_IN_PROGRESS = "run_in_progress"
    ATTACHMENT_NOT_FOUND = "attachment_not_found"
    ATTACHMENT_REJECTED = "attachment_rejected"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"
    THREAD_ARCHIVED = "thread_archived"
    DUPLICATE_MESSAGE_ID = "duplicate_message_id"
    SERVER_DRAINING = "server_draining"
    TOO_MANY_CONNECTIONS = "too_many_connections"
    INTERNAL = "internal"
    # Of runs, in their last event:
    AGENT_UNAVAILABLE = "agent_unavailable"
    TOOL_FAILED = "tool_failed"
    TIMEOUT = "timeout"
    # Of accounts, over HTTP:
    INVALID_EMAIL = "invalid_email"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - a code, no password
    WRONG_CREDENTIALS = "wrong_credentials"
    EMAIL_UNVERIFIED = "email_unverified"
    LINK_INVALID = "link_invalid"
    LINK_EXPIRED = "link_expired"
    LINK_USED = "link_used"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a code, no token
    SESSION_NOT_FOUND = "session_not_found"
    ACCOUNT_LOCKED = "account_locked"
    SECOND_FACTOR_NEEDED = "second_factor_needed"
    SECOND_FACTOR_ON = "second_factor_on"
    WRONG_CODE = "wrong_code"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code, no password
    LOG_IN_AGAIN = "log_in_again"
    RATE_LIMITED = "rate_limited"
    MAIL_NOT_SENT = "mail_not_sent"
    STORAGE_UNAVAILABLE = "storage_unavailable"
    # Of coming in through a provider:
    PROVIDER_UNKNOWN = "provider_unknown"
    PROVIDER_DENIED = "provider_denied"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    PROVIDER_UNTRUSTED = "provider_untrusted"
    PROVIDER_EMAIL_UNVERIFIED = "provider_email_unverified"
    FLOW_EXPIRED = "flow_expired"
    ACCOUNT_EXISTS = "account_exists"
    LINKED_ELSEWHERE = "linked_elsewhere"
    PROVIDER_NOT_ENOUGH = "provider_not_enough"
    # Of plans and roles:
    PLAN_LIMIT_REACHED = "plan_limit_reached"
    USER_NOT_FOUND = "user_not_found"
    LAST_ADMIN = "last_admin"
    SECOND_FACTOR_REQUIRED = "second_factor_required"
    IDENTITY_NOT_FOUND = "identity_not_found"
    LAST_WAY_IN = "last_way_in"


@dataclass(frozen=True)
class ErrorText:
    """What a user reads about an error."""

    message: str
    what_next: str


ERROR_TEXTS: dict[ErrorCode, ErrorText] = {
    ErrorCode.INVALID_JSON: ErrorText(
        "That message could not be read: it is not valid JSON.",
        "Send one JSON object a frame, as the API document shows.",
    ),
    ErrorCode.NOT_TEXT: ErrorText(
        "That message was binary; this service reads text only.",
        "Send the message as a UTF-8 text frame.",
    ),
    ErrorCode.UNKNOWN_TYPE: ErrorText(
        "That kind of message is not known here.",
        "Use one of the types listed in the API document.",
    ),
    ErrorCode.MISSING_FIELD: ErrorText(
        "That message lacks a field it must have.",
        "Add the named field and send the message again.",
    ),
    ErrorCode.WRONG_FIELD_TYPE: ErrorText(
        "A field of that message has a value it cannot have.",
        "Correct the named field and send the message again.",
    ),
    ErrorCode.MESSAGE_TOO_LARGE: ErrorText(
        "That message is too long.",
        "Shorten it, or send it in several parts.",
    ),
    ErrorCode.EMPTY_MESSAGE: ErrorText(
        "There is nothing in that message.",
        "Write a question and send it again.",
    ),
    ErrorCode.UNAUTHENTICATED: ErrorText(
        "You are not logged in.",
        "Log in and try again.",
    ),
    ErrorCode.TOKEN_EXPIRED: ErrorText(
        "Your log-in has run out.",
        "Log in again to go on.",
    ),
    ErrorCode.FORBIDDEN: ErrorText(
        "You may not do that.",
        "Ask the owner of this account for access.",
    ),
    ErrorCode.THREAD_NOT_FOUND: ErrorText(
        "There is no such thread in your account.",
        "Open one of your own threads, or begin a new one.",
    ),
    ErrorCode.RUN_NOT_FOUND: ErrorText(
        "There is no such run in this thread.",
        "Name a run by the run_id that its events carry.",
    ),
    ErrorCode.MESSAGE_NOT_FOUND: ErrorText(
        "There is no such message in this conversation.",
        "Load the conversation again: it may have been deleted.",
    ),
    ErrorCode.RUN_IN_PROGRESS: ErrorText(
        "The agents are still at work on that question.",
        "Wait for the answer, or stop it first.",
    ),
    ErrorCode.ATTACHMENT_NOT_FOUND: ErrorText(
        "There is no such file of yours.",
        "Attach it again.",
    ),
    ErrorCode.ATTACHMENT_REJECTED: ErrorText(
        "That file is not of a kind that is taken here, or not what its name says.",
        "Attach a PNG or JPEG picture, a CSV table or a plain text.",
    ),
    ErrorCode.ATTACHMENT_TOO_LARGE: ErrorText(
        "That file is too large.",
        "Attach a smaller one.",
    ),
    ErrorCode.THREAD_ARCHIVED: ErrorText(
        "This conversation is in the archive.",
        "Restore it to go on with it.",
    ),
    ErrorCode.DUPLICATE_MESSAGE_ID: ErrorText(
        "Another message of yours had that id already.",
        "Send the message again under an id of its own.",
    ),
    ErrorCode.SERVER_DRAINING: ErrorText(
        "This server is about to restart.",
        "Reconnect; nothing you sent is lost.",
    ),
    ErrorCode.TOO_MANY_CONNECTIONS: ErrorText(
        "The chat is open in too many places at once.",
        "Close it in other tabs or on other devices, then try again.",
    ),
    ErrorCode.INTERNAL: ErrorText(
        "Something went wrong on our side.",
        "Try again; if it happens again, tell support the reference.",
    ),
    ErrorCode.AGENT_UNAVAILABLE: ErrorText(
        "Something that the agents need does not work just now.",
        "Try again in a minute.",
    ),
    ErrorCode.TOOL_FAILED: ErrorText(
        "A tool that the answer needs could not do its work.",
        "Try again in a minute, or ask for less.",
    ),
    ErrorCode.TIMEOUT: ErrorText(
        "The answer took too long.",
        "Try again, or ask a simpler question.",
    ),
    ErrorCode.INVALID_EMAIL: ErrorText(
        "That is not an e-mail address we can write to.",
        "Check the address for typing errors.",
    ),
    ErrorCode.WEAK_PASSWORD: ErrorText(
        "That password is too easy to guess.",
        "Use at least 12 characters that are not a common password or your own name.",
    ),
    ErrorCode.WRONG_CREDENTIALS: ErrorText(
        "E-mail address or password is wrong.",
        "Check both and try again.",
    ),
    ErrorCode.EMAIL_UNVERIFIED: ErrorText(
        "Your e-mail address is not confirmed yet.",
        "Open the link in the mail we sent you, or have it sent again.",
    ),
    ErrorCode.LINK_INVALID: ErrorText(
        "This link is not valid.",
        "Open the link exactly as it stands in the mail, or ask for a new one.",
    ),
    ErrorCode.LINK_EXPIRED: ErrorText(
        "This link has expired.",
        "Ask for a new one; only the newest counts.",
    ),
    ErrorCode.LINK_USED: ErrorText(
        "This link was used already.",
        "A link works once: log in, or ask for a new one.",
    ),
    ErrorCode.SESSION_NOT_FOUND: ErrorText(
        "You are not logged in on that device.",
        "Load the list of your devices again.",
    ),
    ErrorCode.ACCOUNT_LOCKED: ErrorText(
        "Too many wrong passwords: this address is locked for a while.",
        "Wait some minutes, or open the link in the mail that we sent to the address.",
    ),
    ErrorCode.SECOND_FACTOR_NEEDED: ErrorText(
        "This account asks for a code, too.",
        "Enter the code that your authenticator app shows, or a backup code.",
    ),
    ErrorCode.SECOND_FACTOR_ON: ErrorText(
        "The second factor is switched on already.",
        "Switch it off first to set up another app.",
    ),
    ErrorCode.WRONG_CODE: ErrorText(
        "That code is wrong, or was used already.",
        "Wait for the next code of your app, or use a backup code.",
    ),
    ErrorCode.WRONG_PASSWORD: ErrorText(
        "That password is wrong.",
        "Enter the password with which you log in.",
    ),
    ErrorCode.LOG_IN_AGAIN: ErrorText(
        "You logged in some time ago: this needs a fresh log-in.",
        "Log out, log in again, and come back at once.",
    ),
    ErrorCode.RATE_LIMITED: ErrorText(
        "That was asked for too often.",
        "Wait a while and try again.",
    ),
    ErrorCode.STORAGE_UNAVAILABLE: ErrorText(
        "We can store nothing just now, so this was not taken.",
        "Try again in a moment.",
    ),
    ErrorCode.MAIL_NOT_SENT: ErrorText(
        "We could not send you a mail just now.",
        "Try again in a few minutes.",
    ),
    ErrorCode.PROVIDER_UNKNOWN: ErrorText(
        "One cannot come in through that provider here.",
        "Use one of the ways on the log-in page.",
    ),
    ErrorCode.PROVIDER_DENIED: ErrorText(
        "You did not allow us to know who you are.",
        "Try again and allow it, or come in another way.",
    ),
    ErrorCode.PROVIDER_UNREACHABLE: ErrorText(
        "The provider does not answer just now.",
        "Try again in a few minutes, or come in another way.",
    ),
    ErrorCode.PROVIDER_UNTRUSTED: ErrorText(
        "The answer of the provider could not be trusted.",
        "Try again; if it happens again, come in another way and tell support.",
    ),
    ErrorCode.PROVIDER_EMAIL_UNVERIFIED: ErrorText(
        "The provider does not vouch for your e-mail address.",
        "Confirm the address there and try again, or sign up with it here.",
    ),
    ErrorCode.FLOW_EXPIRED: ErrorText(
        "This log-in took too long, or began in another browser.",
        "Begin it again from this page.",
    ),
    ErrorCode.ACCOUNT_EXISTS: ErrorText(
        "There is an account with your e-mail address already.",
        "Log in to it as you did before: then the provider is linked to it.",
    ),
    ErrorCode.PROVIDER_NOT_ENOUGH: ErrorText(
        "This account asks for a code, too.",
        "Log in with your password or by a mailed link, and with the code that your app shows.",
    ),
    ErrorCode.PLAN_LIMIT_REACHED: ErrorText(
        "Your plan does not include that.",
        "Ask an administrator for another plan if you need more.",
    ),
    ErrorCode.USER_NOT_FOUND: ErrorText(
        "There is no such person.",
        "Load the list of people again.",
    ),
    ErrorCode.LAST_ADMIN: ErrorText(
        "Nobody else could administer this platform then.",
        "Make somebody else an administrator first.",
    ),
    ErrorCode.SECOND_FACTOR_REQUIRED: ErrorText(
        "Changing things for others takes a second factor.",
        "Set one up on your account page, then try again.",
    ),
    ErrorCode.IDENTITY_NOT_FOUND: ErrorText(
        "That provider is not linked to your account.",
        "Load the page of your account again.",
    ),
    ErrorCode.LAST_WAY_IN: ErrorText(
        "That is the only way into your account.",
        "Choose a password or link another provider first.",
    ),
    ErrorCode.LINKED_ELSEWHERE: ErrorText(
        "That person of the provider is linked to another account.",
        "Log in through the provider to use that account.",
    ),
}
