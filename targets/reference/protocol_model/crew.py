"""People at a running platform, each with a phone and a laptop that come and go."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from targets.reference.api import NOTE, Api, Refused
from targets.reference.wire_access import WireAccess
from targets.reference.wire_chat import WireChat
from test_framework.events.catalogue import Catalogue
from test_framework.events.model import AgentEvent, EventKind
from test_framework.personas import Identity
from test_framework.test_context import TestContext

PHONE, LAPTOP = "phone", "laptop"
CONFIRMATION = "Confirm your e-mail address"
HEARD_WITHIN_S = 10.0
RUN_ENDS_WITHIN_S = 30.0


@dataclass(frozen=True)
class Request:
    """What a device asked of the platform, and what it was answered when that was done.

    Attributes:
        id: Names the request for good: sent again, it is the same request.
        about: The id of the message that it is about; empty for none.
    """

    kind: str
    id: str
    thread_id: str
    payload: dict[str, Any] = field(default_factory=dict)
    about: str = ""
    reply: AgentEvent | None = None


class Device:
    """One device of one person: follows conversations, is cut off, and takes them up again.

    Attributes:
        name: "Ada's phone".
        person: Whose it is.
        follows: The conversations that it has open, with what it knew when it opened them: the
            number of an event; 0 for who follows from the beginning.
        unanswered: What was sent when the line was lost, to be sent again.
    """

    def __init__(self, name: str, person: str, context: TestContext) -> None:
        self.name, self.person, self.context = name, person, context
        self.chat = WireChat(context)
        self.follows: dict[str, int] = {}
        self.unanswered: list[Request] = []

    @property
    def connected(self) -> bool:
        """Whether it has a connection."""
        return bool(self.chat.used_tickets) and not self.chat.socket.closed

    def connect(self) -> None:
        """Come in; a pass that ran out is renewed."""
        try:
            self.chat.connect()
        except Refused as refusal:
            if refusal.code != "token_expired":
                raise
            Api.of(self.context).renew()
            self.chat.connect()

    def lose_line(self) -> None:
        """Be cut off, without a word."""
        self.chat.socket.abort()

    def ask(self, request: Request) -> AgentEvent:
        """Send a request, for the first time or again; what is answered this time."""
        before = sum(event.reply_to == request.id for event in self.context.events)
        self.send(request)
        return self.chat.replies_to(request.id, before + 1)[-1]

    def send(self, request: Request) -> None:
        """Send a request and wait for nothing."""
        thread = request.thread_id or None
        self.chat.send_message(request.kind, thread, request.payload, message_id=request.id)

    def take_up(self, thread_id: str) -> AgentEvent:
        """Get what it does not have of a conversation, and follow it."""
        return self.chat.ask("resume", thread_id, {"last_seq": self.held(thread_id)})

    def held(self, thread_id: str) -> int:
        """The number of the newest event that it has, or knew when it opened the conversation."""
        return max([self.follows.get(thread_id, 0), *self.log(thread_id)])

    def log(self, thread_id: str) -> dict[int, AgentEvent]:
        """The events that it has of a conversation, by their numbers."""
        return {e.seq: e for e in self.context.events if e.thread_id == thread_id and e.seq}

    def hear(self, kind: str, thread_id: str, after: int) -> None:
        """Wait for word of a conversation that came unasked, after that frame.

        Raises:
            NotInTime: when there is none.
        """

        def of_it(event: AgentEvent) -> bool:
            told = event.payload.get("thread", event.payload)
            return not event.reply_to and thread_id in (event.thread_id, told.get("thread_id"))

        self.context.wait_for_event(kind, after=after, where=of_it, within=HEARD_WITHIN_S)

    def wait_for_end(self, run_id: str) -> None:
        """Wait until a run of a conversation that it follows has ended."""
        self.context.wait_for_event(
            EventKind.AGENT_COMPLETED,
            where=lambda event: event.run_id == run_id,
            within=RUN_ENDS_WITHIN_S,
        )


class Crew:
    """People with accounts. What they do with them begins anew with each life.

    Example:
        ``with crew_of([contexts["Ada"], contexts["Alan"]]) as crew: ...``
    """

    def __init__(self, people: Sequence[TestContext], until: ExitStack) -> None:
        self.people = tuple(person.name for person in people)
        self._identities = {person.name: person.identity for person in people}
        self._world = people[0].world
        self._log_ins: dict[str, Api] = {}
        self._ids = count(1)
        self._catalogue: Catalogue | None = None
        for person in people:
            get_account(person)
            for kind in (PHONE, LAPTOP):
                context = TestContext(kind, person.identity, self._world)
                until.callback(context.close)
                WireAccess(context).enter()
                self._log_ins[f"{person.name}'s {kind}"] = Api.of(context)

    @contextmanager
    def devices(self) -> Iterator[list[Device]]:
        """Everybody's devices, as yet without a connection, with nothing in their memory."""
        with ExitStack() as until:
            made = []
            for name, log_in in self._log_ins.items():
                person = name.partition("'")[0]
                context = TestContext(name, self._identities[person], self._world)
                until.callback(context.close)
                context.notes[NOTE] = log_in
                made.append(Device(name, person, context))
            yield made

    @contextmanager
    def new_log_in(self, person: str) -> Iterator[Device]:
        """A device on which the person logs in for the first time, connected."""
        context = TestContext(f"{person}'s new device", self._identities[person], self._world)
        with ExitStack() as until:
            until.callback(context.close)
            WireAccess(context).enter()
            until.callback(Api.of(context).log_out)
            device = Device(context.name, person, context)
            device.connect()
            yield device

    def catalogue(self, device: Device) -> Catalogue:
        """The agents and their tools, as the platform describes them."""
        if self._catalogue is None:
            self._catalogue = Catalogue.from_agent_list(device.chat.ask("agent.list").payload)
        return self._catalogue

    def new_id(self) -> str:
        """An id that no request of these people had."""
        return f"r{next(self._ids)}"


@contextmanager
def crew_of(people: Sequence[TestContext]) -> Iterator[Crew]:
    """Get accounts for these people, and log in on two devices each."""
    with ExitStack() as until:
        yield Crew(people, until)


def get_account(person: TestContext) -> None:
    """Sign up and confirm, without a browser."""
    identity: Identity = person.identity
    access = WireAccess(person)
    access.sign_up(identity.full_name, identity.email, identity.password)
    mails = person.wait_for(lambda: person.mails(CONFIRMATION), awaiting="the mail with the link")
    access.confirm(person.link_in(mails[-1]))


def code_of(reply: AgentEvent) -> str:
    """The code of a refusal; empty for any other answer."""
    return str(reply.payload["code"]) if reply.type == "error" else ""


def same_words(one: AgentEvent, other: AgentEvent) -> bool:
    """Whether two answers say the same."""
    said = (json.dumps(dict(each.payload), sort_keys=True) for each in (one, other))
    return one.type == other.type and len(set(said)) == 1
