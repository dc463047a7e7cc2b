"""Promises of ``features/resilience/agreeing_whatever_happens.feature``, broken.

Each of these needs several things to happen one after the other: no other scenario meets them. With
the seeds below that is within ten lives; without, within thirty in most cases.
"""

from __future__ import annotations

from types import SimpleNamespace

from chat_platform.chat import thread_changes
from chat_platform.chat.following import Following
from chat_platform.chat.runs import RunStore
from chat_platform.chat.store import ChatStore
from tests.sabotage.catalogue import breaks, replace


@breaks("always-agrees", finding="stands|its log says that it is", seed=1)
def names_given_in_the_archive_lost() -> None:
    """Who renames a conversation in the archive is told so, and a new log-in finds the old name."""

    def make(changing):
        def change_all_but_titles(request, event, values):
            change = changing(request, event, values)

            def job(session):
                row = session.get(thread_changes.ThreadRow, request.thread_id)
                title = row.title if row is not None and row.archived_at is not None else None
                made = change(session)
                if "title" in values and title is not None:
                    row.title = title
                return made

            return job

        return change_all_but_titles

    replace(thread_changes, "_changing", make)


@breaks(
    "always-agrees",
    finding="came after|stands for two|do not join|its log has|history says",
    seed=1,
)
def last_events_swapped_after_a_return() -> None:
    """Who comes back and lacks more than one event gets the last two in the wrong order."""

    def make(catch_up):
        async def in_wrong_order(self, thread_id, cursor):
            events_after, since = self._store.events_after, cursor.seq

            async def swapped(thread_id, seq):
                found = await events_after(thread_id, seq)
                return [*found[:-2], *found[:-3:-1]] if since else found

            kept, self._store = self._store, SimpleNamespace(events_after=swapped)
            try:
                return await catch_up(self, thread_id, cursor)
            finally:
                self._store = kept

        return in_wrong_order

    replace(Following, "_catch_up", make)


@breaks(
    "always-agrees",
    finding="is stored 2 times|the questions in its history are|Sent again it was",
    seed=1,
)
def answered_questions_stored_anew() -> None:
    """A question that is sent once more when it was answered already is stored a second time."""

    def make(accept):
        async def anew(self, user_id, thread_id, client_id, text):
            accepted = await accept(self, user_id, thread_id, client_id, text)
            run = await RunStore(self.database).find(thread_id, accepted.reply.run_id)
            if accepted.run_id is None and run.state == "ended":
                return await accept(self, user_id, thread_id, f"{client_id}-again", text)
            return accepted

        return anew

    replace(ChatStore, "accept", make)
