"""The users of one scenario: each gets a test context when a step first names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from test_framework.personas import Identity, identity_for
from test_framework.targets import RunningPlatform
from test_framework.test_context import TestContext
from test_framework.world import World


@dataclass(frozen=True)
class Cast:
    """How people get their details: the same for the same seed and scenario.

    Attributes:
        seed: The seed of the run.
        scenario_key: What no other scenario run shares.
        run: Makes addresses fresh where a platform kept its accounts from an earlier run.
    """

    seed: int
    scenario_key: str
    run: str = ""

    def identity(self, name: str) -> Identity:
        """The details of one persona in this scenario.

        Raises:
            LookupError: when there is no such persona.
        """
        return identity_for(name, self.seed, self.scenario_key, run=self.run)


class Contexts(Mapping[str, TestContext]):
    """The test contexts of one scenario by name; looking one up makes it.

    Example:
        ``contexts["Ada"].page`` is Ada's page; ``len(contexts)`` counts who has appeared.
    """

    def __init__(self, world: World, cast: Cast) -> None:
        self.world = world
        self._cast = cast
        self._contexts: dict[str, TestContext] = {}

    def __getitem__(self, name: str) -> TestContext:
        """The context of that person, made at the first mention.

        Raises:
            LookupError: when there is no such persona.
        """
        if name not in self._contexts:
            self._contexts[name] = TestContext(name, self._cast.identity(name), self.world)
        return self._contexts[name]

    def device(self, label: str, person: str) -> TestContext:
        """Another device of a person who is there: same identity, nothing else in common.

        Raises:
            LookupError: when there is no such persona.
        """
        if label not in self._contexts:
            self._contexts[label] = TestContext(label, self[person].identity, self.world)
        return self._contexts[label]

    def __iter__(self) -> Iterator[str]:
        """The names of those who have appeared, in that order."""
        return iter(self._contexts)

    def __len__(self) -> int:
        """How many have appeared."""
        return len(self._contexts)

    def __contains__(self, name: object) -> bool:
        """Whether that person has appeared; asking does not make anybody appear."""
        return name in self._contexts

    def move_to(self, platform: RunningPlatform) -> None:
        """Let everyone who appears from now on meet another platform.

        Raises:
            RuntimeError: when somebody is there already; they would stay behind.
        """
        if self._contexts:
            here = ", ".join(self._contexts)
            raise RuntimeError(f"{here} already met the platform; ask for another one before.")
        self.world = replace(self.world, platform=platform)

    def close(self) -> None:
        """Close everyone's pages and sockets, the last who came first.

        Raises:
            ExceptionGroup: with what could not be closed, after all others were.
        """
        problems = []
        while self._contexts:
            _, context = self._contexts.popitem()
            try:
                context.close()
            except Exception as error:  # the others must be closed all the same
                problems.append(error)
        if problems:
            raise ExceptionGroup("Not everything could be closed", problems)


CONTEXTS = pytest.StashKey[Contexts]()
