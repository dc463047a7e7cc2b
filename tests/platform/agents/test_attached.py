"""Adding up attached tables, exactly, and saying why where that cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chat_platform.agents.attached import AttachedTable
from chat_platform.agents.offline import phrases


def test_a_column_is_added_up_exactly_whatever_the_case_of_its_name():
    table = AttachedTable("a.csv", 'x,Net Cost\n"a,b",0.10\n\nc,$0.20\n')
    assert table.total(" net cost ") == (Decimal("0.30"), 2)
    assert table.numeric_columns() == ["Net Cost"]


@pytest.mark.parametrize(
    ("text", "column", "why"),
    [
        ("a,b\n1,2\n", "c", 'has no column "c". Its columns: a, b.'),
        ("a,b\n1,2\n1,\n", "b", '"" in line 3 of a.csv is not a number.'),
        ("a,b\n1,NaN\n", "b", '"NaN" in line 2 of a.csv is not a number.'),
    ],
)
def test_what_cannot_be_added_up_is_told(text, column, why):
    with pytest.raises(ValueError, match=why.replace("(", r"\(")):
        AttachedTable("a.csv", text).total(column)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("What is the total of column cost in the attached table?", "cost"),
        ("Add up column 'net cost' of the attachment", "net cost"),
        ("Total of column cost?", "cost"),
        ("Add up the attached table", None),
    ],
)
def test_the_column_that_a_question_names_is_found(text, column):
    assert phrases.column(text) == column
