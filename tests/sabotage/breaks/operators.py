"""Promises about what operators are told, broken."""

from chat_platform.chat.bridge import Bridge
from chat_platform.chat.room import ChatRoom
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
