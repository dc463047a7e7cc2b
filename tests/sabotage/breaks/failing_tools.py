"""Promises about tools and models that fail, broken."""

import asyncio

from chat_platform.agents import AnswerDelta, breakers, crew, failures, retries, sturdy_model
from chat_platform.agents.breakers import Breakers, CircuitOpen
from chat_platform.agents.narrator import Narrator
from chat_platform.agents.record import RunRecord
from chat_platform.agents.retries import Patience
from chat_platform.agents.tools import sturdy
from chat_platform.chat import breakers_api
from chat_platform.chat.run_in_hand import RunInHand
from chat_platform.contract.events import AgentCompleted, ToolCompleted
from tests.sabotage.breaks.agents import emit_instead
from tests.sabotage.catalogue import breaks, replace


def attempts_with(**changed) -> None:
    """Let whatever is tried again be tried in another way."""
    retry_context = retries.stamina.retry_context

    class Stamina:
        Attempt = retries.stamina.Attempt

        @staticmethod
        def retry_context(**asked):
            return retry_context(**{**asked, **changed})

    replace(retries, "stamina", lambda _: Stamina)


@breaks("tools-tried-again", finding="the tool was tried 1 times, not 3")
def tools_tried_once() -> None:
    """A tool that fails is not tried again."""
    replace(sturdy, "PASSING", lambda _: ())


@breaks("tools-tried-again", finding="the tool was tried 0 times, not 3")
def tries_not_told() -> None:
    """Of the tries of a tool only the last one is told."""
    held = {}

    def change(event):
        if event.type == "tool_executing":
            held[event.call_id] = event
            return []
        if isinstance(event, ToolCompleted):
            begun = held.pop(event.call_id)
            return [begun, event] if event.status == "ok" else []
        if isinstance(event, AgentCompleted):
            usage = event.usage.model_copy(update={"tool_calls": 1})
            return [event.model_copy(update={"usage": usage})]
        return [event]

    emit_instead(change)


@breaks("pauses-grow", finding="the pause before try 3 was .*: too short")
def pauses_stay_the_same() -> None:
    """Each pause before another try is as long as the first."""
    attempts_with(wait_exp_base=1, wait_jitter=0)


@breaks("pauses-grow", finding="the pause before try 2 was .*: too short")
def no_pauses() -> None:
    """A failing tool is tried again without a pause."""
    attempts_with(wait_initial=0, wait_jitter=0)


@breaks("retries-end", finding="the end of run 1")
def stop_waits_for_the_next_try() -> None:
    """Who stops a run waits until the next try has been made."""

    def make(attempts):
        async def deaf(self, may_pass):
            async for attempt in attempts(self, may_pass):
                yield attempt
                pause = asyncio.ensure_future(asyncio.sleep(attempt.next_wait))
                while not pause.done():
                    try:
                        await asyncio.shield(pause)
                    except asyncio.CancelledError:
                        continue

        return deaf

    replace(Patience, "attempts", make)


@breaks("tools-tried-again", finding="the end of run 1")
def tried_for_ever() -> None:
    """A tool that stays broken is tried again and again."""
    attempts_with(attempts=None, wait_max=0.1)
    replace(sturdy, "ToolBrokeDown", lambda _: OSError)  # which is tried again, too


@breaks("retries-end", finding="the end of run 1")
def run_left_open() -> None:
    """A run that is ended while a tool waits for its next try is never told to have ended."""

    def make(end):
        def end_unless_failed(self, status, how, code=None):
            if status == "succeeded":
                end(self, status, how, code)

        return end_unless_failed

    replace(RunRecord, "end", make)
    keep_silent()


def keep_silent() -> None:
    """What broke off is not closed either."""

    async def nothing(_self):
        pass

    replace(RunInHand, "_close", lambda _: nothing)


@breaks("breaker-opens", finding="the run ended as succeeded")
def breaker_never_opens() -> None:
    """However often a tool fails, it is asked again."""
    replace(
        breakers, "AsyncCircuitBreakerFactory", lambda make: lambda _, open_s: make(10**9, open_s)
    )


@breaks("breaker-opens", finding="the run ended with (internal|None)")
def unavailable_told_as_a_defect() -> None:
    """What is left alone is told as something that went wrong."""
    replace(failures, "CircuitOpen", lambda _: ZeroDivisionError)


@breaks("breaker-opens", finding="the runs went")
def one_breaker_for_all_tools() -> None:
    """When one tool is left alone, all are."""

    def make(guard):
        return lambda self, _name, counts: guard(self, "tool spend_total", counts)

    replace(Breakers, "guard", make)


@breaks("breaker-closes", finding="is missing|questions with their answers|the breaker went")
def breaker_never_closes() -> None:
    """What once kept failing is left alone for good."""

    def make(guard):
        def refuse(self, name, counts):
            if any(each.to == "open" for each in self._changes.get(name, ())):
                raise CircuitOpen(name, 1.0)
            return guard(self, name, counts)

        return refuse

    replace(Breakers, "guard", make)


@breaks("breaker-closes", finding="it was open for|Ada was answered")
def breaker_half_opens_at_once() -> None:
    """What is left alone is tried again at once."""
    replace(breakers, "AsyncCircuitBreakerFactory", lambda make: lambda limit, _: make(limit, 0.0))


@breaks("breakers-seen", finding="sees \\{|was told ''")
def breakers_shown_to_anybody() -> None:
    """Whoever is logged in sees the breakers."""
    replace(breakers_api, "demand", lambda _: lambda _caller, _permission: None)


@breaks("breakers-seen", finding="sees \\{")
def open_breaker_shown_as_closed() -> None:
    """All breakers are said to be closed."""
    replace(breakers, "STATES", lambda states: dict.fromkeys(states, "closed"))


@breaks("real-model-answers", finding="pieces of the answer|came in 1 piece|is missing")
def answer_of_a_model_in_one_piece() -> None:
    """What a real model says is told when it has ended, not as it comes."""

    def make(narrate):
        async def whole(self, run):
            said = ""
            async for told in narrate(self, run):
                if isinstance(told, AnswerDelta):
                    said += told.text
                else:
                    yield told
            if said:
                yield AnswerDelta(said)

        return whole

    replace(Narrator, "narrate", make)


@breaks("model-failures-told", finding="it tells what is inside|it says")
def failure_of_a_model_told_as_it_is() -> None:
    """When a model fails, the user reads the message of the program."""

    def make(of_model):
        def tell_all(problem):
            why = of_model(problem)
            return failures.Failure(why.code, f"{why.words} {problem!r}")

        return tell_all

    replace(failures, "_of_model", make)


@breaks("model-failures-told", finding="the end of run 1")
def silent_model_waited_for() -> None:
    """A model that falls silent is waited for, however long."""
    replace(
        sturdy_model.SturdyModel, "_limited", lambda _: lambda _self, settings: dict(settings or {})
    )


@breaks("model-recovers", finding="it was asked again after")
def wish_of_the_model_ignored() -> None:
    """A model that wants to be left alone for a while is asked again at once."""
    replace(sturdy_model, "_may_pass", lambda may: lambda problem: bool(may(problem)))


@breaks("model-recovers", finding="is missing|questions with their answers")
def no_other_model() -> None:
    """Where the model fails, no other one is asked."""
    replace(crew, "_with_fallback", lambda _: lambda model, _fallback: model)


@breaks("right-although-tools-fail", finding="of 200 runs were not answered")
def flaky_tools_given_up() -> None:
    """A tool that fails now and then is not tried again."""
    replace(sturdy, "PASSING", lambda _: ())
