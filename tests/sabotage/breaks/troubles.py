"""Promises to those who are answered while something goes wrong, broken."""

from dataclasses import replace as changed

from chat_platform.agents import failures
from chat_platform.billing import ledger
from chat_platform.chat.bridge import stopped
from chat_platform.chat.closing import Ending
from chat_platform.chat.connection import Connection
from chat_platform.chat.runs import RunStore
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("trouble-passes", finding="Katherine was not told when to ask again")
def end_of_the_trouble_not_told() -> None:
    """Whoever is not answered for a while is told to come back later."""
    replace(failures, "_in", lambda _: lambda _seconds: "Try again later.")


@breaks("trouble-passes", finding="lacks a refund of")
def paid_for_each_asking() -> None:
    """Whoever asks again pays for the time before, too, in which there was no answer."""
    replace(ledger, "refund", lambda _: lambda _session, _run: None)


@breaks(
    "end-of-credit-passes", finding="the words 'And what was it in total\\?' in the message box"
)
def refused_question_thrown_away() -> None:
    """A question that is refused is not given back."""
    rewrite("static/js/chat.js", "    composer.giveBack(text);\n", "")


@breaks("end-of-log-in-passes", finding="the words 'And what was it' in the message box")
def draft_ends_with_the_log_in() -> None:
    """What was written when the log-in ended is not there after the next one."""
    rewrite("static/js/chat.js", "composer.giveBack(draftOf(user.id));", "draftOf(user.id);")


@breaks("end-of-browser-passes", finding="reads \\['In\\b")
def runs_end_with_their_last_reader() -> None:
    """When nobody listens any more, all runs are stopped."""

    def make(serve):
        async def serve_and_stop(self):
            await serve(self)
            if not self.room.hub.sockets:
                for run in self.room._bridge._in_hand.values():
                    run.stop(Ending("cancelled", stopped()))

        return serve_and_stop

    replace(Connection, "serve", make)


@breaks("crash-between-tries", finding="the run that broke off ended as succeeded")
def broken_runs_begun_anew() -> None:
    """A run that waited for another try when the platform died is begun once more."""

    def make(open_runs):
        async def as_if_never_begun(self):
            return [changed(run, started=False) for run in await open_runs(self)]

        return as_if_never_begun

    replace(RunStore, "open_runs", make)
