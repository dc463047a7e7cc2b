"""Promises of ``features/resilience``, broken."""

import tempfile
from pathlib import Path

from chat_platform.chat import router
from chat_platform.chat.room import ChatRoom
from chat_platform.settings import Settings
from test_framework.events import digests, numbering
from tests.sabotage.catalogue import MISSED, breaks, replace, rewrite


@breaks("comes-back", finding="the words 'Connected'")
def no_reconnect() -> None:
    """After a cut the page never tries again."""
    rewrite(
        "static/js/socket.js",
        "this.#timers.again = setTimeout(() => this.#again(), wait);",
        "",
    )


@breaks("back-at-once", finding=r"it took [6-9]\.\d seconds to come back")
def first_try_after_a_long_wait() -> None:
    """The page waits for some seconds before it tries for the first time."""
    rewrite("static/js/backoff.js", "return random() *", "return 8_000 +")


@breaks("comes-back", finding="the words 'Connection lost'")
def cut_not_told() -> None:
    """The page does not say that the line is cut."""
    rewrite("static/js/coming_in.js", "Connection lost.", "Connected.")


@breaks("nothing-lost-in-a-cut", finding="the end of run|never completed|seen only in part")
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


@breaks(
    "bad-line-put-right", finding="the same conversation|the activity|questions with their answers"
)
def gaps_not_asked_for() -> None:
    """When a piece of news is missing, the page does not ask for it."""
    rewrite(
        "static/js/client.js",
        'if (outcome === "gap" && !thread.resumeId) this.#resume(thread);',
        "",
    )


@breaks("bad-line-put-right", finding="questions with their answers")
def gaps_asked_for_once() -> None:
    """While the page waits for the word that all was sent again, it asks for nothing more."""
    rewrite(
        "static/js/client.js",
        "    thread.resumeId = null;\n    this.#connection",
        "    this.#connection",
    )


@breaks("bad-line-put-right", finding="the same conversation|the activity")
def news_shown_as_it_comes() -> None:
    """The page shows news in whatever order it comes, and as often."""
    rewrite(
        "static/js/thread.js",
        'if (this.#lastSeq === null || envelope.seq <= this.#lastSeq) return "repeat";',
        'if (this.#lastSeq === null) return "repeat";',
    )
    rewrite("static/js/thread.js", 'if (envelope.seq !== this.#lastSeq + 1) return "gap";', "")


@breaks("bad-line-put-right", finding="the same conversation|the activity")
def spoiled_news_believed() -> None:
    """The page does not look at the seal of what it gets."""
    rewrite(
        "static/js/envelope.js",
        "return envelope.digest === digest(envelope) ? envelope : null;",
        "return envelope;",
    )


@breaks("bad-line-noticed", finding=MISSED, where="suite")
def blind_to_spoiled_news() -> None:
    """The suite does not look at the seals of what arrives."""
    replace(digests, "digest_of", lambda _: lambda envelope: envelope["digest"])


@breaks("bad-line-noticed", finding=MISSED, where="suite")
def blind_to_news_lost_on_the_way() -> None:
    """The suite does not notice that a number was left out on the way."""
    replace(numbering, "note_gaps", lambda _: lambda *_details, **_more: None)


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
