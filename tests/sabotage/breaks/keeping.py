"""Promises of ``features/chat/keeping_conversations_in_order.feature``, broken."""

import itertools

from chat_platform.chat import changes, thread_changes
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.receipts import Request
from chat_platform.chat.thread_changes import ThreadChanges
from chat_platform.contract.threads import ThreadRemoved
from tests.sabotage.catalogue import breaks, replace


@breaks("renamed-everywhere", finding="thread_changed: it did not come|the name Our models")
def other_devices_not_told() -> None:
    """Only the device that changes a conversation hears of it."""
    replace(changes, "FOR_ALL", lambda _: ())


@breaks("archived-away", finding="an empty list of conversations")
def archived_conversations_stay_in_the_list() -> None:
    """The archive is written down, but the list shows everything."""

    def make(_threads):
        async def all_threads(self, user_id, *, archived=False):
            del archived
            query = thread_changes.select(thread_changes.ThreadRow)
            own = query.where(thread_changes.ThreadRow.user_id == user_id)
            async with self.database.read() as session:
                return [thread_changes.store.thread_of(row) for row in await session.scalars(own)]

        return all_threads

    replace(thread_changes.store.ChatStore, "threads", make)


@breaks("archived-away", finding="for an error message|what is told")
def archived_conversations_go_on() -> None:
    """Questions are taken in archived conversations, too."""
    replace(thread_changes.store, "own_open_thread", lambda _: thread_changes.store.own_thread)


@breaks("deleted-for-good", finding="told .*messages|told .*thread")
def deleted_conversations_only_hidden() -> None:
    """A deleted conversation leaves the list, and stays for whoever knows its id."""

    def make(_begin):
        async def archive_instead(self, request):
            change = await self.archive(request)
            removed = ThreadRemoved(thread_id=request.thread_id)
            return thread_changes.Change(request.thread_id, removed, change.events, news=False)

        return archive_instead

    replace(ThreadChanges, "begin_delete", make)


@breaks("deleted-for-good", finding="ended as|never ended|Waited")
def runs_outlive_their_conversation() -> None:
    """A run goes on although its conversation is deleted."""

    def make(_abandon):
        async def let_it_run(self, _thread_ids):
            await self._work_ends(0.5)

        return let_it_run

    replace(Bridge, "abandon", make)


@breaks("conversations-found", finding=r"Ada found \[\]")
def messages_not_searched() -> None:
    """What stands in messages is not found."""

    def make(search):
        async def search_titles(self, user_id, words):
            return [each for each in await search(self, user_id, words) if each.excerpt is None]

        return search_titles

    replace(ThreadChanges, "search", make)


@breaks("change-made-once", finding="in other words|it happened 2 times|was refused")
def changes_made_as_often_as_sent() -> None:
    """Each time that a change is sent, it is made anew."""
    numbers = itertools.count()

    def make(of):
        def under_another_id(user_id, message):
            request = of(user_id, message)
            other = f"{request.client_id}-{next(numbers)}"
            return Request(request.user_id, other, request.thread_id, request.digest)

        return under_another_id

    replace(Request, "of", make)
