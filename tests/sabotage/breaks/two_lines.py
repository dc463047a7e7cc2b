"""Promises of ``features/resilience/sitting_before_two_tabs.feature``, broken."""

from tests.sabotage.catalogue import breaks, rewrite


@breaks("tabs-put-right", finding="the same in both tabs")
def news_taken_twice() -> None:
    """The page takes the newest piece of news once more when it comes once more."""
    module = "static/js/thread.js"
    rewrite(module, "envelope.seq <= this.#lastSeq)", "envelope.seq < this.#lastSeq)")
    rewrite(module, "envelope.seq !== this.#lastSeq + 1)", "envelope.seq > this.#lastSeq + 1)")


@breaks("tabs-put-right", finding="the same in both tabs")
def nothing_asked_for_after_a_cut() -> None:
    """A page that is back does not ask for what it has missed."""
    rewrite(
        "static/js/client.js",
        "        this.#catchUp();\n        askForPersonal",
        "        this.#outbox.resend();\n        askForPersonal",
    )
