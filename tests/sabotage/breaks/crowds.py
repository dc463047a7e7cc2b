"""Promises of many conversations, and of every kind of content, broken."""

import asyncio
from dataclasses import replace as with_other

from chat_platform.chat import router
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.runs import RunStore
from chat_platform.chat.store import ChatStore
from tests.sabotage.catalogue import breaks, replace


@breaks("each-in-its-own", finding="is answered with")
def answers_of_neighbours_mixed_up() -> None:
    """Where many ask at once, some get the answer to the question before."""
    texts = []

    def make(request):
        async def of_neighbour(self, run_id):
            wanted = await request(self, run_id)
            texts.append(wanted.text)
            if len(texts) % 20:
                return wanted
            return with_other(wanted, text=texts[-2])

        return of_neighbour

    replace(RunStore, "request", make)


@breaks("devices-in-one", finding="one run began before the other had ended")
def runs_of_a_conversation_side_by_side() -> None:
    """Questions of one conversation do not wait for each other."""

    def make(_start):
        def start_apart(self, run):
            self._waiting[run.run_id].append(run)
            work = self._work(run.run_id)
            self._workers[run.run_id] = asyncio.create_task(work)

        return start_apart

    replace(Bridge, "start", make)


@breaks("content-kept", finding=r"changed at the layer \"what is stored")
def line_breaks_made_alike() -> None:
    """Lines are joined, and what cannot be seen is dropped."""

    def make(accept):
        def accept_tidied(self, user_id, thread_id, client_id, text):
            return accept(self, user_id, thread_id, client_id, " ".join(text.split()))

        return accept_tidied

    replace(ChatStore, "accept", make)


@breaks("too-long-refused", finding="for an error message")
def too_long_messages_cut() -> None:
    """What is too long is cut without a word."""

    def make(question):
        return lambda text, limit, field: question(text[:limit], limit, field)

    replace(router, "question", make)
