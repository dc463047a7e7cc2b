"""Promises of ``features/agents/speaking_ag_ui.feature``, broken."""

from itertools import count

from ag_ui.core import EventType, RunFinishedEvent

from chat_platform.chat import ag_ui, store
from chat_platform.chat.ag_ui_events import RunWriter
from tests.sabotage.catalogue import breaks, replace


def write_instead(change):
    """Let every stream hold what ``change(event)`` returns (a list) for each AG-UI event."""

    def make(written):
        def changed(self, frame):
            return [instead for event in written(self, frame) for instead in change(event)]

        return changed

    replace(RunWriter, "written", make)


def finished(error, **names):
    """A RUN_FINISHED in place of a RUN_ERROR."""
    return RunFinishedEvent(**names, metadata=error.metadata, timestamp=error.timestamp)


def without(kind):
    """Leave out all events of that type."""
    write_instead(lambda event: [] if event.type is kind else [event])


@breaks("ag-ui-same-run", finding="not completed")
def tool_results_kept_from_programs() -> None:
    """TOOL_CALL_RESULT is never sent."""
    without(EventType.TOOL_CALL_RESULT)


@breaks("ag-ui-same-run", finding="which is not open")
def messages_never_opened_for_programs() -> None:
    """TEXT_MESSAGE_START is never sent."""
    without(EventType.TEXT_MESSAGE_START)


@breaks("ag-ui-same-run", finding="was opened .* and still open when the run finished")
def messages_never_ended_for_programs() -> None:
    """TEXT_MESSAGE_END is never sent."""
    without(EventType.TEXT_MESSAGE_END)


@breaks("ag-ui-same-run", finding="never completed")
def run_never_finished_for_programs() -> None:
    """RUN_FINISHED is never sent."""
    without(EventType.RUN_FINISHED)


@breaks("ag-ui-same-run", finding="of run run-of-asked, where the person was told")
def work_of_sub_agents_told_as_the_agents_own() -> None:
    """Nothing says which sub-agent calls a tool."""
    replace(RunWriter, "_whose", lambda _: lambda _self, _frame: None)


@breaks("ag-ui-same-run", finding="is not the answer stored")
def program_told_another_answer() -> None:
    """The result of a run is not its answer."""

    def change(event):
        if event.type is EventType.RUN_FINISHED and event.result:
            event.result = event.result.upper()
        return [event]

    write_instead(change)


@breaks("ag-ui-asked-once", finding="it was told another run")
def every_question_of_a_program_is_new() -> None:
    """The program's own name of a question is forgotten."""
    numbers = count()
    replace(ag_ui, "_name", lambda _: lambda text, _field: f"{text}-{next(numbers)}"[-64:])


@breaks("ag-ui-failures-told", finding="was told RUN_FINISHED")
def failures_told_to_programs_as_success() -> None:
    """RUN_ERROR is replaced by RUN_FINISHED."""
    told = {}

    def change(event):
        if event.type is EventType.RUN_STARTED:
            told.update(thread_id=event.thread_id, run_id=event.run_id)
        if event.type is EventType.RUN_ERROR:
            return [finished(event, **told)]
        return [event]

    write_instead(change)


@breaks("ag-ui-failures-told", finding=r"was told RUN_FINISHED \(success\)")
def stopped_runs_told_to_programs_as_success() -> None:
    """A run that was stopped ends without saying so."""

    def change(event):
        if event.type is EventType.RUN_FINISHED:
            event.outcome = None
        return [event]

    write_instead(change)


@breaks("ag-ui-conversation-survives", finding="the program was told")
def conversation_loads_empty_for_programs() -> None:
    """MESSAGES_SNAPSHOT holds nothing but the newest message."""

    def make(snapshot):
        def shorter(said, last_seq):
            return snapshot(said[-1:], last_seq)

        return shorter

    replace(ag_ui, "snapshot", make)


@breaks("ag-ui-conversation-survives", finding="the program was told")
def conversation_comes_in_another_order_for_programs() -> None:
    """MESSAGES_SNAPSHOT holds the newest message first."""

    def make(snapshot):
        def reordered(said, last_seq):
            return snapshot(said[::-1], last_seq)

        return reordered

    replace(ag_ui, "snapshot", make)


@breaks("ag-ui-strangers-refused", finding="a program of Mallory got an answer")
def programs_of_strangers_answered() -> None:
    """Whoever knows a conversation's id may let a program ask there."""

    def make(_own_thread):
        def any_thread(session, _user_id, thread_id):
            return session.get_one(store.ThreadRow, thread_id)

        return any_thread

    replace(store, "own_thread", make)
