"""Promises of ``features/chat``, broken."""

import itertools

from chat_platform.chat import closing, log, questions, rendering, run_in_hand, store
from chat_platform.chat.store import ChatStore
from chat_platform.contract import envelope
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("fresh-conversation", finding="the conversation holds|the address of a new conversation")
def new_conversation_is_the_old_one() -> None:
    """Starting a new conversation leads back into the newest one."""

    def make(create_thread):
        async def reuse(self, user_id, *details):
            threads = await self.threads(user_id)
            return threads[0] if threads else await create_thread(self, user_id, *details)

        return reuse

    replace(ChatStore, "create_thread", make)


@breaks("conversation-names-itself", finding="has the conversations .*Untitled")
def every_conversation_untitled() -> None:
    """No conversation takes the name of its first question."""
    replace(store, "title_from", lambda _: lambda _text: "Untitled")


@breaks("accepted-once", finding="accepted in other words")
def question_stored_twice() -> None:
    """A question that is sent twice is stored twice."""
    numbers = itertools.count()

    def make(accept):
        def accept_anew(self, user_id, thread_id, client_id, text):
            return accept(self, user_id, thread_id, f"{client_id}-{next(numbers)}", text)

        return accept_anew

    replace(ChatStore, "accept", make)


@breaks("accepted-is-stored", finding="not there although it was accepted")
def accepted_question_lost() -> None:
    """A question is acknowledged, but not kept."""

    def make(_insert_message):
        def forget(*_details):
            return None

        return forget

    replace(store, "insert_message", make)


@breaks("empty-refused", finding="for an error message")
def empty_messages_taken() -> None:
    """A message with nothing in it is taken like any other."""
    # A name of the module goes before the built-in one.
    questions.all = lambda _letters: False
    replace(store, "title_from", lambda _: lambda _text: "Nothing")


@breaks("shown-as-written", finding="shown was")
def angle_brackets_swallowed() -> None:
    """Everything between angle brackets disappears from what people write."""

    def make(accept):
        def accept_cleaned(self, user_id, thread_id, client_id, text):
            cleaned = rendering.nh3.clean(text, tags=set())
            return accept(self, user_id, thread_id, client_id, cleaned)

        return accept_cleaned

    replace(ChatStore, "accept", make)


@breaks("nothing-executed", finding="(the answer became 1 <img>|the answer does not show it)")
def raw_html_in_answers() -> None:
    """HTML in an answer becomes part of the page."""
    for module in (run_in_hand, closing):
        replace(
            module,
            "agent_message",
            lambda agent_message: (
                lambda message_id, agent, text: agent_message(message_id, agent, text).model_copy(
                    update={"html": text.replace("\\", "")}
                )
            ),
        )


@breaks("history-kept", finding="the conversation as it was")
def answer_shown_where_it_began() -> None:
    """Live, an answer stays before what was asked meanwhile; loaded anew, it stands behind."""
    rewrite(
        "static/js/conversation.js",
        '    const article = this.#add("agent", null);\n    this.#unlogged.add(article);\n',
        '    const article = this.#add("agent", null);\n',
    )


@breaks("history-kept", finding="the conversation as it was|answers in the conversation")
def first_message_missing_after_reload() -> None:
    """History leaves out the oldest message."""

    def make(history):
        async def shortened(self, *details):
            told = await history(self, *details)
            return told.model_copy(update={"messages": told.messages[1:]})

        return shortened

    replace(ChatStore, "history", make)


@breaks("numbered-without-gaps", finding="(seq|number)")
def every_fifth_number_left_out() -> None:
    """The numbers of a conversation have gaps."""

    def make(reserve):
        def reserve_with_gap(session, thread_id, count):
            first = reserve(session, thread_id, count)
            return first if first % 5 else reserve(session, thread_id, count)

        return reserve_with_gap

    replace(log, "reserve", make)


@breaks("sealed", finding="digest")
def seals_that_do_not_fit() -> None:
    """Every fifth seal was made for something else."""
    numbers = itertools.count()

    def make(digest):
        return lambda message: digest({} if next(numbers) % 5 == 0 else message)

    replace(envelope, "digest", make)
