"""What operator and people hear while the platform can keep nothing."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2
from pytest_bdd import then, when

from steps.operators import ASKED_WITHIN_S, READINESS, Json
from steps.people import People, eventually, says
from targets.reference.life_cycle import RunningReference
from test_framework.waiting import patient

SERVES, AWAY = 200, 503


@dataclass(frozen=True)
class Heard:
    """What the platform says of itself: the HTTP status, for programs, and the words."""

    status: int
    told: Json

    @property
    def ready(self) -> bool:
        """Whether both say that people may be sent there."""
        return (self.status, self.told["status"], self.told["hindrances"]) == (SERVES, "ready", [])


def ask_how_it_is(reference: RunningReference) -> Heard:
    """Ask as a program of the operator does."""
    url, within = reference.base_url + READINESS, patient(ASKED_WITHIN_S)
    answer = httpx2.get(url, timeout=within, trust_env=False)
    return Heard(answer.status_code, answer.json())


@when(
    says(
        '{who:Person} asks "{question}", and the operator how it is, while the storage is locked',
    )
)
def _(people: People, reference: RunningReference, who: str, question: str) -> None:
    wire, kept = people[who].wire, people[who].kept
    with reference.storage_locked():
        kept["answered with"] = wire.ask("message.send", wire.thread_id, {"text": question})
        kept["heard"] = ask_how_it_is(reference)


@then(says('the operator, who hears now that it is ready, heard "{words}"'))
def _(people: People, reference: RunningReference, words: str) -> None:
    heard: Heard = people.latest.kept["heard"]
    assert heard.status == AWAY, f"a platform that can keep nothing answered with {heard}"
    hindrances = heard.told["hindrances"]
    assert hindrances == [words], f"the operator was told {hindrances}"
    eventually(lambda: ask_how_it_is(reference).ready, people.latest, "a platform that is ready")


@then(says('the question of {who:Person} was refused with "{words}"'))
def _(people: People, who: str, words: str) -> None:
    answer = people[who].kept["answered with"]
    assert answer.type == "error", f"the question was answered with {answer.type}"
    told = answer.payload
    assert words in told["message"], f"{who} was told {told}"
    assert told["what_next"], f"{who} was not told what to do"
