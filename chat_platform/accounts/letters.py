"""What the mails about an account say."""

from __future__ import annotations

from chat_platform.accounts.mail import Letter
from chat_platform.accounts.tables import User


def _to(user: User, subject: str, opening: str, link: tuple[str, str], closing: str) -> Letter:
    return Letter(user.email, user.name, subject, opening, *link, closing)


def reset_link(user: User, link: str, lifetime: str) -> Letter:
    """The mail with which one chooses a new password."""
    return _to(
        user,
        "Choose a new password",
        "somebody, perhaps you, asked for a new password for your account. To choose one:",
        ("Choose a new password", link),
        f"The link works once, within {lifetime}. If it was not you, ignore this mail: your "
        "password stays as it is.",
    )


def password_changed(user: User, link: str) -> Letter:
    """The mail that tells the owner of a new password."""
    return _to(
        user,
        "Your password was changed",
        "the password of your account was changed, and every device was logged out. If it was "
        "not you, choose another one at once:",
        ("Choose another password", link),
        "If it was you, you need not do anything.",
    )
