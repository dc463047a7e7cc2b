"""Who listens to what: followers of threads, and the open sockets of sessions."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from chat_platform.chat.log import LoggedEvent


class Follower(Protocol):
    """Something that wants the new events of a thread."""

    def deliver(self, thread_id: str, events: Sequence[LoggedEvent]) -> None:
        """Take events that are stored. Must not wait."""


class Closable(Protocol):
    """An open socket that can be told to end."""

    @property
    def session_id(self) -> str:
        """The log-in session through which it was opened."""

    @property
    def gone(self) -> asyncio.Event:
        """Set when the socket has ended and its last words have been sent."""

    def end(self, code: int, reason: str, last_words: str | None = None) -> None:
        """Close soon with this code, after one more frame."""


class Personal(Protocol):
    """An open socket that tells its user of more than threads."""

    @property
    def user_id(self) -> str:
        """Whose socket it is."""

    def tell(self, frame: str) -> None:
        """Send a frame that belongs to no thread. Must not wait."""


class Hub:
    """Passes stored events on to all who follow their thread, in this process.

    Nothing depends on it being complete or in order: a follower knows by ``seq`` what it
    missed and reads that from the store.
    """

    def __init__(self) -> None:
        self._followers: defaultdict[str, set[Follower]] = defaultdict(set)
        self.sockets: set[Closable] = set()
        self.personal: set[Personal] = set()

    def follow(self, thread_id: str, follower: Follower) -> None:
        """From now on the follower gets the thread's events."""
        self._followers[thread_id].add(follower)

    def leave(self, thread_id: str, follower: Follower) -> None:
        """The follower gets no more events of the thread."""
        followers = self._followers[thread_id]
        followers.discard(follower)
        if not followers:
            del self._followers[thread_id]

    def publish(self, thread_id: str, events: Sequence[LoggedEvent]) -> None:
        """Give events, stored already, to all followers of their thread."""
        for follower in tuple(self._followers.get(thread_id, ())):
            follower.deliver(thread_id, events)

    def tell_user(self, user_id: str, frame: str) -> None:
        """Send a frame to all open sockets of a user."""
        for one in tuple(self.personal):
            if one.user_id == user_id:
                one.tell(frame)

    def close_session(self, session_id: str) -> None:
        """End all sockets of a log-in that was revoked."""
        for one in tuple(self.sockets):
            if one.session_id == session_id:
                one.end(1008, "logged out")
