"""E-mail addresses: what is valid, and when two are the same."""

from __future__ import annotations

from dataclasses import dataclass

import email_validator

from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

# Reserved names (RFC 6761) are what intranets and try-outs use: mail to them is the
# business of the mail server, not ours. The library documents this way to allow them.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()

LONGEST = 320


@dataclass(frozen=True)
class Address:
    """An e-mail address.

    Attributes:
        typed: As the person typed it; mails go there.
        key: Equal for two spellings of one address.
        local_part: What stands before the @.
    """

    typed: str
    key: str
    local_part: str


def read_address(text: str) -> Address:
    """The address in what a person typed.

    Raises:
        Problem: ``invalid_email``.

    Example:
        >>> read_address("Ada.Lovelace+chat@Engine.Example").key
        'ada.lovelace+chat@engine.example'
    """
    typed = text.strip()
    try:
        if len(typed) > LONGEST:
            raise Problem(ErrorCode.INVALID_EMAIL, field="email")
        valid = email_validator.validate_email(typed, check_deliverability=False)
    except email_validator.EmailNotValidError as problem:
        raise Problem(ErrorCode.INVALID_EMAIL, field="email") from problem
    return Address(typed, valid.normalized.casefold(), valid.local_part)
