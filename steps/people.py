"""The people of a scenario, and what each step needs to act for one of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from pytest_bdd import parsers

from targets.reference.api import Api
from targets.reference.spending import Spending
from targets.reference.wire_access import WireAccess
from targets.reference.wire_chat import WireChat
from test_framework.events.model import AgentEvent, EventKind, parent_of
from test_framework.pytest_plugin.contexts import Contexts
from test_framework.targets import Access, Chat, Target
from test_framework.test_context import TestContext

ANSWERED_WITHIN_S = 20.0
SHOWN_WITHIN_S = 5.0
CONFIRMATION = "Confirm your e-mail address"


def person(name: str) -> str:
    """One name, as the step texts use it (``{who:Person}``)."""
    return name


person.pattern = r"\w+"  # type: ignore[attr-defined] # parse reads the pattern from here


def says(text: str) -> parsers.parse:
    """A step text in which ``{who:Person}`` is one name.

    Example:
        ``@when(says("{who:Person} signs up"))``
    """
    return parsers.parse(text, extra_types={"Person": person})


@dataclass
class Actor:
    """One person in one scenario: a test context, a way in, a way to chat.

    Attributes:
        asked: Questions sent in the current conversation that will be answered.
        kept: What the person saw earlier, for comparing.
        stages: Seconds that the stages of a journey took, by name.
        connected: Whether this person has arrived in the chat.
        runs_before: Runs that had ended when the current conversation began.
        came: When this person entered the scene (``time.monotonic``).
    """

    context: TestContext
    access: Access
    chat: Chat
    asked: int = 0
    kept: dict[str, Any] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    connected: bool = False
    runs_before: int = 0
    came: float = field(default_factory=time.monotonic)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of a stage of the journey."""
        started = time.monotonic()
        yield
        self.stages[name] = time.monotonic() - started

    @property
    def name(self) -> str:
        """What the features call this person."""
        return self.context.name

    @property
    def wire(self) -> WireChat:
        """The chat as a program sees it, for steps about the protocol."""
        assert isinstance(self.chat, WireChat), "this step needs a scenario tagged @wire"
        return self.chat

    @cached_property
    def api(self) -> Api:
        """The platform's HTTP side, logged in as this person."""
        api = Api.of(self.context)
        if api.access_token is None:
            api.log_in(self.context.identity.email, self.context.identity.password)
        return api

    @cached_property
    def spending(self) -> Spending:
        """The usage data as this person can download it."""
        return Spending.from_csv(self.api.usage_csv())

    def pass_of_log_in(self) -> str:
        """The access token of this person's log-in."""
        assert self.api.access_token is not None, f"{self.name} is not logged in"
        return self.api.access_token

    # Setting the scene

    def awaited_link(self) -> str:
        """The newest link that asks to confirm the address, waiting for the mail."""
        self.context.wait_for(
            lambda: self.context.mails(CONFIRMATION),
            awaiting="the mail with the link",
            within=SHOWN_WITHIN_S,
            look=lambda: f"the platform said: {self.access.told()}",
        )
        return self.confirmation_link()

    def confirmation_link(self, *, newest: bool = True) -> str:
        """The link of the mail that asks to confirm the address."""
        mails = self.context.mails(CONFIRMATION)
        return self.context.link_in(mails[-1] if newest else mails[0])

    def request_account(self) -> None:
        """Sign up, and wait for the mail."""
        identity = self.context.identity
        before = len(self.context.mails(CONFIRMATION))
        WireAccess(self.context).sign_up(identity.full_name, identity.email, identity.password)
        self.context.wait_for(
            lambda: len(self.context.mails(CONFIRMATION)) > before,
            awaiting="the mail that asks to confirm the address",
            within=SHOWN_WITHIN_S,
        )

    def get_account(self) -> None:
        """Sign up and confirm, without a browser."""
        self.request_account()
        WireAccess(self.context).confirm(self.confirmation_link())

    def enter_chat(self) -> None:
        """Get an account, come in, and connect."""
        self.get_account()
        self.access.enter()
        self.connect()

    def connect(self) -> None:
        """Arrive in the chat."""
        with self.stage("connecting"):
            self.chat.connect()
        self.connected = True

    def begin_conversation(self) -> None:
        """Start a conversation in the chat."""
        self.runs_before = len(self.finished_runs())
        self.chat.start_conversation()
        self.asked = 0

    # Asking and being answered

    def ask(self, question: str) -> None:
        """Send a question."""
        self.asked += 1
        self.chat.send(question)

    def finished_runs(self) -> list[AgentEvent]:
        """The ends of all runs that this person's questions began, each once.

        A run that another agent asked for ends before the run that it helps, and is not counted.
        """
        events = self.context.events
        nested = {e.run_id for e in events if e.kind is EventKind.AGENT_STARTED and parent_of(e)}
        ends = {e.run_id: e for e in events if e.kind is EventKind.AGENT_COMPLETED}
        return [end for run_id, end in ends.items() if run_id not in nested]

    def wait_until_over(self) -> None:
        """Until as many runs have ended as questions were asked, whatever came of them."""
        self.context.wait_for(
            lambda: len(self.finished_runs()) - self.runs_before >= self.asked,
            awaiting=f"the end of run {self.asked} of {self.name}",
            within=ANSWERED_WITHIN_S,
        )

    def wait_until_answered(self) -> None:
        """Until all runs have ended, and the user sees an answer for each that succeeded."""
        self.wait_until_over()
        ends = self.finished_runs()[self.runs_before :]
        succeeded = sum(end.payload.get("status") == "succeeded" for end in ends)
        # More only when this person is told of other people's runs, which is not for us to see.
        answers = min(succeeded, self.asked)
        self.context.wait_for(
            lambda: len(self.chat.conversation()) >= self.asked + answers,
            awaiting=f"{self.asked} questions with their answers in the conversation",
            within=SHOWN_WITHIN_S,
        )

    def answer(self) -> str:
        """The newest answer as this person sees it."""
        self.wait_until_answered()
        return self.chat.conversation()[-1].text

    def told(self) -> str:
        """What the platform said to this person last."""
        return self.chat.told() if self.connected else self.access.told()


