"""Questions that were accepted: each gets its run."""

from __future__ import annotations

from test_framework.events.checker import Notes
from test_framework.events.message_fates import deleted_by
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.views import Views
from test_framework.events.wording import part, short_id, text_part

Name = tuple[str, str]


class Questions:
    """Remembers what was accepted and what runs say that they answer."""

    def __init__(self) -> None:
        self._accepted: dict[Name, AgentEvent] = {}
        self._answered: set[Name] = set()
        self._missed: set[Name] = set()
        self._latest: dict[Name, int] = {}
        self._started: set[Name] = set()
        self._threads_of_runs: dict[Name, str] = {}

    def take(self, event: AgentEvent, *, skipped: bool) -> None:
        """The next event; ``skipped`` when a part of its thread before it was not seen."""
        owner = event.owner
        if event.kind is EventKind.MESSAGE_ACCEPTED:
            self._accepted.setdefault((owner, text_part(event.payload, "message_id")), event)
            return
        if event.thread_id:
            self._latest[owner, event.thread_id] = event.frame
        if skipped:
            self._note_missed(event)
        if event.kind is EventKind.MESSAGES_DELETED:
            self._missed |= {(owner, name) for name in deleted_by(event)}
        if event.kind.of_run:
            run = owner, event.run_id
            self._threads_of_runs.setdefault(run, event.thread_id)
            if event.kind is EventKind.AGENT_STARTED:
                self._started.add(run)
                self._answered.add((owner, text_part(event.payload, "context", "message_id")))

    def conclude(self, notes: Notes, views: Views, *, ended: bool) -> None:
        """Note the questions that no run names."""
        # A run whose start did not come may answer any of them; that is noted elsewhere.
        unclear = {
            (owner, thread)
            for (owner, run), thread in self._threads_of_runs.items()
            if (owner, run) not in self._started
        }
        for (owner, name), accepted in self._accepted.items():
            thread = text_part(accepted.payload, "thread_id")
            if (owner, name) in self._answered or (owner, thread) in unclear:
                continue
            words = f"{owner}'s question {short_id(name)} was accepted (frame {accepted.frame})"
            if (owner, name) in self._missed or not self._followed(accepted, thread, views):
                notes.unknown(
                    f"{words}, but {owner} did not see all that came of it.", accepted.frame
                )
            elif ended:
                text = f"{words} but no run answered it."
                notes.broken(Rule.QUESTION_UNANSWERED, text, accepted.frame)
            else:
                notes.unknown(f"{words} and waits for its run.", accepted.frame)

    def _note_missed(self, event: AgentEvent) -> None:
        for name, accepted in self._accepted.items():
            same = text_part(accepted.payload, "thread_id") == event.thread_id
            seq = part(accepted.payload, "seq")
            before = isinstance(seq, int) and event.seq is not None and event.seq <= seq
            if name[0] == event.owner and same and not before:
                self._missed.add(name)

    def _followed(self, accepted: AgentEvent, thread: str, views: Views) -> bool:
        """Whether the user saw the thread from the question on."""
        seq = part(accepted.payload, "seq")
        view = views.of(accepted.owner, thread)
        if isinstance(seq, int):
            return view.highest >= seq and not view.behind
        return self._latest.get((accepted.owner, thread), 0) > accepted.frame
