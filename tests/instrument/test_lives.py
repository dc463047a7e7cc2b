"""The search among lives ends in good order when its time is over."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from targets.reference.protocol_model.search import Search

IN_TIME = 20


class Life(RuleBasedStateMachine):
    """A life of two deeds; after some lives, the time of the search is over."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        if search.lives == IN_TIME:
            search.at_most_s = -1.0
        self.story = search.begin()

    @rule(number=st.integers())
    def counts(self, number: int) -> None:
        self.story.lines.append(f"counts {number}")

    @rule(word=st.text())
    def says(self, word: str) -> None:
        self.story.lines.append(f"says {word}")


def test_a_search_whose_time_is_over_ends_with_what_it_has() -> None:
    for seed in range(5):
        search = Search(seed)
        assert search.run(Life, lives=100) is None
        assert search.lives == IN_TIME
