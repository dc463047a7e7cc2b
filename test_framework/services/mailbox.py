"""A real mail server for the users' inboxes, on a free port of this machine."""

from __future__ import annotations

import asyncio
import re
import threading
import unicodedata
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from anyio.from_thread import BlockingPortal

from test_framework.waiting import Bell, wait_until
from test_framework.wire.tcp import LOOPBACK

LINK = re.compile(r"https?://[^\s<>\"')\]]+")


class Mailbox:
    """Takes every mail (SMTP, SMTPUTF8) and keeps it for whom it was addressed to.

    It runs in the portal's loop until it is closed.

    Attributes:
        smtp: Host and port of the mail server.

    Example:
        >>> def open_the_link(mailbox: Mailbox, address: str) -> str:
        ...     mail = mailbox.wait_for_mail(address, subject_contains="Confirm", within=5)
        ...     return links_in(mail)[0]
    """

    def __init__(self, portal: BlockingPortal) -> None:
        self._portal = portal
        self._mails: list[tuple[str, EmailMessage]] = []
        self._lock = threading.Lock()
        self._arrival = Bell()
        self._server = portal.call(self._listen)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.smtp = (str(host), int(port))

    def mails_to(self, address: str) -> tuple[EmailMessage, ...]:
        """All mails to that address so far, oldest first; letter case does not matter."""
        wanted = _comparable(address)
        with self._lock:
            return tuple(mail for recipient, mail in self._mails if recipient == wanted)

    def wait_for_mail(
        self,
        address: str,
        subject_contains: str | None = None,
        after: int = 0,
        within: float = 10.0,
    ) -> EmailMessage:
        """The first mail to that address that fits.

        Args:
            address: The recipient.
            subject_contains: A part of the subject, if that matters.
            after: How many mails to this address to pass over, because they were there before.
            within: Seconds, times the patience.

        Raises:
            NotInTime: when none came; the message lists the subjects that did.
        """

        def fitting() -> EmailMessage | None:
            later = self.mails_to(address)[after:]
            return next((m for m in later if (subject_contains or "") in _subject(m)), None)

        def what_came() -> str:
            subjects = [_subject(mail) for mail in self.mails_to(address)]
            return f"{len(subjects)} mails to that address {subjects} and {len(self._mails)} in all"

        about = f" about {subject_contains!r}" if subject_contains else ""
        more = f" after the first {after}" if after else ""
        return wait_until(
            fitting,
            awaiting=f"a mail to {address}{about}{more}",
            within=within,
            look=what_came,
            pump=self._arrival.pump(),
        )

    def close(self) -> None:
        """Take no more mail. What came stays readable. Idempotent."""
        self._portal.call(self._server.close)

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls the hook by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail (called by aiosmtpd, in the portal's loop)."""
        content = cast("bytes", envelope.original_content)
        # SMTPUTF8 is a modern policy, and with one the parser makes EmailMessages.
        mail = message_from_bytes(content, policy=SMTPUTF8)
        with self._lock:
            self._mails += [(_comparable(str(to)), mail) for to in envelope.rcpt_tos]
        self._arrival.ring()
        return "250 Message accepted for delivery"

    async def _listen(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()

        def protocol() -> SMTP:
            return SMTP(self, hostname="mail.suite.test", enable_SMTPUTF8=True, loop=loop)

        return await loop.create_server(protocol, LOOPBACK, 0)


def links_in(mail: EmailMessage) -> list[str]:
    """The web addresses in the plain text of a mail, in order, without repeats."""
    return list(dict.fromkeys(link.rstrip(".,;") for link in LINK.findall(text_of(mail))))


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail; its HTML when it has no plain text."""
    body = mail.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""


def _comparable(address: str) -> str:
    return unicodedata.normalize("NFC", address).casefold()


def _subject(mail: EmailMessage) -> str:
    return str(mail.get("Subject", ""))
