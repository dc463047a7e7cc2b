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


def account_locked(user: User, link: str, lasts: str) -> Letter:
    """The mail with which the owner ends a lock."""
    return _to(
        user,
        "Your account is locked for a while",
        f"somebody entered a wrong password several times, so that your account is locked for "
        f"{lasts}. If it was you, you can unlock it now:",
        ("Unlock my account", link),
        "If it was not you, you need not do anything: nobody came in.",
    )
