"""One life of the crew: what all deeds have in common, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from targets.reference.protocol_model import agreement
from targets.reference.protocol_model.crew import Crew, Device, Request, code_of, same_words
from targets.reference.protocol_model.search import Disagreement, Search
from targets.reference.protocol_model.world import (
    DONE,
    NO_MESSAGE,
    NOT_FOUND,
    Conversation,
    Question,
    World,
)
from test_framework.events.model import AgentEvent, EventKind

T = TypeVar("T")

# Most is done by the first of them: much in one conversation finds more than a little in many.
WHO = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5)


class Life(RuleBasedStateMachine):
    """People come in, do this and that, and in the end everybody compares notes.

    Args:
        crew: Who lives it.
        search: Whose life it is.
        past: The conversations of earlier lives; those of this one join them at its end.
    """

    def __init__(self, crew: Crew, search: Search, past: set[str]) -> None:
        super().__init__()
        self.story = search.begin()
        self.search = search
        self.crew = crew
        self.past = past
        self.world = World()
        self.done: list[tuple[str, Request]] = []
        self._until = ExitStack()
        self.devices = self._until.enter_context(crew.devices())
        self._all_devices = list(self.devices)
        self._numbers = count(1)

    def say(self, line: str) -> None:
        """Tell what is done now."""
        self.story.lines.append(line)

    @contextmanager
    def noting_failure(self) -> Iterator[None]:
        """Whatever goes wrong ends the life, and is noted with its story."""
        try:
            yield
        except Exception as problem:
            self.story.problem = str(problem) or type(problem).__name__
            self.story.evidence = "\n".join(
                f"{device.name}\n{device.context.frames.as_text()}"
                for device in self._all_devices
                if device.context.frames.connections
            )
            self.search.failed(self.story)
            raise

    # Who, and what

    def device(self, number: int) -> Device:
        """One of all devices, which comes in where it is not."""
        return self.here(self.devices[pick(WHO, number)])

    def here(self, device: Device) -> Device:
        """The device, which comes in where it is not."""
        if not device.connected:
            self.come_in(device)
        return device

    def come_in(self, device: Device) -> None:
        """Connect, take up what it follows, and send again what was not answered."""
        again = "again" if device.chat.used_tickets else "for the first time"
        self.say(f"{device.name} comes in {again}")
        device.connect()
        for conversation in self.world.conversations:
            if conversation.thread_id in device.follows:
                reply = device.take_up(conversation.thread_id)
                self.must_be(reply, self.world.to_look(device.person, conversation))
                if conversation.deleted:
                    del device.follows[conversation.thread_id]
        while device.unanswered:
            request = device.unanswered.pop(0)
            conversation = self.named(request.thread_id)
            self.accept(device, conversation, request, device.ask(request), late=True)

    def conversation(self, device: Device, number: int) -> Conversation:
        """One of those that its person can find; a new one where there is none."""
        own = self.world.of(device.person)
        return pick(own, number) if own else self.begin(device, "")

    def question(self, device: Device, number: int) -> tuple[Conversation, Question] | None:
        """One of those that its person has asked and not deleted; a new one where there is none.

        None when there is no conversation to ask it in but in the archive.
        """
        own = list(self.world.questions(device.person))
        if not own:
            self.ask(device, self.conversation(device, number), self.text("Hello, {}"))
            own = list(self.world.questions(device.person))
        return pick(own, number) if own else None

    def named(self, thread_id: str) -> Conversation:
        """The conversation with that id."""
        return next(each for each in self.world.conversations if each.thread_id == thread_id)

    def listening(self, person: str) -> list[Device]:
        """The person's devices that are connected."""
        return [each for each in self.devices if each.person == person and each.connected]

    def frames(self) -> dict[str, int]:
        """How many frames each device has so far."""
        return {device.name: len(device.context.frames) for device in self.devices}

    def text(self, words: str) -> str:
        """A text unlike all others of this life."""
        return words.format(f"{agreement.WORD}-{next(self._numbers)}")

    def request(
        self,
        kind: str,
        at: Conversation | None = None,
        payload: dict[str, Any] | None = None,
        about: str = "",
    ) -> Request:
        """A request with an id of its own."""
        thread_id = at.thread_id if at else ""
        return Request(kind, self.crew.new_id(), thread_id, payload or {}, about)

    def about(self, kind: str, at: Conversation, question: Question, **fields: str) -> Request:
        """A request about a question."""
        payload = {"message_id": question.message_id, **fields}
        return self.request(kind, at, payload, about=question.message_id)

    # What nearly every life begins with

    def begin(self, device: Device, title: str) -> Conversation:
        """Begin a conversation."""
        request = self.request("thread.create", payload={"title": title})
        reply = self.must_be(device.ask(request), {DONE})
        thread_id = reply.payload["thread"]["thread_id"]
        conversation = self.world.begin(device.person, thread_id, title)
        device.follows[thread_id] = 0
        self.say(f"{device.name} begins {conversation.name} as {title!r}")
        device.hear("thread_created", thread_id, 0)
        self.keep(device, request, reply)
        return conversation

    def ask(self, device: Device, conversation: Conversation, text: str) -> str:
        """Ask a question; its id, empty where it was refused."""
        self.follow(device, conversation)
        self.say(f"{device.name} asks {text!r} in {conversation.name}")
        request = self.request("message.send", conversation, {"text": text})
        reply = device.ask(request)
        self.accept(device, conversation, request, reply)
        return "" if code_of(reply) else str(reply.payload["message_id"])

    # What comes of it

    def must_be(self, reply: AgentEvent, allowed: set[str]) -> AgentEvent:
        """The reply, which must be one that the protocol allows now.

        Raises:
            Disagreement: when it is not.
        """
        if code_of(reply) not in allowed:
            said = code_of(reply) or reply.type
            expected = " or ".join(sorted(code or "to do it" for code in allowed))
            raise Disagreement(f"The platform said {said}; it had {expected}.")
        return reply

    def must_be_as_before(self, request: Request, reply: AgentEvent) -> None:
        """A request that was sent again is answered as the first time, and nothing else happens.

        Where what it was about is gone, the answer may say that.

        Raises:
            Disagreement: when it is answered otherwise.
        """
        assert request.reply is not None
        before, allowed = request.reply, set()
        if request.kind == "thread.create":
            thread = before.payload["thread"]["thread_id"]
            conversation = self.named(thread)
            alike = reply.type == before.type and reply.payload["thread"]["thread_id"] == thread
        else:
            conversation = self.named(request.thread_id)
            alike = same_words(before, reply)
        if conversation.deleted:
            allowed.add(NOT_FOUND)
        if request.about and not self._is_there(conversation, request.about):
            allowed.add(NO_MESSAGE)
        if not alike and code_of(reply) not in allowed:
            raise Disagreement(
                f"Sent again it was answered by {code_of(reply) or dict(reply.payload)}, "
                f"the first time by {dict(before.payload)}."
            )

    def keep(self, device: Device, request: Request, reply: AgentEvent, about: str = "") -> None:
        """Remember what was done, to send it again some day."""
        kept = Request(
            request.kind,
            request.id,
            request.thread_id,
            request.payload,
            about or request.about,
            reply,
        )
        self.done.append((device.person, kept))

    def accept(
        self,
        device: Device,
        conversation: Conversation,
        request: Request,
        reply: AgentEvent,
        *,
        late: bool = False,
    ) -> None:
        """A question was answered for; ``late``: it may have been stored long before."""
        allowed = self.world.to_write(device.person, conversation)
        if late and not conversation.deleted:
            allowed.add(DONE)
        if code_of(self.must_be(reply, allowed)):
            return
        told, text = reply.payload, request.payload["text"]
        question = Question(told["message_id"], text, told["seq"], [told["run_id"]])
        conversation.ask(question)
        self.keep(device, request, reply, about=question.message_id)

    def follow(self, device: Device, conversation: Conversation) -> None:
        """Have the conversation open from its beginning, if it is not yet."""
        thread_id = conversation.thread_id
        if thread_id not in device.follows:
            self.say(f"{device.name} opens {conversation.name}")
            device.follows[thread_id] = 0
            self.must_be(device.take_up(thread_id), {DONE})

    def await_end(self, device: Device, conversation: Conversation, message_id: str) -> None:
        """Wait for the ends of all runs of a question."""
        self.say(f"{device.name} waits for the answer")
        question = conversation.questions[message_id]
        for run_id in sorted(question.open):
            device.wait_for_end(run_id)
            question.open.discard(run_id)

    def _is_there(self, conversation: Conversation, message_id: str) -> bool:
        """Whether a message is left; of answers only those that were rated are known."""
        return message_id in conversation.questions or message_id in conversation.ratings

    # The end

    def teardown(self) -> None:
        """Compare notes, unless something went wrong before; then everybody leaves."""
        with self._until:
            try:
                if not self.story.problem:
                    with self.noting_failure():
                        self._compare()
            finally:
                self.past.update(*(seen_by(device) for device in self._all_devices))

    def _compare(self) -> None:
        for device in self.devices:
            if device.chat.used_tickets and not device.connected:
                self.come_in(device)
        self.say("Everybody compares notes")
        found: list[str] = []
        new = []
        for person in self.crew.people:
            if all(each.owner != person for each in self.world.conversations):
                continue
            device = self._until.enter_context(self.crew.new_log_in(person))
            new.append(device)
            self._all_devices.append(device)
            readings = agreement.settle(self.world, device)
            agreement.catch_up(self.listening(person), readings)
            found += agreement.differences(self.world, device, readings, self.past)
            for each in self.listening(person):
                found += agreement.unlike(self.world, each, readings)
        if new:
            found += agreement.broken(self.world, self._all_devices, self.crew.catalogue(new[0]))
        if found:
            raise Disagreement("\n".join(found))
        for device in new:
            ends = {e.run_id for e in device.context.events if e.kind is EventKind.AGENT_COMPLETED}
            self.search.count_runs(len(ends))


def seen_by(device: Device) -> set[str]:
    """The conversations that a device was ever told of, whoever began them."""
    rows = [e.payload["thread"] for e in device.context.events if e.type == "thread_opened"]
    for event in device.context.events:
        rows += event.payload["threads"] if event.type == "thread_list" else []
    return {row["thread_id"] for row in rows}


def pick(some: Sequence[T], number: int) -> T:
    """The one of these that a number stands for.

    Example:
        >>> pick("abc", 0), pick("abc", 4)
        ('a', 'b')
    """
    return some[number % len(some)]
