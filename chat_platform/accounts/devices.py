"""Where a person is logged in, and how to end that from afar."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import orm, select

from chat_platform.accounts.sessions import Caller, Sessions, begun_at, end_sessions
from chat_platform.accounts.tables import Device, Session
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

UNKNOWN = "Unknown device"

# In this order: most browsers also claim to be the ones further down.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|HeadlessChrome/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True)
class DeviceSeen:
    """A device on which a person is logged in.

    Attributes:
        session_id: Names it, for logging it out.
        name: In words: "Firefox on Windows".
        last_used_at: When it last renewed its log-in, which an open page does every few minutes.
        current: True for the device that asks.
    """

    session_id: str
    name: str
    logged_in_at: datetime
    last_used_at: datetime
    current: bool


@dataclass(frozen=True)
class Devices:
    """Lists and ends the sessions of one user."""

    sessions: Sessions

    async def of(self, caller: Caller) -> Sequence[DeviceSeen]:
        """Where the caller is logged in, what was used last first."""
        query = (
            select(Session, Device.user_agent)
            .join(Device, Device.session_id == Session.id, isouter=True)
            .where(Session.user_id == caller.user.id, *self.sessions.alive_at(datetime.now(UTC)))
            .order_by(Session.rotated_at.desc())
        )
        async with self.sessions.database.read() as session:
            rows = (await session.execute(query)).all()
        return [
            DeviceSeen(
                row.id,
                name_of(user_agent or ""),
                begun_at(row.id),
                row.rotated_at,
                row.id == caller.session_id,
            )
            for row, user_agent in rows
        ]

    async def log_out(self, caller: Caller, session_id: str) -> None:
        """End one of the caller's sessions and close its sockets.

        Raises:
            Problem: ``session_not_found``, also for sessions of others.
        """

        def end(session: orm.Session) -> list[str]:
            now = datetime.now(UTC)
            return end_sessions(session, caller.user.id, now, Session.id == session_id)

        if not await self._end(end):
            raise Problem(ErrorCode.SESSION_NOT_FOUND)

    async def log_out_others(self, caller: Caller) -> None:
        """End all sessions of the caller's user but the caller's own."""

        def end(session: orm.Session) -> list[str]:
            now = datetime.now(UTC)
            return end_sessions(session, caller.user.id, now, Session.id != caller.session_id)

        await self._end(end)

    async def _end(self, job: Callable[[orm.Session], list[str]]) -> list[str]:
        ended = await self.sessions.database.writer.run(job)
        self.sessions.tell_revoked(ended)
        return ended


def name_of(user_agent: str) -> str:
    """What people call the device that says this of itself (RFC 9110, 10.1.5).

    Example:
        >>> name_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        'Firefox on Linux'
    """
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or UNKNOWN


def _first(names: Sequence[tuple[str, str]], user_agent: str) -> str | None:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), None)
