"""The canonical form of an envelope is that of RFC 8785, whichever way it is written."""

from __future__ import annotations

import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chat_platform.contract.envelope import canonical, digest

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


@given(VALUES)
def test_it_is_what_the_reference_implementation_writes(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        {"\ue000": 1, "\U0001f600": 2},  # UTF-16 sorts them the other way round
        '\x00\x1f\x7f\u2028"\\/',
        [1.0, -0.0, 1e21, 1e-7, 2**53 - 1],
        {"b": {"d": 1, "c": [True, None]}, "a": ""},
    ],
)
def test_where_writers_of_json_differ(value):
    assert canonical(value) == rfc8785.dumps(value)


NO_JSON = {
    "not a number": math.nan,
    "infinite": math.inf,
    "too large": 2**53,
    "too small": -(2**53),
    "half a character": "\ud800",
    "a key that is no text": {1: 2},
    "a set": {1, 2},
}


@pytest.mark.parametrize("what", NO_JSON)
def test_what_has_no_canonical_form_is_refused(what):
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        canonical({"value": NO_JSON[what]})


def test_the_digest_leaves_itself_out():
    assert digest({"a": 1, "digest": "ignored"}) == digest({"a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
