"""Mails to users: what they say, and how they leave."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, localtime, make_msgid, parseaddr
from html import escape
from pathlib import Path
from typing import Protocol

import structlog

from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

log = structlog.get_logger(__name__)

SERVER_PATIENCE_S = 10


@dataclass(frozen=True)
class Letter:
    """A mail to one person: a greeting, a paragraph, one link, and a closing paragraph."""

    to: str
    name: str
    subject: str
    opening: str
    link_text: str
    link: str
    closing: str


def confirmation(to: str, name: str, link: str, hours: float) -> Letter:
    """The mail that asks a new user to confirm the address."""
    return Letter(
        to,
        name,
        "Confirm your e-mail address",
        "welcome to Chat is King. To finish signing up, confirm that this address is yours:",
        "Confirm my address",
        link,
        f"The link works once, within {hours:g} hours. If you did not sign up, ignore this mail.",
    )


def already_registered(to: str, name: str, link: str) -> Letter:
    """The mail that the owner gets when somebody signs up with a taken address."""
    return Letter(
        to,
        name,
        "You already have an account",
        "somebody, perhaps you, signed up with this address. You already have an account:",
        "Log in",
        link,
        "If it was not you, you need not do anything: your account is unchanged.",
    )


class Postman(Protocol):
    """Whatever can deliver a letter."""

    async def deliver(self, letter: Letter) -> None:
        """Deliver it.

        Raises:
            Problem: ``mail_not_sent``; the reason is in the log.
        """


@dataclass(frozen=True)
class SmtpPostman:
    """Delivers through a mail server."""

    host: str
    port: int
    sender: str

    async def deliver(self, letter: Letter) -> None:
        """Hand the letter to the mail server."""
        import aiosmtplib  # noqa: PLC0415 - not needed to start

        try:
            await aiosmtplib.send(
                written(letter, self.sender),
                hostname=self.host,
                port=self.port,
                timeout=SERVER_PATIENCE_S,
                # Without it the host name is looked up, which can take seconds.
                local_hostname="localhost",
            )
        except (aiosmtplib.SMTPException, OSError) as problem:
            log.warning("mail_not_sent", subject=letter.subject, reason=str(problem))
            raise Problem(ErrorCode.MAIL_NOT_SENT) from problem
        log.info("mail_sent", subject=letter.subject)


@dataclass(frozen=True)
class FolderPostman:
    """Writes letters into a folder, so that one can try the platform without a mail server."""

    folder: Path
    sender: str

    async def deliver(self, letter: Letter) -> None:
        """Write the letter as a file of its own, which any mail program opens."""
        message = written(letter, self.sender)
        name = message["Message-ID"].strip("<>").partition("@")[0] + ".eml"
        self.folder.mkdir(exist_ok=True)
        path = self.folder / name
        path.write_bytes(message.as_bytes())
        log.info("mail_written", subject=letter.subject, file=str(path))


def written(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a mail with a plain and an HTML part."""
    ascii_only = letter.to.isascii()
    message = EmailMessage(policy=SMTP if ascii_only else SMTPUTF8)
    sender_name, sender_address = parseaddr(sender)
    message["From"] = _header_address(sender_name, sender_address)
    message["To"] = _header_address(letter.name, letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=sender_address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer from holiday notices
    message.set_content(
        f"Dear {letter.name},\n\n{letter.opening}\n\n{letter.link}\n\n{letter.closing}\n"
    )
    link = escape(letter.link)
    message.add_alternative(
        f"<p>Dear {escape(letter.name)},</p><p>{escape(letter.opening)}</p>"
        f'<p><a href="{link}">{escape(letter.link_text)}</a></p>'
        f"<p>{escape(letter.closing)}</p>",
        subtype="html",
    )
    return message


def _header_address(name: str, address: str) -> HeaderAddress:
    # In two parts, for the standard library refuses a whole address that is not ASCII.
    user, _, domain = address.rpartition("@")
    return HeaderAddress(name, user, domain)
