"""Isolation: what is one user's never reaches another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from test_framework.events.checker import Notes
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.verdict import Verdict
from test_framework.events.wording import frames, short_id, shortened

NAME = "isolation"
SECRET_SHOWN = 12

_RULES = {
    "thread": Rule.THREAD_SHARED,
    "run": Rule.RUN_SHARED,
    "message": Rule.EVENT_SHARED,
    "event": Rule.EVENT_SHARED,
}
_ID_FIELDS = {
    "thread_id": "thread",
    "run_id": "run",
    "parent_run_id": "run",
    "message_id": "message",
}
_ANSWERS_TO_THE_OWNER = (EventKind.MESSAGE_ACCEPTED, EventKind.THREAD_OPENED)


def check_isolation(
    events_by_owner: Mapping[str, Iterable[AgentEvent]],
    secrets: Mapping[str, Iterable[str]] | None = None,
    *,
    persons: Mapping[str, str] | None = None,
) -> Verdict:
    """Judge whether users were told of each other.

    Args:
        events_by_owner: All that each user's sockets received.
        secrets: By person, texts that nobody else may see: an address, a word used in no
            other conversation. They are looked for in every text of every other person,
            upper and lower case alike.
        persons: Whose device an owner of events is, where it is not a person by itself:
            devices of one person may see the same.

    Returns:
        Broken when an id of a thread, run, message or event, or a secret, of one user
        came to another; unknown with fewer than two users, or one who received nothing;
        otherwise holds.

    Example:
        >>> check_isolation({"Ada": [], "Alan": []}).outcome
        <Outcome.UNKNOWN: 'unknown'>
        >>> check_isolation({"Ada": [], "Ada's phone": []}, persons={"Ada's phone": "Ada"}).findings
        (Finding(rule='unknown', text='Ada received nothing: nothing can be told.', frames=()),)
    """
    checker = IsolationChecker(secrets, persons)
    for owner, events in events_by_owner.items():
        checker.expect(owner)
        for event in events:
            checker.feed(event)
    return checker.verdict(ended=True)


class _Id(NamedTuple):
    """An identifier and what it stands for: "thread", "run", "message" or "event"."""

    what: str
    name: str


@dataclass(slots=True)
class _Sighting:
    """One person's view of one id: where, since when, and whether it was asked for.

    Attributes:
        first: The first event that told of it.
        answered: Whether it came as the answer to this person.
        frames: Where it came, by device: each has a frame log of its own.
    """

    first: AgentEvent
    answered: bool = False
    frames: dict[str, list[int]] = field(default_factory=dict)

    def take(self, event: AgentEvent) -> None:
        """One more event with it."""
        self.answered |= event.kind in _ANSWERS_TO_THE_OWNER
        numbers = self.frames.setdefault(event.owner, [])
        if event.frame not in numbers[-1:]:
            numbers.append(event.frame)

    def __str__(self) -> str:
        """For people: "frames 1 and 2 of Ada"."""
        return " and ".join(f"{frames(found)} of {who}" for who, found in self.frames.items())


class IsolationChecker:
    """The incremental form of ``check_isolation``."""

    def __init__(
        self,
        secrets: Mapping[str, Iterable[str]] | None = None,
        persons: Mapping[str, str] | None = None,
    ) -> None:
        self._persons = dict(persons or {})
        self._secrets = {
            owner: {text.casefold(): text for text in texts if text.strip()}
            for owner, texts in (secrets or {}).items()
        }
        self._received: dict[str, int] = {}
        self._seen: dict[_Id, dict[str, _Sighting]] = {}
        self._told: dict[tuple[str, str, str], list[int]] = {}

    def expect(self, owner: str) -> None:
        """Say that this user takes part: with nothing received, nothing can be told."""
        self._received.setdefault(self._person(owner), 0)

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event of any user."""
        person = self._person(event.owner)
        self._received[person] = self._received.get(person, 0) + 1
        texts: list[str] = []
        for name, text in (*_ids_of(event), *_texts(event.payload)):
            texts.append(text)
            if name in _RULES and text:
                sightings = self._seen.setdefault(_Id(name, text), {})
                sightings.setdefault(person, _Sighting(event)).take(event)
        self._look_for_secrets(person, event, texts)

    def verdict(self, *, ended: bool) -> Verdict:  # noqa: ARG002 - all checkers are asked alike
        """Judge what was fed so far; see ``Checker.verdict``."""
        notes = Notes()
        silent = [owner for owner, count in self._received.items() if not count]
        if silent:
            notes.unknown(f"{' and '.join(silent)} received nothing: nothing can be told.")
        elif len(self._received) < 2:  # noqa: PLR2004 - one and another
            notes.unknown("Fewer than two users received anything.")
        for identifier, sightings in self._seen.items():
            if len(sightings) > 1:
                self._note_shared(notes, identifier, sightings)
        for (owner, seer, text), numbers in self._told.items():
            words = (
                f"{seer} was told what only {owner} may know: "
                f"{shortened(text, SECRET_SHOWN)!r} ({frames(numbers)})."
            )
            notes.broken(Rule.SECRET_SEEN, words, *numbers)
        return notes.conclude(NAME)

    def _person(self, owner: str) -> str:
        return self._persons.get(owner, owner)

    def _look_for_secrets(self, person: str, event: AgentEvent, texts: list[str]) -> None:
        own = self._secrets.get(person, {})
        for owner, secrets in self._secrets.items():
            if owner == person:
                continue
            for secret, as_given in secrets.items():
                if secret not in own and any(secret in text.casefold() for text in texts):
                    key = owner, event.owner, as_given
                    self._told.setdefault(key, []).append(event.frame)

    def _note_shared(
        self, notes: Notes, identifier: _Id, sightings: Mapping[str, _Sighting]
    ) -> None:
        # Whoever asked for it owns it; among those, and among those who did not, the first.
        ranked = sorted(
            sightings.items(), key=lambda s: (not s[1].answered, s[1].first.received_at)
        )
        (owner, own), others = ranked[0], ranked[1:]
        for seer, sighting in others:
            if self._told_by_a_larger_whole(identifier, sighting.first, owner):
                continue
            text = (
                f"{identifier.what.capitalize()} {short_id(identifier.name)} of {owner} "
                f"({own}) reached {seer} as well: first as {sighting.first.type}, in {sighting}."
            )
            numbers = [number for found in sighting.frames.values() for number in found]
            notes.broken(_RULES[identifier.what], text, *numbers)

    def _told_by_a_larger_whole(self, identifier: _Id, event: AgentEvent, owner: str) -> bool:
        """Whether the event's thread, or its run, is reported as shared already."""
        larger = [_Id("thread", event.thread_id), _Id("run", event.run_id)]
        if identifier in larger:
            larger = larger[: larger.index(identifier)]
        return any(owner in self._seen.get(whole, {}) for whole in larger)


def _ids_of(event: AgentEvent) -> Iterator[tuple[str, str]]:
    yield "thread", event.thread_id
    yield "run", event.run_id
    if event.thread_id or event.run_id:  # a notice to everybody may carry one id
        yield "event", event.event_id


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a payload, with what it identifies when its field says so."""
    if isinstance(value, str):
        yield _ID_FIELDS.get(name, ""), value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield "", str(key)
            yield from _texts(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, name)
