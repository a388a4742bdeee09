"""The words of expectations: taken apart as they are written, the same on both engines."""

import pytest

from engines.words import DUCKDB, SPARK, worded


def test_both_engines_have_the_same_words():
    assert DUCKDB.keys() == SPARK.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(*)", "count(*)"),
        ("about_distinct(a)", "count(distinct a)"),
        ("1 - about_distinct(a, f(b, c)) / 2", "1 - count(distinct (a, f(b, c))) / 2"),
        # Neither commas nor parentheses of a text or of a list count.
        ("about_distinct(', )', [1, 2])", "count(distinct (', )', [1, 2]))"),
        ("about_distinct('it''s, (')", "count(distinct 'it''s, (')"),
        ("about_distinct(a) - about_distinct(b)", "count(distinct a) - count(distinct b)"),
        ("about_distinct(about_distinct(a))", "count(distinct count(distinct a))"),
        ("my_about_distinct(a)", "my_about_distinct(a)"),
    ],
)
def test_a_word_is_said_with_its_arguments(text, expected):
    assert worded(text, SPARK) == expected


def test_a_word_that_is_not_closed_is_refused():
    with pytest.raises(ValueError, match="not closed"):
        worded("about_distinct(a", DUCKDB)
