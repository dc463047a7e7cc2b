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


def log_in_link(user: User, link: str, lifetime: str) -> Letter:
    """The mail with which one comes in without a password."""
    return _to(
        user,
        "Your link to log in",
        "somebody, perhaps you, asked for a link to log in to your account. To come in:",
        ("Log in", link),
        f"The link works once, within {lifetime}. Give it to nobody. If it was not you, ignore "
        "this mail.",
    )


def new_address(name: str, to: str, link: str, lifetime: str) -> Letter:
    """The mail to an address that an account is to get."""
    return Letter(
        to,
        name,
        "Confirm your new address",
        "you asked for this to be the address of your account. To confirm that it is yours:",
        "Use this address",
        link,
        f"The link works once, within {lifetime}. Until then nothing changes. If it was not you, "
        "ignore this mail.",
    )


def address_has_account(owner: User, link: str) -> Letter:
    """The mail that the owner gets when somebody wants a taken address for another account."""
    return _to(
        owner,
        "You already have an account",
        "somebody, perhaps you, wanted another account to have this address. It belongs to an "
        "account already, which is yours:",
        ("Log in", link),
        "If it was not you, you need not do anything: your account is unchanged.",
    )


def address_changed(name: str, to: str, link: str, lifetime: str) -> Letter:
    """The mail to the address that an account had, with the way back to it."""
    return Letter(
        to,
        name,
        "The address of your account was changed",
        "your account has another address now, and mails go there. If it was not you who changed "
        "it, take your account back:",
        "Put my address back",
        link,
        f"This works within {lifetime}. It logs every device out, and you choose a new password. "
        "If it was you, you need not do anything.",
    )


def leaving_link(user: User, link: str, lifetime: str) -> Letter:
    """The mail with which somebody without a password deletes the account."""
    return _to(
        user,
        "Delete your account",
        "somebody, perhaps you, asked for your account to be deleted, with all conversations. To "
        "delete it for good:",
        ("Delete my account", link),
        f"The link works once, within {lifetime}. If it was not you, ignore this mail: nothing "
        "is deleted.",
    )


def farewell(user: User, link: str) -> Letter:
    """The last mail that somebody gets."""
    return _to(
        user,
        "Your account is deleted",
        "your account is deleted, with all your conversations, as you wished. We keep nothing of "
        "them. If you ever want to come back:",
        ("Sign up", link),
        "Thank you for having been here.",
    )
