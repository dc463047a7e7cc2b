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

    def forget(self, thread_id: str) -> None:
        """The thread was deleted: nothing more comes of it. Must not wait."""


class Listener(Protocol):
    """An open socket of a user that takes words which belong to no thread that it follows."""

    def tell(self, frame: str) -> None:
        """Send a frame. Must not wait."""


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


class Hub:
    """Passes stored events on to all who follow their thread, in this process.

    Nothing depends on it being complete or in order: a follower knows by ``seq`` what it
    missed and reads that from the store.
    """

    def __init__(self) -> None:
        self._followers: defaultdict[str, set[Follower]] = defaultdict(set)
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self.sockets: set[Closable] = set()

    def follow(self, thread_id: str, follower: Follower) -> None:
        """From now on the follower gets the thread's events."""
        self._followers[thread_id].add(follower)

    def leave(self, thread_id: str, follower: Follower) -> None:
        """The follower gets no more events of the thread."""
        followers = self._followers.get(thread_id, set())
        followers.discard(follower)
        if not followers:
            self._followers.pop(thread_id, None)

    def publish(self, thread_id: str, events: Sequence[LoggedEvent]) -> None:
        """Give events, stored already, to all followers of their thread."""
        for follower in tuple(self._followers.get(thread_id, ())):
            follower.deliver(thread_id, events)

    def forget(self, thread_id: str) -> None:
        """Tell all followers of a thread, after its last event, that it is gone."""
        for follower in tuple(self._followers.pop(thread_id, ())):
            follower.forget(thread_id)

    def listen(self, user_id: str, listener: Listener) -> None:
        """From now on the listener hears what is told to the user."""
        self._listeners[user_id].add(listener)

    def stop_listening(self, user_id: str, listener: Listener) -> None:
        """The listener hears nothing more."""
        self._listeners[user_id].discard(listener)
        if not self._listeners[user_id]:
            del self._listeners[user_id]

    def open_sockets(self, user_id: str) -> int:
        """How many sockets of a user are open."""
        return len(self._listeners.get(user_id, ()))

    def tell_user(self, user_id: str, frame: str, but: Listener | None = None) -> None:
        """Send a frame to all sockets of a user, but not to the one that knows already."""
        for listener in tuple(self._listeners.get(user_id, ())):
            if listener is not but:
                listener.tell(frame)

    def close_session(self, session_id: str) -> None:
        """End all sockets of a log-in that was revoked."""
        for one in tuple(self.sockets):
            if one.session_id == session_id:
                one.end(1008, "logged out")
