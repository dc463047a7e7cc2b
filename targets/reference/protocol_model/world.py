"""What the chat protocol means: conversations, what may be done in them, and what is left.

Nothing here knows of sockets or of the platform. Where the protocol leaves it to the moment what
happens (is that run over already?), the model allows each outcome and takes what it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_AUTOMATIC_TITLE = 60

DONE = ""
NOT_FOUND = "thread_not_found"
ARCHIVED = "thread_archived"
NO_MESSAGE = "message_not_found"
AT_WORK = "run_in_progress"
OTHER_WITH_THAT_ID = "duplicate_message_id"


@dataclass
class Question:
    """A question as it is now.

    Attributes:
        text: What it says, after all edits.
        seq: The number of the event with which it began.
        runs: The runs that it asked for, itself and by asking again.
        cancelled: Those of them that somebody tried to stop.
        open: Those of them whose end nobody has waited for.
    """

    message_id: str
    text: str
    seq: int
    runs: list[str]
    cancelled: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.open.update(self.runs)

    def ask_again(self, run_id: str) -> None:
        """One more run answers it."""
        self.runs.append(run_id)
        self.open.add(run_id)


@dataclass
class Conversation:
    """A conversation as it is now.

    Attributes:
        name: What stories call it: "c1".
        owner: Whose it is; nobody else can find it.
        title: Empty until it was named, or named by its first question.
        archived: It can be found and restored, and nothing is written in it.
        deleted: Nobody finds it, for good.
        questions: Those that are left, by their ids.
        ratings: What its owner thinks of answers, by their ids.
        read: How far its owner has read it; it never goes back.
    """

    name: str
    owner: str
    thread_id: str
    title: str
    archived: bool = False
    deleted: bool = False
    questions: dict[str, Question] = field(default_factory=dict)
    ratings: dict[str, str] = field(default_factory=dict)
    read: int = 0

    def ask(self, question: Question) -> None:
        """A question was accepted. The first one names a conversation without a title."""
        self.questions[question.message_id] = question
        self.title = self.title or automatic_title(question.text)

    @property
    def in_order(self) -> list[Question]:
        """The questions as they stand in the history."""
        return sorted(self.questions.values(), key=lambda question: question.seq)


@dataclass
class World:
    """All conversations of all people."""

    conversations: list[Conversation] = field(default_factory=list)

    def begin(self, owner: str, thread_id: str, title: str) -> Conversation:
        """A conversation was begun."""
        name = f"c{len(self.conversations) + 1}"
        self.conversations.append(Conversation(name, owner, thread_id, on_one_line(title)))
        return self.conversations[-1]

    def of(self, owner: str) -> list[Conversation]:
        """The conversations that this person can find, newest first."""
        own = [each for each in self.conversations if each.owner == owner and not each.deleted]
        return own[::-1]

    def questions(self, owner: str) -> Iterator[tuple[Conversation, Question]]:
        """All questions of a person that are left."""
        for conversation in self.of(owner)[::-1]:
            for question in conversation.in_order:
                yield conversation, question

    # What the platform may say to a deed: DONE, or the code of a refusal

    def to_look(self, who: str, at: Conversation) -> set[str]:
        """Opening, following, reading, renaming, archiving, restoring, deleting."""
        return {NOT_FOUND} if at.owner != who or at.deleted else {DONE}

    def to_write(self, who: str, where: Conversation) -> set[str]:
        """Asking, editing, rating."""
        found = self.to_look(who, where)
        return {ARCHIVED} if found == {DONE} and where.archived else found

    def to_undo(self, who: str, where: Conversation, question: Question) -> set[str]:
        """Deleting a question or asking it again: not while the agents are at work on it."""
        found = self.to_write(who, where)
        return found | {AT_WORK} if found == {DONE} and question.open else found


def on_one_line(title: str) -> str:
    r"""A title as people see it.

    Example:
        >>> on_one_line("Costs \n of it")
        'Costs of it'
    """
    return " ".join(title.split())


def automatic_title(text: str) -> str:
    r"""The title that a first question gives its conversation: its first line, not too long.

    Example:
        >>> automatic_title("Which models cost most?\nAnd why?")
        'Which models cost most?'
    """
    line = on_one_line(text.strip().splitlines()[0])
    if len(line) <= LONGEST_AUTOMATIC_TITLE:
        return line
    return line[: LONGEST_AUTOMATIC_TITLE - 1].rstrip() + "…"
