"""The promise to tell late rather than never, broken."""

from sqlalchemy.exc import SQLAlchemyError

from chat_platform.agents import notices
from chat_platform.chat.outbox import Outbox
from tests.sabotage.catalogue import breaks, replace


@breaks("told-late", finding="'aurora-large' is missing")
def trouble_with_telling_breaks_the_tool() -> None:
    """A tool whose news cannot be kept breaks down with it."""

    def make(_tell):
        async def tell(self, event):
            try:
                await self.notifier(event)
            except Exception:
                notices.FAILED.inc()
                raise

        return tell

    replace(notices._NotifyingToolset, "_tell", make)


@breaks("told-late", finding="was started .* but not completed|the end of run 1")
def news_that_could_not_be_kept_is_forgotten() -> None:
    """What cannot be stored at once is dropped."""

    def make(store_waiting):
        async def store_or_forget(self):
            count = len(self._waiting)
            try:
                await store_waiting(self)
            except SQLAlchemyError:
                self._failing = False
                self._forget(count)

        return store_or_forget

    replace(Outbox, "_store_waiting", make)


@breaks("told-late", finding="a tool whose end the platform could not keep")
def late_news_not_counted() -> None:
    """Nobody counts the news of tools that could not be told at once."""

    class Uncounted:
        def inc(self):
            pass

    replace(notices, "FAILED", lambda _: Uncounted())
