"""Promises about bad lines, crashes and reloads, broken."""

import asyncio

from chat_platform.chat import router
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.connection import Connection
from targets.reference import steady_chat
from test_framework.wire import schedule
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("bad-weather-survived", finding="is missing|came after seq|it did not come")
def resume_starts_one_too_late() -> None:
    """Whoever comes back is told what happened, but for the first piece of it."""

    def make(handlers):
        on_resume = handlers[router.client.Resume]

        async def late(socket, message):
            follow = socket.following.follow
            socket.following.follow = lambda thread, after: follow(thread, after + 1)
            try:
                await on_resume(socket, message)
            finally:
                del socket.following.follow

        return handlers | {router.client.Resume: late}

    replace(router, "HANDLERS", lambda handlers: handlers.update(make(handlers)) or handlers)


@breaks("bad-weather-survived", finding="Planned trouble never fired: down", where="suite")
def fair_weather_only() -> None:
    """The suite's bad weather harms nothing."""
    replace(schedule, "_begin", lambda _: lambda *_details: lambda: None)


@breaks(
    "device-puts-right",
    finding="shows another conversation|the same conversation|pieces|differ",
    where="suite",
)
def device_blind_to_seals() -> None:
    """The suite's device takes what does not fit its seal."""
    replace(steady_chat, "digest_of", lambda _: lambda envelope: envelope["digest"])


@breaks("silence-noticed", finding="it did not come")
def silence_taken_for_peace() -> None:
    """The page does not mind when its pings are not answered."""
    rewrite(
        "static/js/socket.js",
        "this.#timers.pong ||= setTimeout(() => this.#lost(), this.#patience);",
        "",
    )


@breaks("unsent-kept", finding="stands there 0 times|it did not come")
def unsent_forgotten_with_the_page() -> None:
    """What was on its way when the page is loaded again is thrown away."""
    rewrite("static/js/chat.js", "unsent.forEach(sendAgain);", "")


@breaks("unsent-kept", finding="the same conversation|stands in the conversation")
def newest_question_first() -> None:
    """What was written in the tunnel goes out in the wrong order."""
    rewrite(
        "static/js/outbox.js",
        "of this.#open.values()) this",
        "of [...this.#open.values()].reverse()) this",
    )


@breaks("back-in-three-seconds", finding="the first news after the cut: it did not")
def page_waits_long() -> None:
    """The page waits a minute before it tries again."""
    rewrite("static/js/backoff.js", "return random()", "return 60_000 + random()")


@breaks("crash-survived", finding="it did not come|ended as")
def broken_runs_left_open() -> None:
    """What a dead process left is not taken up."""

    async def nothing(_self):
        """Leave it."""

    replace(Bridge, "recover", lambda _: nothing)


@breaks("no-trace-of-reloads", finding="it holds more of .*'chat_tasks'")
def a_task_stays_behind() -> None:
    """For each connection that ends a task stays behind."""
    left = set()

    def make(serve):
        async def leaky(self):
            left.add(asyncio.create_task(asyncio.Event().wait()))
            await serve(self)

        return leaky

    replace(Connection, "serve", make)
