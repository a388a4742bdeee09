"""The shipped playbook, read as it is: what it says of segments that its authors never saw."""

import csv
import operator
import re
from itertools import product
from pathlib import Path

import pytest

PLAYBOOK = Path(__file__).parents[2] / "seeds" / "segment_playbook.csv"
LEVELS = ("low", "middle", "high")
OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
CONDITION = re.compile("([a-z_]+)(?:=(low|middle|high)|(<=|>=|<|>)([0-9]+(?:[.][0-9]+)?))")
UNNAMED = {"first", "second", "value"}
# Days since the last order and orders that segments may typically have, from a grocer's to a
# jeweller's customers.
DAYS = {"low": (2, 20, 45, 200, 400), "middle": (10, 73, 180, 500), "high": (20, 59, 60, 146, 700)}
ORDERS = {"low": (1, 1.2, 3, 26), "middle": (1, 1.9, 3, 26), "high": (1.4, 2.1, 3.8, 9.3, 80)}


def lines() -> list[dict]:
    with PLAYBOOK.open(newline="") as file:
        return list(csv.DictReader(file))


def general_lines() -> list[dict]:
    found = [line for line in lines() if line["segmentation"] == "*"]
    return sorted(found, key=lambda line: int(line["position"]))


def conditions(line: dict) -> list[tuple]:
    """Return feature, level, operator and number of each condition, the last three as text."""
    written = line["conditions"].split(" and ") if line["conditions"] else []
    parsed = [CONDITION.fullmatch(condition) for condition in written]
    assert all(parsed), line
    return [match.groups() for match in parsed]


def is_met(line: dict, segment: dict[str, tuple]) -> bool:
    """Tell whether a segment, its features' levels and typical values, meets all conditions."""
    return all(
        feature in segment
        and (
            segment[feature][0] == level
            if level
            else segment[feature][1] is not None
            and OPERATORS[sign](segment[feature][1], float(number))
        )
        for feature, level, sign, number in conditions(line)
    )


def first_met(segment: dict[str, tuple]) -> dict:
    return next(line for line in general_lines() if is_met(line, segment))


def rfm(recency: str, frequency: str, monetary: str, days: float, orders: float) -> dict:
    return first_met(
        {
            "recency_days": (recency, days),
            "frequency": (frequency, orders),
            # Amounts are in anybody's currency: no line may ask for one.
            "monetary": (monetary, None),
        }
    )


def rfm_lines():
    for recency, frequency, monetary in product(LEVELS, repeat=3):
        for days, orders in product(DAYS[recency], ORDERS[frequency]):
            yield days, orders, recency, rfm(recency, frequency, monetary, days, orders)


def test_every_rfm_segment_gets_a_line_that_names_it():
    for *_, line in rfm_lines():
        assert {feature for feature, *_ in conditions(line)} & {"recency_days", "frequency"}
        assert line["segment_name"]
        assert line["channel"]


def test_words_about_days_and_orders_are_true():
    for days, orders, recency, line in rfm_lines():
        name, action = line["segment_name"], line["recommended_action"]
        if "Lapsed" in name or line["goal"] == "win_back":
            assert days >= 60, (days, orders, line)
            assert recency == "high", (days, orders, line)
        if name.startswith("Recent"):
            assert days <= 30, (days, orders, line)
        if "one-time" in name.lower() or "second order" in action:
            assert orders < 2, (days, orders, line)
        if "ccasional" in name or "few orders" in name:
            assert orders < 5, (days, orders, line)
        if "requent" in name or "teady" in name:
            assert orders >= 5, (days, orders, line)
        if days >= 365 and recency != "high":
            assert name == "No order for a year", (days, orders, line)


@pytest.mark.parametrize(
    ("recency", "frequency", "monetary", "days", "orders", "name"),
    [
        # Online Retail and the sample.
        ("low", "high", "high", 12.8, 9.3, "Best customers"),
        ("middle", "high", "high", 95.3, 3.8, "Regular customers"),
        ("low", "middle", "middle", 8.6, 1.9, "Recent occasional buyers"),
        ("high", "low", "low", 146.5, 1.2, "Lapsed customers"),
        ("middle", "middle", "middle", 73.4, 3.0, "Occasional buyers"),
        # Households that shop every other week.
        ("low", "middle", "middle", 5, 26, "Steady buyers"),
        ("middle", "low", "low", 13, 26, "Less frequent buyers"),
        ("high", "low", "low", 20, 14, "Less recent buyers"),
    ],
)
def test_segments_that_were_seen_are_called_so(recency, frequency, monetary, days, orders, name):
    assert rfm(recency, frequency, monetary, days, orders)["segment_name"] == name


@pytest.mark.parametrize("value", [None, *LEVELS])
def test_every_other_segment_gets_a_line_about_what_sets_it_apart(value):
    for first, second in product(LEVELS, [None, *LEVELS]):
        segment = {"first": (first, None), "second": (second, None), "value": (value, None)}
        line = first_met({key: known for key, known in segment.items() if known[0]})
        assert line["conditions"], segment
        assert line["segment_name"] == "", line
        if value == "high":
            assert line["goal"] == "retain", line


def test_a_segment_that_no_line_fits_gets_the_last():
    assert first_met({}) == general_lines()[-1]
    assert general_lines()[-1]["conditions"] == ""


def test_general_lines_say_what_can_be_filled_in_and_promise_no_direction():
    for line in general_lines():
        asked = {feature for feature, *_ in conditions(line)}
        texts = line["recommended_action"] + line["caution"]
        placeholders = set(re.findall("[{].*?[}]", texts))
        assert placeholders <= {"{first}", "{second}"}, line
        assert "{second}" not in placeholders or "second" in asked, line
        assert not asked & UNNAMED or (asked <= UNNAMED and line["segment_name"] == ""), line
        # Whom an upsell is right for depends on what the value is made of.
        assert line["goal"] != "upsell", line
        assert line["goal"] != "win_back" or ("recency_days", "high", None, None) in conditions(
            line
        ), line


def test_no_amount_is_asked_for():
    asked = {
        feature for line in general_lines() for feature, _, _, number in conditions(line) if number
    }
    assert asked == {"recency_days", "frequency"}


def test_no_text_speaks_to_its_author():
    for line in lines():
        text = " ".join(line.values()).lower()
        assert not re.search("write a line|seeds/|playbook|[.]csv", text), line
