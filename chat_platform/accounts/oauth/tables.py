"""The tables of coming in through a provider."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment


class Identity(Base):
    """Who a user is at a provider: issuer and subject, for addresses change owners."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(Moment)


class Flow(Base):
    """A browser on its way to a provider; the row goes when the browser comes back."""

    __tablename__ = "oauth_flows"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64), doc="Of the cookie of the browser")
    provider: Mapped[str] = mapped_column(String(20))
    nonce: Mapped[str] = mapped_column(String(64))
    code_verifier: Mapped[str] = mapped_column(String(128))
    next_path: Mapped[str] = mapped_column(String(500))
    expires_at: Mapped[datetime] = mapped_column(Moment)


class LinkingFlow(Base):
    """Of a flow that shall link a provider, and log nobody in: which log-in set out."""

    __tablename__ = "oauth_linking_flows"

    state_hash: Mapped[str] = mapped_column(
        ForeignKey("oauth_flows.state_hash", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))


class PostedAnswer(Base):
    """What a provider let the browser post, until that browser itself asks what came of it."""

    __tablename__ = "oauth_posted_answers"

    state_hash: Mapped[str] = mapped_column(
        ForeignKey("oauth_flows.state_hash", ondelete="CASCADE"), primary_key=True
    )
    answer: Mapped[str] = mapped_column(Text)


class PendingLink(Base):
    """An identity that waits until the owner of an account proves to be its owner too."""

    __tablename__ = "pending_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
