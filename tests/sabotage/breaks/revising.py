"""Promises of ``features/chat/changing_what_was_said.feature``, broken."""

from chat_platform.chat import message_changes
from chat_platform.chat.message_changes import MessageChanges
from tests.sabotage.catalogue import breaks, replace


@breaks("question-corrected", finding="nothing says that the question was changed")
def changed_questions_look_untouched() -> None:
    """Nobody sees that a question was changed."""

    def make(message_of):
        return lambda row: message_of(row).model_copy(update={"edited_at": None})

    replace(message_changes.store, "message_of", make)
    replace(message_changes, "message_of", make)


@breaks("answered-again", finding="not .*error|answers, not")
def another_answer_needs_another_question() -> None:
    """Who wants another answer gets the acceptance, and no answer."""

    def make(retry):
        async def accept_only(self, request, message_id):
            change = await retry(self, request, message_id)
            return message_changes.Change(change.thread_id, change.reply)

        return accept_only

    replace(MessageChanges, "retry", make)


@breaks("question-deleted", finding="the words can still be had")
def deleted_questions_stay_in_the_log() -> None:
    """A deleted question leaves the history, but who resumes from the beginning gets it."""
    replace(message_changes, "_erase", lambda _: lambda _session, _thread_id, _seqs: None)


@breaks("question-deleted", finding="an empty conversation")
def answers_outlive_their_question() -> None:
    """A deleted question leaves its answer behind."""
    replace(message_changes, "_seqs_of_runs", lambda _: lambda *_details: [])


@breaks("opinion-kept", finding="the opinion")
def opinions_not_kept() -> None:
    """An opinion is answered, but not stored."""

    def make(rate):
        async def rate_nothing(self, request, message_id, _rating):
            return await rate(self, request, message_id, None)

        return rate_nothing

    replace(MessageChanges, "rate", make)


@breaks("answers-unchanged", finding="for an error message|the conversation as it was")
def answers_can_be_changed() -> None:
    """Whoever may see an answer may change it."""

    def make(own_message):
        return lambda session, request, message_id, _author: own_message(
            session, request, message_id, "agent"
        )

    replace(message_changes, "_own_message", make)
