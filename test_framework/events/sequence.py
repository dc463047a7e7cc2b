"""Sequence: each run's five events are complete, paired and in order.

One state machine a run (``run_machine``); here is what concerns several runs: which run
an event belongs to, nested runs, tool calls that ended in the wrong run, and runs that
never ended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from test_framework.events.checker import Notes, judge
from test_framework.events.merging import MergingChecker
from test_framework.events.model import RUN_EVENTS, AgentEvent, EventKind
from test_framework.events.questions import Questions
from test_framework.events.replays import Replays
from test_framework.events.rules import Rule
from test_framework.events.run_machine import RunMachine, State
from test_framework.events.verdict import Verdict
from test_framework.events.views import Views
from test_framework.events.wording import run_of, seen, short_id, text_part

NAME = "sequence"


def check_sequence(
    events: Iterable[AgentEvent],
    *,
    ended: bool = True,
    every_run_has: Collection[EventKind] = (),
) -> Verdict:
    r"""Judge the order of all runs in a stream.

    Args:
        events: All that the users' sockets received, in order of arrival (not only the
            five events: the others show whether a user joined a thread in the middle).
        ended: False while more may come: a run that goes on is then unknown, not broken.
        every_run_has: Kinds that each run must show, for example ``RUN_EVENTS`` when
            the question needs a tool.

    Returns:
        Broken with findings, also of accepted questions that no run answered; unknown when
        there was no run, or one whose beginning the user did not see; otherwise holds.

    Example:
        >>> str(check_sequence([]))
        'sequence: unknown\n  - No agent run was seen.'
    """
    return judge(SequenceChecker(every_run_has), events, ended=ended)


class SequenceChecker(MergingChecker):
    """The incremental form of ``check_sequence``."""

    def __init__(self, every_run_has: Collection[EventKind] = ()) -> None:
        super().__init__()
        self._wanted = [kind for kind in RUN_EVENTS if kind in every_run_has]
        self._notes = Notes()
        self._replays = Replays()
        self._runs: dict[tuple[str, str], RunMachine] = {}
        self._children: dict[tuple[str, str], list[RunMachine]] = {}
        self._views = Views()
        self._questions = Questions()

    def _take(self, event: AgentEvent) -> None:
        skipped = self._views.take(event)
        if skipped:
            self._note_skip(event)
        self._questions.take(event, skipped=skipped)
        if not event.kind.of_run or not self._replays.is_new(event):
            return
        if not event.run_id:
            text = f"{seen(event)} of {event.owner} does not say which run it belongs to."
            self._notes.broken(Rule.RUN_UNNAMED, text, event.frame)
            return
        key = event.owner, event.run_id
        run = self._runs.get(key)
        if run is None:
            partial = self._views.of(event.owner, event.thread_id).partial
            begins = event.kind is EventKind.AGENT_STARTED
            run = RunMachine(event, self._notes, partly_seen=partial and not begins)
            self._runs[key] = run
        if event.thread_id != run.first.thread_id:
            self._note_other_thread(run, event)
        if event.kind is EventKind.TOOL_COMPLETED and self._note_other_run(run, event):
            return
        run.take(event)
        if event.kind is EventKind.AGENT_STARTED and run.parent:
            self._check_parent(run, event)
        elif event.kind is EventKind.AGENT_COMPLETED:
            self._check_children(event)

    def _conclude(self, *, ended: bool) -> Verdict:
        notes = Notes(self._notes)
        self._questions.conclude(notes, self._views, ended=ended)
        if not self._runs:
            notes.unknown("No agent run was seen.")
        for run in self._runs.values():
            view = self._views.of(run.first.owner, run.first.thread_id)
            going_on = run.state is not State.ENDED
            if run.partly_seen or (going_on and view.behind):
                notes.unknown(
                    f"{run_of(run.first)} was seen only in part: {run.first.owner} was not "
                    f"connected to its thread all the time."
                )
            elif going_on:
                self._note_unfinished(notes, run, ended=ended)
            else:
                self._note_absent_kinds(notes, run)
        return notes.conclude(NAME)

    def _note_skip(self, event: AgentEvent) -> None:
        """The user came back to a thread and did not ask for what happened meanwhile."""
        for (owner, _), run in self._runs.items():
            same_thread = owner == event.owner and run.first.thread_id == event.thread_id
            if same_thread and run.state is State.RUNNING:
                run.partly_seen = True

    def _note_other_thread(self, run: RunMachine, event: AgentEvent) -> None:
        text = (
            f"{run_of(event)} belongs to thread {short_id(run.first.thread_id)} "
            f"(frame {run.first.frame}), but {seen(event)} came in "
            f"thread {short_id(event.thread_id) or '?'}."
        )
        self._notes.broken(Rule.THREADS_MIXED_UP, text, run.first.frame, event.frame)

    def _note_other_run(self, run: RunMachine, event: AgentEvent) -> bool:
        """Note a tool call that began in one run and completes in another."""
        call_id = text_part(event.payload, "call_id")
        if run.has_open(call_id):
            return False
        for (owner, run_id), other in self._runs.items():
            if owner == event.owner and other is not run and other.has_open(call_id):
                tool = text_part(event.payload, "tool")
                text = (
                    f"{run_of(event)}: tool `{tool}` was completed here (frame {event.frame}), "
                    f"but it was started in run {short_id(run_id)}."
                )
                self._notes.broken(Rule.RUNS_MIXED_UP, text, event.frame)
                return True
        return False

    def _check_parent(self, run: RunMachine, event: AgentEvent) -> None:
        parent = self._runs.get((event.owner, run.parent))
        self._children.setdefault((event.owner, run.parent), []).append(run)
        if parent is not None and parent.state is State.RUNNING:
            return
        if parent is None and self._views.of(event.owner, event.thread_id).partial:
            return  # it may have begun before the user came
        why = "has ended already" if parent else "was never seen"
        text = f"{run_of(event)} is nested in run {short_id(run.parent)}, which {why}"
        text += f" (frame {event.frame})."
        self._notes.broken(Rule.PARENT_NOT_RUNNING, text, event.frame)

    def _check_children(self, event: AgentEvent) -> None:
        behind = self._views.of(event.owner, event.thread_id).behind
        for child in self._children.get((event.owner, event.run_id), ()):
            unseen = behind or child.partly_seen  # its end may have come meanwhile
            if child.state is State.RUNNING and not unseen:
                text = (
                    f"{run_of(event)} completed (frame {event.frame}) while its nested "
                    f"run {short_id(child.first.run_id)} was still running."
                )
                self._notes.broken(Rule.CHILD_LEFT_OPEN, text, event.frame)

    @staticmethod
    def _note_unfinished(notes: Notes, run: RunMachine, *, ended: bool) -> None:
        working = [f"`{text_part(tool.payload, 'tool')}`" for tool in run.open_tools]
        during = f", while {' and '.join(working)} worked" if working else ""
        last = f"the last event is {seen(run.last)}{during}"
        if ended:
            text = f"{run_of(run.last)} never completed: {last}."
            notes.broken(Rule.COMPLETION_MISSING, text, run.last.frame)
        else:
            notes.unknown(f"{run_of(run.last)} goes on: {last}.", run.last.frame)

    def _note_absent_kinds(self, notes: Notes, run: RunMachine) -> None:
        for kind in self._wanted:
            if kind not in run.kinds:
                text = (
                    f"{run_of(run.first)} has no {kind} "
                    f"(it went from frame {run.first.frame} to frame {run.last.frame})."
                )
                notes.broken(Rule.KIND_MISSING, text, run.first.frame, run.last.frame)
