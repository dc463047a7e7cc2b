"""What a scene is: one page in one state, in which people look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.base import BasePage
from steps.people import Actor

NO_LINK = "#token=no-such-link"

Arrive = Callable[[Actor], None]


@dataclass(frozen=True)
class Scene:
    """One page in one state.

    Attributes:
        page: The path of the page.
        arrive: Brings a person there.
    """

    page: str
    arrive: Arrive


class SceneBook(dict[str, Scene]):
    """Scenes by the names that the features use.

    Example:
        ``@BOOK.scene("signing up", page=SignUpPage.path)`` above a function of an ``Actor``.
    """

    def scene(self, name: str, *, page: str) -> Callable[[Arrive], Arrive]:
        """Register how one comes to a scene."""

        def register(arrive: Arrive) -> Arrive:
            self.add(name, Scene(page, arrive))
            return arrive

        return register

    def add(self, name: str, scene: Scene) -> None:
        """Register a scene.

        Raises:
            AssertionError: when another has that name.
        """
        assert name not in self, f"two scenes are named {name!r}"
        self[name] = scene


def open_page(who: Actor, kind: type[BasePage], hint: str = "") -> None:
    """Open a page, and wait until it can be used."""
    page = who.context.page
    page.goto(f"{who.context.base_url}{kind.path}{hint}")
    page.locator("main").get_by_role("button").and_(page.locator(":enabled")).first.wait_for()


def link_without_use(who: Actor, kind: type[BasePage]) -> str:
    """A link that was never in a mail."""
    return f"{who.context.base_url}{kind.path}{NO_LINK}"
