"""What people may do next. Hypothesis chooses; each deed is done at the platform and in the model.

What a deed is done to is drawn as a plain number, whatever there is at that moment: so the same
numbers are always the same life, and a shorter one can be found by leaving deeds out. A deed for
which there is nothing to do it to is not done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from targets.reference.protocol_model.crew import Crew, Device, Request, code_of
from targets.reference.protocol_model.life import WHO, Life, pick
from targets.reference.protocol_model.search import Disagreement, Search
from targets.reference.protocol_model.world import (
    DONE,
    NOT_FOUND,
    OTHER_WITH_THAT_ID,
    Conversation,
)

PICK = st.integers(0, 11)
WORDS = st.sampled_from(
    [
        "Hello, {}",
        "What did we spend on model {} in September 2026?",
        "Hello {}\nand good\tbye  🦓\u200d, e\u0301 ≠ é",
        "<b>{}</b> & \u202eright to left; DROP TABLE messages; {{}}",
        "Brief me on September 2026, {}",
    ]
)
# How many requests back somebody may send one again.
RECENT = 5
CHANGES = st.sampled_from(["thread.rename", "thread.archive", "thread.restore"])
# What others, or nobody any more, may do with a conversation.
TRESPASSES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("history.get", {}),
    ("resume", {"last_seq": 0}),
    ("message.send", {"text": "Hello"}),
    ("thread.open", {}),
    ("thread.rename", {"title": "Mine"}),
    ("thread.archive", {}),
    ("thread.restore", {}),
    ("thread.delete", {}),
    ("typing", {}),
    ("ack", {"seq": 1}),
)


def free_lives(crew: Crew) -> Callable[[Search], Life]:
    """What makes one life of this crew after the other; each knows what was there before it."""
    past: set[str] = set()
    return lambda search: FreeLife(crew, search, past)


def deed(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A rule of the machine, counted when something was done, its failure noted."""

    def make(act: Callable[..., None]) -> Any:
        @rule(**drawn)  # type: ignore[call-overload, untyped-decorator] # "target" could be in it
        @wraps(act)
        def attempt(self: FreeLife, **chosen: Any) -> None:
            before = len(self.story.lines)
            self.story.deeds.append((act.__name__, chosen))
            with self.noting_failure():
                act(self, **chosen)
            if len(self.story.lines) > before:
                self.search.count(act.__name__)

        return attempt

    return make


