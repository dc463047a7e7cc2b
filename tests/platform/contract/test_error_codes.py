"""Error codes are a promise to clients: what was published once is never taken back."""

from __future__ import annotations

from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode

# Codes are only ever added here.
PUBLISHED = [
    "account_exists",
    "account_locked",
    "duplicate_message_id",
    "email_unverified",
    "empty_message",
    "flow_expired",
    "forbidden",
    "internal",
    "invalid_email",
    "invalid_json",
    "link_expired",
    "link_invalid",
    "link_used",
    "linked_elsewhere",
    "mail_not_sent",
    "storage_unavailable",
    "message_not_found",
    "message_too_large",
    "missing_field",
    "not_text",
    "provider_denied",
    "provider_email_unverified",
    "provider_not_enough",
    "provider_unknown",
    "provider_unreachable",
    "provider_untrusted",
    "rate_limited",
    "run_in_progress",
    "run_not_found",
    "second_factor_needed",
    "second_factor_on",
    "server_draining",
    "session_not_found",
    "thread_archived",
    "thread_not_found",
    "token_expired",
    "unauthenticated",
    "unknown_type",
    "weak_password",
    "wrong_code",
    "wrong_credentials",
    "wrong_field_type",
    "wrong_password",
]


def test_no_published_code_is_gone():
    assert set(PUBLISHED) - set(ErrorCode) == set()


def test_every_code_says_what_is_wrong_and_what_to_do_without_internals():
    assert set(ERROR_TEXTS) == set(ErrorCode)
    for code, told in ERROR_TEXTS.items():
        for sentence in (told.message, told.what_next):
            assert sentence.endswith("."), code
    assert len({told.message for told in ERROR_TEXTS.values()}) >= 21
