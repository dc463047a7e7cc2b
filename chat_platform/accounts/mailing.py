"""What it takes to mail people a link."""

from __future__ import annotations

from dataclasses import dataclass

from chat_platform.accounts.errands import Errands
from chat_platform.accounts.mail import Letter, Postman
from chat_platform.accounts.mail_limits import MailLimits


@dataclass(frozen=True)
class Mailing:
    """The postman, and what holds him back.

    Attributes:
        url: Where users reach the platform; links in mails begin with it.
    """

    postman: Postman
    errands: Errands
    limits: MailLimits
    url: str

    def link(self, page: str, token: str) -> str:
        """The link to a page, with a token that no server and no log ever sees."""
        return f"{self.url}/{page}#token={token}"

    def send_later(self, letter: Letter, name: str) -> None:
        """Deliver a letter for which nobody waits; a failure goes to the log, under this name."""
        self.errands.run(self.postman.deliver(letter), name)
