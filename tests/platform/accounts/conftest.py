"""People of the accounts room, without a server: mails are files."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal
from platform_kit.running import Running

from chat_platform.accounts.api import Accounts

NAME, EMAIL, PASSWORD = "Ada Lovelace", "ada@engine.example", "a lamp above the harbour"


def newest_mail(folder: Path) -> EmailMessage:
    newest = max((folder / "mails").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    return message_from_bytes(newest.read_bytes(), policy=SMTP)


def newest_token(folder: Path) -> str:
    text = newest_mail(folder).get_body(("plain",)).get_content()
    return re.search(r"#token=(\S+)", text)[1]


def pretend_to_come_from_a_provider(running: Running, user_id: str) -> None:
    """Store an identity and one that waits, as a provider's answer would."""
    told = ("https://idp.example", user_id, user_id, "2026-09-14 10:15:00.000000")
    with closing(sqlite3.connect(running.folder / "data" / "chat.db")) as database, database:
        identity = "INSERT INTO identities (issuer, subject, user_id, linked_at) VALUES (?,?,?,?)"
        database.execute(identity, told)
        database.execute("INSERT INTO pending_links VALUES (?, ?, ?, ?, ?)", (user_id, *told))


def pretend_to_have_been_promoted(running: Running, user_id: str, session_id: str) -> None:
    """Store a role, its trace, and a way to a provider that was begun, as the pages would."""
    moment = "2026-09-14 10:15:00.000000"
    with closing(sqlite3.connect(running.folder / "data" / "chat.db")) as database, database:
        (email,) = database.execute("SELECT email FROM users WHERE id = ?", (user_id,)).fetchone()
        database.execute("INSERT INTO standings VALUES (?, 'support', NULL)", (user_id,))
        trace = (user_id.upper(), moment, "the operator", email, "role: member → support")
        database.execute("INSERT INTO audit_entries VALUES (?, ?, ?, ?, ?)", trace)
        database.execute("PRAGMA foreign_keys = OFF")
        linking = "INSERT INTO oauth_linking_flows (state_hash, session_id) VALUES (?, ?)"
        database.execute(linking, (session_id[::-1], session_id))


@pytest.fixture
def arrive(portal: BlockingPortal, tmp_path: Path) -> Callable[[Accounts], None]:
    """Signs up and confirms in the given room."""

    def do(accounts: Accounts) -> None:
        portal.call(accounts.registrations.sign_up, NAME, EMAIL, PASSWORD)
        portal.call(accounts.registrations.confirm, newest_token(tmp_path))

    return do
