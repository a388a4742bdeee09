"""What a column is called and what type it gets, decided from counts and headers."""

import pytest

from formats import column_type
from sources import column_names


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, "varchar"),
        ({"number": 0, "text": 0}, "varchar"),
        ({"number": 1}, "double"),
        ({"number": 3, "text": 0}, "double"),
        ({"code": 2}, "varchar"),
        ({"number": 99, "code": 1}, "varchar"),
        ({"number": 98, "code": 1, "text": 1}, "varchar"),
        ({"date": 5}, "date"),
        ({"timestamp": 5}, "timestamp"),
        ({"date": 1, "timestamp": 5}, "timestamp"),
        ({"date": 99, "text": 1}, "unclear"),
        ({"date": 8, "text": 2}, "varchar"),
        ({"boolean": 5}, "boolean"),
        ({"boolean": 5, "text": 1}, "varchar"),
        ({"boolean": 5, "number": 5}, "varchar"),
        ({"text": 5}, "varchar"),
        ({"number": 9, "text": 1}, "unclear"),
        ({"number": 9, "date": 1}, "unclear"),
        ({"number": 90, "boolean": 5, "text": 5}, "unclear"),
        ({"number": 8, "text": 1}, "varchar"),
        ({"number": 899_999, "text": 100_001}, "varchar"),
        ({"number": 900_000, "text": 100_000}, "unclear"),
        ({"figures": 9, "text": 1}, "unclear"),
        ({"figures": 9, "code": 1}, "varchar"),
        ({"either": 5}, "unclear"),
        ({"either": 5, "number": 5}, "unclear"),
        ({"either": 5, "decimal": 1}, "double"),
        ({"decimal": 5, "number": 1}, "double"),
        ({"number": 10**12, "text": 1}, "unclear"),
    ],
)
def test_a_type_is_that_of_all_values(counts, expected):
    assert column_type(counts) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Annual Income (k$)", "annual_income_k"),
        ("CASH_ADVANCE_FREQUENCY", "cash_advance_frequency"),
        ("Spending Score (1-100)", "spending_score_1_100"),
        ("  Age\n", "age"),
        ("MntWines", "mnt_wines"),
        ("AcceptedCmp3", "accepted_cmp3"),
        ("Z_CostContact", "z_cost_contact"),
        ("CustomerIDNumber", "customer_id_number"),
        ("Q1Sales", "q1_sales"),
        ("3D", "_3d"),
        ("2023 total", "_2023_total"),
        ("__private__", "private"),
        ('a "quoted" name', "a_quoted_name"),
        ("'; drop table x; --", "drop_table_x"),
        ("Größe", "größe"),
        ("Gro\u0308ße", "größe"),
        ("收入", "收入"),
        ("$$$", "column0"),
    ],
)
def test_a_name_is_lower_snake_case(header, expected):
    assert column_names([header]) == [expected]


def test_a_header_without_a_letter_is_called_by_its_place():
    assert column_names(["id", "%", "€"]) == ["id", "column1", "column2"]
