"""Getting an account over HTTP, for those of the suite who are nobody's user."""

from __future__ import annotations

from targets.reference.api import Api
from test_framework.services.mailbox import Mailbox, links_in

CONFIRM = "Confirm"


def come_in(api: Api, mailbox: Mailbox, name: str, email: str, password: str) -> None:
    """Sign up, follow the link of the mail, and log in.

    Raises:
        Refused: when the platform says no.
        NotInTime: when no mail came.
    """
    mails_before = len(mailbox.mails_to(email))
    api.sign_up(name, email, password)
    api.confirm(links_in(mailbox.wait_for_mail(email, CONFIRM, after=mails_before))[0])
    api.log_in(email, password)
