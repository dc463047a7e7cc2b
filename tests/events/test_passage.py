"""A text on its way: the same everywhere, or the layer that changed it is named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from test_framework.events.passage import ADDED, CHANGED, LOST, Layer, check_passage
from test_framework.events.verdict import Outcome


def found(*layers: Layer, written: tuple[str, ...] = ("Cafe\u0301 ",)) -> list[tuple[str, str]]:
    verdict = check_passage(list(written), layers)
    return [(finding.rule, finding.text) for finding in verdict.findings]


@given(texts=st.lists(st.text(), min_size=1), names=st.lists(st.text(), min_size=1))
def test_what_is_the_same_everywhere_holds(texts, names):
    assert check_passage(texts, [Layer(name, texts) for name in names]).holds


def test_nothing_seen_is_unknown():
    assert check_passage([], [Layer("sent", [])]).outcome is Outcome.UNKNOWN
    assert check_passage(["a"], []).outcome is Outcome.UNKNOWN


def test_a_change_is_told_once_where_it_happened():
    [(rule, text)] = found(
        Layer("sent", ["Cafe\u0301 "]),
        Layer("stored", ["Café "], after="sent"),
        Layer("shown", ["Café "], after="stored"),
    )
    assert rule == CHANGED
    assert text == (
        'Text 1 changed at the layer "stored": character 4 of sent is '
        "'e' (U+0065 LATIN SMALL LETTER E), here 'é' (U+00E9 LATIN SMALL LETTER E WITH ACUTE). "
        "There 'Cafe\\u0301 ', here 'Caf\\xe9 '."
    )


def test_what_is_cut_off_is_told_by_the_end():
    [(_, text)] = found(Layer("sent", ["Cafe\u0301"]))
    assert "character 6 of what was written is ' ' (U+0020 SPACE), here the end of the" in text


def test_a_control_character_has_a_code_though_no_name():
    [(_, text)] = found(Layer("sent", ["a"]), written=("\x85",))
    assert "'\\x85' (U+0085 a character without a name), here 'a'" in text


def test_long_texts_are_shown_where_they_differ():
    text = "x" * 500
    [(_, told)] = found(Layer("sent", [f"{text}b{text}"]), written=(f"{text}a{text}",))
    assert "character 501" in told
    assert len(told) < 400


def test_lost_and_added_texts_are_told():
    assert [rule for rule, _ in found(Layer("sent", []))] == [LOST]
    assert [rule for rule, _ in found(Layer("sent", ["Cafe\u0301 ", "b"]))] == [ADDED]


@given(written=st.text(), changed=st.text())
def test_whatever_differs_is_found(written, changed):
    verdict = check_passage([written], [Layer("sent", [changed])])
    assert verdict.holds == (written == changed)


def test_a_layer_that_has_it_right_is_not_blamed_for_the_one_before():
    [(_, text)] = found(Layer("stored", ["Cafe"]), Layer("told", ["Cafe\u0301 "], after="stored"))
    assert 'at the layer "stored"' in text
