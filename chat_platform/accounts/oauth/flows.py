"""The way to a provider and back: what the platform must remember meanwhile.

It is kept in the database and not, as Authlib's integrations do, in a cookie: only so can a state
be used once (RFC 9700, 2.1), also after a restart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from chat_platform.accounts.oauth.tables import Flow, LinkingFlow, PostedAnswer
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.writer import Writer

HOME = "/chat"
LONGEST_PATH = 500


@dataclass(frozen=True)
class Departure:
    """What goes with the browser: state and nonce in the address, the verifier not at all."""

    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True)
class Return:
    """Somebody is back.

    Attributes:
        linking: The log-in that set out to link the provider; None where one wants to come in.
        posted: What the provider let the browser post; empty where it answers in the address.
    """

    flow: Flow
    linking: str | None
    posted: str


@dataclass(frozen=True)
class Flows:
    """Remembers who left for which provider.

    Attributes:
        lifetime: How long one may take to come back.
    """

    writer: Writer
    lifetime: timedelta

    async def depart(
        self, provider: str, browser: str, next_path: str, linking: str | None = None
    ) -> Departure:
        """Remember a departure.

        Args:
            provider: Where to.
            browser: The secret in the browser's cookie.
            next_path: Where to go at the end; must be one's own path.
            linking: The log-in that wants the provider linked to its account.
        """
        departure = Departure(new_secret(), new_secret(), new_secret())
        now = datetime.now(UTC)
        row = {
            "state_hash": hashed(departure.state),
            "browser_hash": hashed(browser),
            "provider": provider,
            "nonce": departure.nonce,
            "code_verifier": departure.code_verifier,
            "next_path": next_path,
            "expires_at": now + self.lifetime,
        }

        def remember(session: Session) -> None:
            session.execute(delete(Flow).where(Flow.expires_at <= now))
            session.execute(insert(Flow).values(row))
            if linking is not None:
                kept = {"state_hash": row["state_hash"], "session_id": linking}
                session.execute(insert(LinkingFlow).values(kept))

        await self.writer.run(remember)
        return departure

    async def keep_answer(self, provider: str, state: str, answer: str) -> None:
        """Keep what was posted for a departure, the newest only; nothing where there is none.

        So nobody fills the storage who did not set out, and never with more than one answer.
        """
        key = hashed(state)

        def keep(session: Session) -> None:
            flow = session.get(Flow, key)
            if flow is not None and flow.provider == provider:
                session.merge(PostedAnswer(state_hash=key, answer=answer))

        await self.writer.run(keep)

    async def come_back(self, provider: str, browser: str, state: str) -> Return:
        """The departure that this is the return of. Nobody returns twice.

        Raises:
            Problem: ``flow_expired``, for a state that is unknown, used, too old, of another
                provider, or of another browser (RFC 6749, 10.12).
        """
        key = hashed(state)

        def take(session: Session) -> tuple[Flow | None, str | None, str]:
            asked = select(LinkingFlow.session_id).where(LinkingFlow.state_hash == key)
            linking = session.scalar(asked)
            answered = select(PostedAnswer.answer).where(PostedAnswer.state_hash == key)
            posted = session.scalar(answered) or ""
            for table in (LinkingFlow, PostedAnswer):
                session.execute(delete(table).where(table.state_hash == key))
            taken = delete(Flow).where(Flow.state_hash == key).returning(Flow)
            return session.scalar(taken), linking, posted

        flow, linking, posted = await self.writer.run(take)
        if (
            flow is None
            or flow.expires_at <= datetime.now(UTC)
            or flow.provider != provider
            or not same_browser(flow, browser)
        ):
            raise Problem(ErrorCode.FLOW_EXPIRED)
        return Return(flow, linking, posted)


def same_browser(flow: Flow, browser: str) -> bool:
    """Whether the flow began in the browser with this secret."""
    return flow.browser_hash == hashed(browser)


def own_path(path: str) -> str:
    """The path if it leads to the platform itself, else the chat's: nobody is sent elsewhere.

    Example:
        >>> own_path("/chat#7"), own_path("https://evil.example"), own_path("//evil.example")
        ('/chat#7', '/chat', '/chat')
    """
    # A backslash counts as a slash for browsers, and they leave out control characters.
    own = re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", path)
    return path if own and len(path) <= LONGEST_PATH else HOME
