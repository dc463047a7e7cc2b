"""Questions changed on their way, each at one layer (``taking_every_kind_of_content.feature``)."""

import unicodedata
from dataclasses import replace as with_changed
from html import escape

from chat_platform.chat import log, store
from chat_platform.chat.runs import RunStore
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("content-kept", finding=r"at the layer \"what is stored.*here 'é' \(U\+00E9")
def marks_composed_when_stored() -> None:
    """What is stored is normalised (NFC): letters and their marks become one."""

    def make(insert_message):
        def insert_composed(session, thread, message, seq, client_id=None):
            text = unicodedata.normalize("NFC", message.text)
            composed = message.model_copy(update={"text": text})
            insert_message(session, thread, composed, seq, client_id)

        return insert_composed

    replace(store, "insert_message", make)


@breaks("content-kept", finding=r"at the layer \"what the agent was asked\".*here 'w' \(U\+0077")
def agents_asked_in_small_letters() -> None:
    """The agents get every question in small letters."""

    def make(request):
        async def request_in_small_letters(self, run_id):
            asked = await request(self, run_id)
            return with_changed(asked, text=asked.text.lower())

        return request_in_small_letters

    replace(RunStore, "request", make)


@breaks("content-kept", finding=r"at the layer \"the frame that came back\".*SPACE")
def frames_with_trimmed_questions() -> None:
    """Devices are told of questions without the space around them."""

    def make(log_frame):
        def tell_trimmed(payload, *details):
            if payload.type == "message_created":
                text = payload.message.text.strip()
                payload = payload.model_copy(
                    update={"message": payload.message.model_copy(update={"text": text})}
                )
            return log_frame(payload, *details)

        return tell_trimmed

    replace(log, "log_frame", make)


@breaks("content-kept", finding=r"at the layer \"the HTML in that frame\".*'&'")
def html_escaped_twice() -> None:
    """The HTML of a question shows "&amp;" where there was "&"."""
    replace(store, "user_html", lambda user_html: lambda text: user_html(escape(text)))


@breaks("content-shown", finding=r"at the layer \"what can be read on the page\"")
def page_collapses_space() -> None:
    """The page shows one space where many were written, and no line breaks."""
    rewrite(
        "static/css/messages.css",
        "background: var(--raised);\n  white-space: pre-wrap;",
        "background: var(--raised);",
    )


@breaks("content-shown", finding=r"at the layer \"the frame that was sent\"")
def page_sends_trimmed() -> None:
    """The page sends a question without the space around it."""
    rewrite("static/js/client.js", "payload: { text } };", "payload: { text: text.trim() } };")
