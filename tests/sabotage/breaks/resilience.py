"""Promises of ``features/resilience``, broken."""

import tempfile
from pathlib import Path

from chat_platform.chat import router
from chat_platform.chat.room import ChatRoom
from chat_platform.settings import Settings
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("comes-back", finding="the words 'Connected'")
def no_reconnect() -> None:
    """After a cut the page never tries again."""
    rewrite(
        "static/js/socket.js",
        "this.#timers.again = setTimeout(() => this.open(), wait);",
        "",
    )


@breaks("comes-back", finding="the words 'Connection lost'")
def cut_not_told() -> None:
    """The page does not say that the line is cut."""
    rewrite("static/js/chat.js", '"Connection lost. Reconnecting …"', '"Connected"')


@breaks("nothing-lost-in-a-cut", finding="(the end of run|seq|never completed|in the conversation)")
def resume_sends_nothing() -> None:
    """Whoever comes back is not told what happened meanwhile."""

    async def on_resume(socket, message):
        thread = await socket.room.store.thread(socket.user_id, message.thread_id)
        await socket.following.follow(thread.thread_id, thread.last_seq)
        resumed = router.server.Resumed(
            thread_id=thread.thread_id,
            from_seq=message.payload.last_seq,
            to_seq=thread.last_seq,
        )
        await socket.answer(resumed, message.id)

    replace(
        router,
        "HANDLERS",
        lambda handlers: handlers.update({router.client.Resume: on_resume}) or handlers,
    )


@breaks(
    "nothing-lost-in-a-cut",
    finding="in the conversation|stands there 0|the same conversation",
)
def question_in_the_tunnel_forgotten() -> None:
    """What one writes while the line is cut is thrown away."""
    rewrite("static/js/client.js", "this.#outbox.resend();", "")


@breaks("restart-survived", finding="(the words 'Connected'|the conversation as it was)")
def everything_lost_in_a_restart() -> None:
    """Every start begins with an empty database."""
    fresh = Path(tempfile.mkdtemp(prefix="forgetful-")) / "chat.db"
    replace(Settings, "database", lambda _: property(lambda _self: f"sqlite+aiosqlite:///{fresh}"))


@breaks("restart-survived", finding="was only told")
def restart_not_announced() -> None:
    """Open connections are cut in a restart without a word."""

    def make(_send_away):
        def cut(_self, socket):
            socket.end(1012, "the server restarts")

        return cut

    replace(ChatRoom, "send_away", make)
