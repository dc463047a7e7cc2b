"""Promises of ``features/events``, broken: the suite's own judgement fails."""

from functools import partial

from test_framework.events import numbering
from test_framework.events.answers import Answers
from test_framework.events.checker import Notes
from test_framework.events.content import ContentChecker
from test_framework.events.replays import Replays
from test_framework.events.run_machine import RunMachine
from test_framework.events.sequence import SequenceChecker
from tests.sabotage.catalogue import MISSED, breaks, replace

breaks_the_suite = partial(breaks, where="suite")


def does_nothing(*_details, **_more):
    """In place of a check."""


@breaks_the_suite("order-judged", finding=MISSED)
def blind_to_repeats() -> None:
    """The suite does not notice that an event of a run came twice."""
    replace(RunMachine, "_two", lambda _: does_nothing)


@breaks_the_suite("order-judged", finding=MISSED)
def blind_to_runs_without_end() -> None:
    """The suite takes a run that never ended for a good one."""
    replace(SequenceChecker, "_note_unfinished", lambda _: staticmethod(does_nothing))


@breaks_the_suite("runs-kept-apart", finding=MISSED)
def runs_thrown_together() -> None:
    """The suite does not see that a tool finished in another run than its own."""
    replace(SequenceChecker, "_note_other_run", lambda _: lambda *_details: False)


@breaks_the_suite("runs-kept-apart", finding=MISSED)
def sub_agents_overlooked() -> None:
    """The suite does not look whether a sub-agent has finished before the run that asked it."""
    replace(SequenceChecker, "_check_children", lambda _: does_nothing)


@breaks_the_suite("content-judged", finding=MISSED)
def blind_to_errors_shown_as_results() -> None:
    """The suite does not look at how a tool ended."""
    replace(ContentChecker, "_check_tool_outcome", lambda _: does_nothing)


@breaks_the_suite("content-judged", finding=MISSED)
def blind_to_failures_shown_as_success() -> None:
    """The suite does not look at how a run ended."""
    replace(ContentChecker, "_check_run_outcome", lambda _: does_nothing)


@breaks_the_suite("delivery-judged", finding=MISSED)
def blind_to_lost_news() -> None:
    """The suite does not notice that a number was left out."""
    replace(numbering, "note_gaps", lambda _: does_nothing)


@breaks_the_suite("delivery-judged", finding=MISSED)
def blind_to_changed_pieces() -> None:
    """The suite does not compare the pieces of an answer with the whole."""
    replace(Answers, "feed", lambda _: does_nothing)


@breaks_the_suite("no-false-alarm", finding="a false alarm")
def every_repeat_is_an_alarm() -> None:
    """The suite takes what is told again after a cut for something new."""
    replace(Replays, "is_new", lambda _: lambda *_details: True)


@breaks_the_suite("unknown-is-not-green", finding="the suite thinks that it can tell")
def doubts_kept_quiet() -> None:
    """The suite calls good what it could not tell."""
    replace(Notes, "unknown", lambda _: does_nothing)
