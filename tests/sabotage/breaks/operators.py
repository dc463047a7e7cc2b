"""Promises about what operators are told, broken."""

from chat_platform.chat import connection
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.room import ChatRoom
from chat_platform.storage.engine import Database
from tests.sabotage.catalogue import breaks, replace


@breaks("tells-how-it-is", finding="of a platform that is stopping the operator was told")
def ready_until_the_end() -> None:
    """A platform that is stopping says that it is ready."""

    def make(health):
        def confident(self):
            return health(self).model_copy(update={"state": "ready"})

        return confident

    replace(ChatRoom, "health", make)


@breaks("tells-how-it-is", finding="was told of 0 runs in hand, not 1")
def runs_in_hand_not_told() -> None:
    """Whatever agents work at, nothing is said to be in hand."""

    def make(health):
        def idle(self):
            return health(self).model_copy(update={"runs_in_hand": 0})

        return idle

    replace(Bridge, "health", make)


@breaks("tells-storage-away", finding="a platform that can keep nothing answered with")
def ready_whatever_happens() -> None:
    """The platform says that it is ready, whatever its database does."""

    async def of_course(_self):
        return True

    replace(Database, "can_be_written", lambda _: of_course)


@breaks("tells-storage-away", finding="Ada was told .*'internal'")
def storage_away_not_told() -> None:
    """Whoever asks meanwhile learns only that something went wrong."""
    replace(connection, "OperationalError", lambda _: ZeroDivisionError)
