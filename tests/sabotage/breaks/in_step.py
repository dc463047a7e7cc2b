"""Promises of ``features/chat/keeping_devices_in_step.feature``, broken."""

from chat_platform.chat import router, runs
from chat_platform.chat.hub import Hub
from chat_platform.chat.personal import PersonalStore
from chat_platform.contract.personal import Preferences, ThreadRead
from chat_platform.contract.server_messages import Pong
from chat_platform.contract.threads import ThreadSearch
from tests.sabotage.catalogue import breaks, replace


@breaks("use-adds-up", finding="but the runs told")
def runs_with_one_tool_not_counted() -> None:
    """Runs that used one tool are left out of what was used."""

    def make(note_usage):
        def note_some(session, user_id, run_id, completed):
            if completed.usage.tool_calls != 1:
                note_usage(session, user_id, run_id, completed)

        return note_some

    replace(runs, "note_usage", make)


@breaks("read-everywhere", finding="are read")
def late_devices_unread() -> None:
    """Who tells an older place goes back to it."""

    def make(_read_up_to):
        async def as_told(self, _user_id, message):
            def keep(session):
                row = session.get_one(runs.ThreadRow, message.thread_id)
                row.read_seq = message.payload.seq
                return ThreadRead(thread_id=row.id, seq=row.read_seq)

            return await self.database.writer.run(keep)

        return as_told

    replace(PersonalStore, "read_up_to", make)


@breaks("typing-passes", finding="Mallory heard")
def typing_told_to_everybody() -> None:
    """Everybody hears who is writing."""

    def make(tell_user):
        def tell_all(self, _user_id, frame, but=None):
            for user_id in tuple(self._listeners):
                tell_user(self, user_id, frame, but)

        return tell_all

    replace(Hub, "tell_user", make)


@breaks("preferences-follow", finding="it found")
def preferences_forgotten() -> None:
    """Preferences are answered as wished, and not kept."""

    def make(_prefer):
        async def forget(_self, _user_id, wishes):
            return Preferences().model_copy(update=wishes.model_dump(exclude_none=True))

        return forget

    replace(PersonalStore, "prefer", make)


@breaks("contract-spoken", finding="what was never received: .*threads_found")
def searches_answered_with_anything() -> None:
    """A search is answered with a message of another kind, which the contract knows, too."""

    async def pong(socket, message):
        await socket.answer(Pong(), message.id)

    router.HANDLERS[ThreadSearch] = pong
