"""Access tokens: what of them counts, and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat_platform.accounts.tokens import LONGEST, Access, AccessTokens
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

from .conftest import EMAIL, PASSWORD

KEY = "a key that signs for this test and no other"


def tokens(key: str = KEY) -> AccessTokens:
    return AccessTokens(key, timedelta(minutes=15))


def test_what_was_issued_is_read_again():
    access = Access("ada", "session")
    assert tokens().read(tokens().issue(access)) == access


def test_an_overlong_token_is_not_even_decoded():
    token = tokens().issue(Access("ada" * LONGEST, "session"))
    with pytest.raises(Problem) as refused:
        tokens().read(token)
    assert refused.value.code == ErrorCode.UNAUTHENTICATED
    assert refused.value.__cause__ is None


def test_a_token_with_one_name_and_the_session_of_another_is_nobodys(portal, build, arrive):
    accounts = build()
    arrive(accounts)
    sessions = accounts.sessions
    mine = sessions.tokens.read(portal.call(sessions.log_in, EMAIL, PASSWORD).access_token)
    assert portal.call(sessions.caller, sessions.tokens.issue(mine)).session_id == mine.session_id
    mixed = sessions.tokens.issue(Access("somebody-else", mine.session_id))
    with pytest.raises(Problem) as refused:
        portal.call(sessions.caller, mixed)
    assert refused.value.code == ErrorCode.UNAUTHENTICATED