NewActor = Callable[[str, str | None, str | None], Actor]


class People:
    """Everybody in a scenario, by name; ``people.latest`` is who was spoken of last."""

    def __init__(self, new_actor: NewActor) -> None:
        self._new_actor = new_actor
        self._actors: dict[str, Actor] = {}
        self.latest: Actor

    def __getitem__(self, name: str) -> Actor:
        """The person of that name, who enters the scene on first mention."""
        if name not in self._actors:
            self._actors[name] = self._new_actor(name, None, None)
        self.latest = self._actors[name]
        return self.latest

    def __iter__(self) -> Iterator[Actor]:
        """Everybody so far."""
        return iter(self._actors.values())

    def device_of(self, name: str, driver: str | None = None) -> Actor:
        """Another device of the same person: same account, nothing else in common.

        With the scenario's driver, unless another is given.
        """
        label = f"{name}'s other device" if driver is None else f"{name}'s {driver} device"
        if label not in self._actors:
            self._actors[label] = self._new_actor(label, name, driver)
        return self._actors[label]

    def with_another_browser(self, name: str) -> Actor:
        """Close this person's browser; from now on the person is meant in a new one."""
        self[name].context.page.close()
        self._actors[name] = self._new_actor(f"{name}'s next browser", name, None)
        return self[name]


@pytest.fixture
def people(contexts: Contexts, target: Target, driver: str) -> People:
    """The people of this scenario."""

    def new_actor(label: str, same_person_as: str | None, by: str | None) -> Actor:
        context = (
            contexts[label] if same_person_as is None else contexts.device(label, same_person_as)
        )
        by = by or driver
        return Actor(context, target.access(by, context), target.chat(by, context))

    return People(new_actor)


def eventually(
    condition: Callable[[], object], actor: Actor, awaiting: str, within: float = SHOWN_WITHIN_S
) -> None:
    """Wait until the person sees something, or fail and say what was awaited."""
    actor.context.wait_for(condition, awaiting=awaiting, within=within)
