import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.services.mailbox import Mailbox, links_in
from test_framework.waiting import NotInTime


@pytest.fixture
def inbox(own_portal: BlockingPortal) -> Iterator[Mailbox]:
    mailbox = Mailbox(own_portal)
    yield mailbox
    mailbox.close()


def send(mailbox: Mailbox, to: str, subject: str = "Hello", text: str = "Hello.\n") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "chat@suite.example", to, subject
    mail.set_content(text)
    with smtplib.SMTP(*mailbox.smtp, timeout=5) as smtp:
        smtp.send_message(mail)


def test_a_mail_arrives_for_its_recipient_alone(inbox: Mailbox) -> None:
    send(inbox, "ada@journeys.example", "Confirm your address", "Grüße,\nAda\n")
    mail = inbox.wait_for_mail("ada@journeys.example", within=5)
    assert mail["Subject"] == "Confirm your address"
    assert mail.get_content().splitlines() == ["Grüße,", "Ada"]
    assert inbox.mails_to("alan@journeys.example") == ()


def test_letter_case_of_the_address_does_not_matter(inbox: Mailbox) -> None:
    send(inbox, "Ada@Journeys.Example")
    assert len(inbox.mails_to("ada@journeys.example")) == 1


def test_an_address_beyond_ascii_gets_its_mail(inbox: Mailbox) -> None:
    send(inbox, "jürgen@journeys.example")
    assert inbox.wait_for_mail("jürgen@journeys.example", within=5)


def test_waiting_picks_by_subject_and_passes_over_earlier_ones(inbox: Mailbox) -> None:
    send(inbox, "ada@a.example", "Confirm one")
    send(inbox, "ada@a.example", "News")
    later = threading.Timer(0.1, send, (inbox, "ada@a.example", "Confirm two"))
    later.start()
    mail = inbox.wait_for_mail("ada@a.example", "Confirm", after=1, within=5)
    assert mail["Subject"] == "Confirm two"
    later.join()


def test_a_mail_that_does_not_come_is_an_error_that_lists_what_did(inbox: Mailbox) -> None:
    send(inbox, "ada@a.example", "News")
    with pytest.raises(NotInTime) as caught:
        inbox.wait_for_mail("ada@a.example", "Confirm", within=0.1)
    assert "a mail to ada@a.example about 'Confirm'" in str(caught.value)
    assert "1 mails to that address ['News'] and 1 in all" in str(caught.value)


def test_the_links_of_a_mail_in_order_and_once(inbox: Mailbox) -> None:
    text = "Open http://127.0.0.1:1/verify#token=a.b-c. Or\n<https://x.example/>, or http://127.0.0.1:1/verify#token=a.b-c\n"
    send(inbox, "ada@a.example", text=text)
    mail = inbox.wait_for_mail("ada@a.example", within=5)
    assert links_in(mail) == ["http://127.0.0.1:1/verify#token=a.b-c", "https://x.example/"]


def test_two_mailboxes_share_nothing(own_portal: BlockingPortal, inbox: Mailbox) -> None:
    other = Mailbox(own_portal)
    send(other, "ada@a.example")
    assert inbox.mails_to("ada@a.example") == ()
    assert other.smtp != inbox.smtp
    other.close()
    with pytest.raises(ConnectionRefusedError):
        send(other, "ada@a.example")