class FreeLife(Life):
    """A life in which anything may be done next."""

    # Beginning, asking, asking again

    @deed(who=PICK, title=st.sampled_from(["", "Spending", "Costs  of\u00a0it"]))
    def begins(self, who: int, title: str) -> None:
        """Begin a conversation, with a name or without."""
        self.begin(self.device(who), title)

    @deed(who=PICK, where=PICK, words=WORDS, patiently=st.booleans())
    def asks(self, who: int, where: int, words: str, patiently: bool) -> None:
        """Ask, and wait for the answer or not."""
        device = self.device(who)
        conversation = self.conversation(device, where)
        message_id = self.ask(device, conversation, self.text(words))
        if patiently and message_id:
            self.await_end(device, conversation, message_id)

    @deed(who=PICK, where=PICK, words=WORDS, stored=st.booleans())
    def asks_and_is_cut_off(self, who: int, where: int, words: str, stored: bool) -> None:
        """Ask, and be cut off before there is an answer; it is sent again some day."""
        device = self.device(who)
        conversation = self.conversation(device, where)
        # Which of two questions names a conversation cannot be told until both are answered.
        if not conversation.title:
            return
        self.follow(device, conversation)
        text = self.text(words)
        when = "when that is stored" if stored else "at once"
        self.say(f"{device.name} asks {text!r} in {conversation.name}, and is cut off {when}")
        request = self.request("message.send", conversation, {"text": text})
        if stored:
            device.ask(request)
        else:
            device.send(request)
        device.lose_line()
        device.unanswered.append(request)

    @deed(who=PICK, where=PICK, words=WORDS, others=WORDS)
    def ask_at_once(self, who: int, where: int, words: str, others: str) -> None:
        """Ask on both devices, before either was answered."""
        device = self.device(who)
        conversation = self.conversation(device, where)
        if not conversation.title:
            return
        other = self.here(self.devices[self.devices.index(device) ^ 1])
        asking = []
        for each, say in ((device, words), (other, others)):
            self.follow(each, conversation)
            asking.append(
                (each, self.request("message.send", conversation, {"text": self.text(say)}))
            )
        texts = " and ".join(repr(request.payload["text"]) for _, request in asking)
        self.say(f"both devices of {device.person} ask at once in {conversation.name}: {texts}")
        for each, request in asking:
            each.send(request)
        for each, request in asking:
            self.accept(each, conversation, request, each.chat.reply_to(request.id))

    @deed(who=PICK, which=PICK)
    def asks_again(self, who: int, which: int) -> None:
        """Let a question be answered once more."""
        device = self.device(who)
        if (found := self.question(device, which)) is None:
            return
        conversation, question = found
        self.say(f"{device.name} asks {question.text!r} again")
        request = self.about("message.retry", conversation, question)
        reply = device.ask(request)
        allowed = self.world.to_undo(device.person, conversation, question)
        if self.must_be(reply, allowed).type == "message_accepted":
            question.ask_again(reply.payload["run_id"])
            self.keep(device, request, reply)

    @deed(who=PICK, which=PICK, run=PICK)
    def stops(self, who: int, which: int, run: int) -> None:
        """Stop a run."""
        device = self.device(who)
        if (found := self.question(device, which)) is None:
            return
        conversation, question = found
        run_id = pick(question.runs, run)
        self.say(f"{device.name} stops run {question.runs.index(run_id) + 1} of {question.text!r}")
        was_over = run_id not in question.open
        request = self.request("run.cancel", conversation, {"run_id": run_id})
        reply = self.must_be(device.ask(request), {DONE})
        if was_over and reply.payload["state"] != "ended":
            raise Disagreement(f"A run that was over is {reply.payload['state']}.")
        if not was_over:
            question.cancelled.add(run_id)

    # Changing what was said

    @deed(who=PICK, which=PICK, words=WORDS)
    def edits(self, who: int, which: int, words: str) -> None:
        """Change a question."""
        device = self.device(who)
        if (found := self.question(device, which)) is None:
            return
        conversation, question = found
        text = self.text(words)
        self.say(f"{device.name} makes {question.text!r} read {text!r}")
        request = self.about("message.edit", conversation, question, text=text)
        reply = device.ask(request)
        allowed = self.world.to_write(device.person, conversation)
        if self.must_be(reply, allowed).type == "message_changed":
            question.text = text
            self.keep(device, request, reply)

    @deed(who=PICK, which=PICK)
    def deletes_question(self, who: int, which: int) -> None:
        """Delete a question with its answers."""
        device = self.device(who)
        if (found := self.question(device, which)) is None:
            return
        conversation, question = found
        self.say(f"{device.name} deletes {question.text!r}")
        request = self.about("message.delete", conversation, question)
        reply = device.ask(request)
        allowed = self.world.to_undo(device.person, conversation, question)
        if self.must_be(reply, allowed).type == "messages_removed":
            del conversation.questions[question.message_id]
            for message_id in reply.payload["message_ids"]:
                conversation.ratings.pop(message_id, None)
            self.keep(device, request, reply)

    @deed(who=PICK, which=PICK, answer=PICK, rating=st.sampled_from(["up", "down", None]))
    def rates(self, who: int, which: int, answer: int, rating: str | None) -> None:
        """Say what an answer is worth."""
        device = self.device(who)
        conversation = self.conversation(device, which)
        history = device.chat.ask("history.get", conversation.thread_id).payload
        answers = [m["message_id"] for m in history["messages"] if m["author"] == "agent"]
        if not answers:
            return
        message_id = pick(answers, answer)
        self.say(f"{device.name} rates an answer in {conversation.name} as {rating}")
        payload = {"message_id": message_id, "rating": rating}
        request = self.request("message.feedback", conversation, payload, about=message_id)
        reply = device.ask(request)
        # Its question may have been deleted with it meanwhile.
        allowed = self.world.to_write(device.person, conversation)
        if self.must_be(reply, allowed).type == "message_changed":
            conversation.ratings.pop(message_id, None)
            if rating is not None:
                conversation.ratings[message_id] = rating
            self.keep(device, request, reply)

    # Keeping conversations in order

    @deed(who=PICK, which=PICK, changes=st.lists(CHANGES, min_size=1, max_size=4))
    def tidies(self, who: int, which: int, changes: list[str]) -> None:
        """Rename a conversation, put it away, take it out again, in any order."""
        device = self.device(who)
        conversation = self.conversation(device, which)
        for change in changes:
            if change == "thread.rename":
                title = self.text("Budget {}")
                self._change(device, conversation, change, {"title": title})
                conversation.title = title
            else:
                self._change(device, conversation, change, {})
                conversation.archived = change == "thread.archive"

    def _change(
        self, device: Device, conversation: Conversation, kind: str, payload: dict[str, str]
    ) -> None:
        """Change a conversation; all other devices of the person hear of it."""
        self.say(f"{device.name}: {kind} {conversation.name} {' '.join(payload.values())}".strip())
        request = self.request(kind, conversation, payload)
        before = self.frames()
        reply = self.must_be(device.ask(request), {DONE})
        self.keep(device, request, reply)
        for other in self.listening(device.person):
            if other is not device:
                other.hear("thread_changed", conversation.thread_id, before[other.name])

    @deed(who=PICK, which=PICK)
    def deletes(self, who: int, which: int) -> None:
        """Delete a conversation."""
        device = self.device(who)
        conversation = self.conversation(device, which)
        self.say(f"{device.name} deletes {conversation.name}")
        request = self.request("thread.delete", conversation, {})
        before = self.frames()
        reply = self.must_be(device.ask(request), {DONE})
        conversation.deleted = True
        self.keep(device, request, reply)
        thread_id = conversation.thread_id
        for other in self.listening(device.person):
            if thread_id in other.follows:
                other.hear("thread_deleted", thread_id, before[other.name])
            if other is not device:
                other.hear("thread_removed", thread_id, before[other.name])
            other.follows.pop(thread_id, None)

    @deed(who=PICK, which=PICK, place=PICK)
    def reads(self, who: int, which: int, place: int) -> None:
        """Tell how far a conversation was read."""
        device = self.device(who)
        conversation = self.conversation(device, which)
        self.follow(device, conversation)
        seq = place % device.held(conversation.thread_id) + 1
        self.say(f"{device.name} has read {seq} events of {conversation.name}")
        request = self.request("ack", conversation, {"seq": seq})
        reply = self.must_be(device.ask(request), {DONE})
        conversation.read = max(conversation.read, seq)
        if reply.payload["seq"] != conversation.read:
            raise Disagreement(f"It is told that {reply.payload['seq']} are read.")

    # Coming and going

    @deed(who=PICK)
    def is_cut_off(self, who: int) -> None:
        """Lose the line of a device."""
        device = self.devices[pick(WHO, who)]
        if device.connected:
            self.say(f"{device.name} loses its line")
            device.lose_line()

    @deed(who=PICK, which=PICK, from_the_start=st.booleans())
    def opens(self, who: int, which: int, from_the_start: bool) -> None:
        """Follow a conversation on one more device."""
        device = self.device(who)
        conversation = self.conversation(device, which)
        if conversation.thread_id in device.follows:
            return
        if from_the_start:
            self.follow(device, conversation)
            return
        self.say(f"{device.name} opens {conversation.name} from now on")
        reply = self.must_be(device.ask(self.request("thread.open", conversation)), {DONE})
        device.follows[conversation.thread_id] = reply.payload["thread"]["last_seq"]
        device.chat.ask("ping")

    @deed(who=PICK, which=PICK)
    def looks_back(self, who: int, which: int) -> None:
        """Read a history."""
        device = self.device(who)
        conversation = self.conversation(device, which)
        self.say(f"{device.name} reads the history of {conversation.name}")
        self.must_be(device.ask(self.request("history.get", conversation)), {DONE})

    # Doing again what was done, and what one may not do

    @deed(who=PICK, what=PICK)
    def repeats(self, who: int, what: int) -> None:
        """Send something again that was done, as when its answer was lost."""
        device = self.device(who)
        own = [request for person, request in self.done if person == device.person]
        if not own:
            return
        request = pick(own[-RECENT:], what)
        assert request.reply is not None
        if request.kind == "thread.create":  # it would follow it from the start once more
            self.say(f"{device.name} loses its line")
            device.lose_line()
            device.follows.pop(request.reply.payload["thread"]["thread_id"], None)
            self.come_in(device)
        self.say(f"{device.name} sends once more: {request.kind} {request.payload or ''}")
        reply = device.ask(request)
        self.must_be_as_before(request, reply)
        if request.kind == "thread.create" and not code_of(reply):
            device.follows[reply.payload["thread"]["thread_id"]] = 0
            device.chat.ask("ping")  # answered when it has all that there is

    @deed(who=PICK, what=PICK)
    def reuses_an_id(self, who: int, what: int) -> None:
        """Ask for something else under an id that was used."""
        device = self.device(who)
        own = [
            (request, conversation)
            for person, request in self.done
            for conversation in self.world.of(person)
            if person == device.person
            and request.kind == "thread.rename"
            and request.thread_id == conversation.thread_id
        ]
        if not own:
            return
        request, conversation = pick(own, what)
        self.say(f"{device.name} sends another name for {conversation.name} under the same id")
        other = Request(request.kind, request.id, request.thread_id, {"title": "Other"})
        self.must_be(device.ask(other), {OTHER_WITH_THAT_ID})

    @deed(who=PICK, where=PICK, how=PICK)
    def trespasses(self, who: int, where: int, how: int) -> None:
        """Try what one may not do with the conversation of somebody else."""
        device = self.device(who)
        strange = [c for c in self.world.conversations if c.owner != device.person or c.deleted]
        if not strange:
            return
        conversation = pick(strange, where)
        kind, payload = pick(TRESPASSES, how)
        whose = "deleted" if conversation.deleted else f"of {conversation.owner}"
        self.say(f"{device.name} tries {kind} at {conversation.name}, {whose}")
        self.must_be(device.ask(self.request(kind, conversation, payload)), {NOT_FOUND})
