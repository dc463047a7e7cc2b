"""The scenes in which the pages are looked at: every page, in every state that looks different.

A new page needs two things. A function with ``@BOOK.scene(name, page=...)`` that brings a person
there, in one of the modules below, and a line with that name in the examples of
``features/accessibility``: in ``meeting_no_barriers`` one for each state, in
``reading_at_any_size`` and in ``using_the_keyboard_alone`` one for each page. A test fails when a
page of the platform has none (``tests/test_every_page_is_looked_at.py``).
"""

from __future__ import annotations

from types import MappingProxyType

from steps import scenes_of_accounts, scenes_of_the_chat, scenes_outside
from steps.scene_book import SceneBook


def _all() -> SceneBook:
    book = SceneBook()
    for part in (scenes_outside.BOOK, scenes_of_accounts.BOOK, scenes_of_the_chat.BOOK):
        for name, each in part.items():
            book.add(name, each)
    return book


SCENES = MappingProxyType(_all())
