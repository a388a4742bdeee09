"""Files of transactions that are dirty, each of a kind that was reported: what is made of them.

Every case has rows of its own and a sibling or two of its kind. Either the figures are those of the
clean rows, or a check says what is wrong before anything is made of it.
"""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from conftest import copy_project

HEAD = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice"]
HEAD += ["CustomerID", "Country"]
INVOICE, CODE, _, QUANTITY, DAY, PRICE, CUSTOMER, _ = range(8)
FILES = "in/*.csv"


def sales(customers=60, start=datetime(2025, 2, 3), days=280, seed=3) -> list[list]:
    """Return the lines of a shop, by time: every order has a number, and one moment."""
    draw = random.Random(seed)
    orders = []
    for number in range(customers):
        for _ in range(draw.choice([1, 2, 2, 4, 9])):
            moment = start + timedelta(days=draw.randrange(days), minutes=draw.randrange(480, 1200))
            orders.append((moment, f"{31001 + number}"))
    lines = []
    for number, (moment, customer) in enumerate(sorted(orders), 900_001):
        for _ in range(draw.randint(1, 3)):
            code = f"{draw.randint(40001, 40050)}"
            lines.append([
                f"{number}", code, f"THING {code}", draw.randint(1, 9), moment,
                Decimal(draw.randint(100, 2900)) / 100, customer, "Spain",
            ])  # fmt: skip
    return lines


CLEAN = sales()


def figures(lines) -> dict[str, tuple]:
    """Return frequency, monetary and the last moment of each customer, computed here."""
    customers = {}
    for line in lines:
        orders, value, last = customers.get(line[CUSTOMER], (set(), Decimal(0), line[DAY]))
        value += line[QUANTITY] * line[PRICE]
        customers[line[CUSTOMER]] = orders | {line[INVOICE]}, value, max(last, line[DAY])
    return {
        customer: (len(orders), value, last)
        for customer, (orders, value, last) in customers.items()
    }


def changed(change: Callable[[int, list], None], lines=CLEAN) -> list[list]:
    copies = [list(line) for line in lines]
    for number, line in enumerate(copies):
        change(number, line)
    return copies


@dataclass
class Found:
    """What was made of files: of each customer, and what the gate said."""

    customers: dict
    as_of: str
    said: dict


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return a function that writes lines into files and has dbt make customers of them."""
    project = copy_project(tmp_path_factory.mktemp("dirt") / "project")
    project.dbt("seed")
    folder = project.folder / "in"
    folder.mkdir()

    def read(*files, moment="%Y-%m-%d %H:%M", stops=False, **variables) -> Found | str:
        for old in folder.iterdir():
            old.unlink()
        for number, lines in enumerate(files):
            with (folder / f"{number}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(HEAD)
                for line in lines:
                    writer.writerow(
                        [one.strftime(moment) if isinstance(one, datetime) else one for one in line]
                    )
        # Of what another case had nothing is to be missed.
        variables = {
            "retail_transactions": FILES,
            "may_be_shorter": ["retail_transactions"],
        } | variables
        selected = ("--select", "+source_gate", "+retail_customers")
        if stops:
            said = project.dbt("run", "--vars", str(variables), *selected, succeeds=False)
            [fault] = [text for text in said.values() if text.startswith("error")]
            return fault
        project.run(*selected, **variables)
        found = project.sql(
            "select customer_id, frequency, monetary, recency_days from customers.retail_customers"
        )
        [(as_of,)] = project.sql("select max(as_of)::varchar from customers.retail_customers")
        said = project.sql(
            "select expectation, cure, severity, example from quality.source_checks"
            " where subject = 'retail_transactions' and not success"
            " and checked_at = (select max(checked_at) from quality.source_checks)"
        )
        return Found({row[0]: row[1:] for row in found}, as_of, {row[0]: row[1:] for row in said})

    return read


def assert_is_as_clean(found: Found, lines=CLEAN) -> None:
    expected = figures(lines)
    end = max(last for *_, last in expected.values())
    assert found.said == {}
    assert found.customers == {
        customer: (orders, value, 1 + (end - last).days)
        for customer, (orders, value, last) in expected.items()
    }
    assert found.as_of == f"{end.date() + timedelta(days=1)}"


def test_clean_rows_are_what_they_are(read):
    assert_is_as_clean(read(CLEAN))


# ---- Formats ---------------------------------------------------------------------------------

SHORT = sales(customers=30, start=datetime(2025, 12, 1), days=12)


def test_days_that_can_be_read_both_ways_are_asked_about(read):
    said = read(SHORT, moment="%d/%m/%Y %H:%M", stops=True)
    for words in ("InvoiceDate", "day_first", "month_first", "date_format"):
        assert words in said
    assert_is_as_clean(read(SHORT, moment="%d/%m/%Y %H:%M", date_format="day_first"), SHORT)


@pytest.mark.parametrize("moment", ["%d.%m.%y %H:%M", "%m/%d/%Y %I:%M %p", "%d %b %Y %H:%M"])
def test_days_are_read_the_one_way_that_fits_all(read, moment):
    assert_is_as_clean(read(CLEAN, moment=moment))


def test_an_offset_is_part_of_the_moment(read):
    """A branch each writes its own time; in UTC these are the same moments."""

    def local(number, line):
        hours = (9, -8, 0)[number % 3]
        there = line[DAY] + timedelta(hours=hours)
        line[DAY] = f"{there:%Y-%m-%dT%H:%M:%S}{hours:+03}:00"

    assert_is_as_clean(read(changed(local)))


def large(number, line):
    if line[CUSTOMER] == "31007":
        line[QUANTITY] = 1000 * line[QUANTITY] + 234


LARGE = changed(large)


@pytest.mark.parametrize("written", ["{:,}", "{:,}.00", "{:_}", "+{}", " {} "])
def test_numbers_with_separators_are_the_numbers(read, written):
    def separated(number, line):
        line[QUANTITY] = written.format(line[QUANTITY]).replace("_", "\u00a0")

    found = read(changed(separated, LARGE))
    found.said.pop("returns_are_few", None)
    assert_is_as_clean(found, LARGE)


def test_decimal_commas_and_signs_of_money_are_read(read):
    def priced(number, line):
        line[PRICE] = f"€ {line[PRICE]}".replace(".", ",")

    assert_is_as_clean(read(changed(priced)))


# ---- Ids -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["0", "NA", "n/a", "guest", "Unknown", "-", "walk-in"])
def test_marks_for_nobody_are_no_customer(read, mark):
    def anonymous(number, line):
        if line[INVOICE].endswith("7"):
            line[CUSTOMER] = mark

    assert_is_as_clean(
        read(changed(anonymous)), [line for line in CLEAN if not line[INVOICE].endswith("7")]
    )


def test_a_mark_that_nobody_can_know_is_a_var(read):
    def house(number, line):
        if line[INVOICE].endswith("7"):
            line[CUSTOMER] = "HOUSE ACCOUNT"

    assert "HOUSE ACCOUNT" in read(changed(house)).customers
    found = read(changed(house), missing_ids=["house account"])
    assert_is_as_clean(found, [line for line in CLEAN if not line[INVOICE].endswith("7")])


def test_a_line_of_totals_is_no_customer(read):
    total = [*CLEAN[-1][:QUANTITY], 9, CLEAN[-1][DAY], Decimal("99000"), "Grand total", ""]
    assert_is_as_clean(read([*CLEAN, total]))


# ---- What a line means -----------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["CH-2025-", "CA", "c/"])
def test_only_c_before_digits_is_a_cancellation(read, prefix):
    def swiss(number, line):
        if line[CUSTOMER] < "31020":
            line[INVOICE] = f"{prefix}{line[INVOICE]}"

    assert_is_as_clean(read(changed(swiss)), changed(swiss))


def test_what_is_cancelled_is_said_by_a_var(read):
    def cancelled(number, line):
        if line[INVOICE].endswith("4"):
            line[INVOICE] = f"STORNO {line[INVOICE]}"

    found = read(changed(cancelled), retail_cancelled_invoices="STORNO .*")
    kept = figures([line for line in CLEAN if not line[INVOICE].endswith("4")])
    assert {key: row[:2] for key, row in found.customers.items()} == {
        key: row[:2] for key, row in kept.items()
    }


def test_lines_of_two_files_that_overlap_are_told_of(read):
    middle = len(CLEAN) // 2
    first, second = CLEAN[: middle + 40], CLEAN[middle - 40 :]
    cure, severity, _ = read(first, second).said["files_do_not_overlap"]
    assert "retail_drop_duplicates" in cure
    assert severity == "critical"
    assert_is_as_clean(read(CLEAN[:middle], CLEAN[middle:]))


def test_numbers_that_start_again_each_day_are_orders_of_their_day(read):
    numbers = {}

    def daily(number, line):
        day = numbers.setdefault(line[DAY].date(), {})
        line[INVOICE] = f"{day.setdefault(line[INVOICE], len(day) + 1)}"

    lines = changed(daily)
    cure, severity, _ = read(lines).said["numbers_are_of_one_order"]
    assert "retail_numbers_restart" in cure
    assert severity == "warning"
    # Who orders a second time on one day has another number that day.
    assert_is_as_clean(read(lines, retail_numbers_restart=True))


def returned() -> list[list]:
    """Return lines of three who send back all of it, by cancellations and by negative lines."""
    lines = []
    for number, customer in enumerate(("32001", "32002", "32003")):
        for order in range(2):
            day = datetime(2025, 9, 1 + number, 10 + order)
            lines.append(
                [f"95{number}{order}1", "40001", "", 300, day, Decimal("20"), customer, ""]
            )
            prefix = "C" if number else ""
            back = [f"{prefix}95{number}{order}2", "40001", "", -300, day + timedelta(hours=3)]
            lines.append([*back, Decimal("20"), customer, ""])
    return lines


def test_returns_are_told_of_and_subtracted_where_that_is_asked_for(read):
    lines = [*CLEAN, *returned()]
    gross = read(lines)
    cure, severity, _ = gross.said["returns_are_few"]
    assert "returns" in cure
    assert severity == "warning"
    assert gross.customers["32001"][:2] == (2, 12000)
    net = read(lines, returns="net")
    clean = figures(CLEAN)
    assert {key: row[:2] for key, row in net.customers.items()} == {
        key: row[:2] for key, row in clean.items()
    } | dict.fromkeys(("32001", "32002", "32003"), (2, 0))


# ---- Few rows of much weight -----------------------------------------------------------------


def test_few_rows_that_have_much_of_the_value_are_not_lost_in_silence(read):
    """In 1 % of the lines the day is missing: those of the customer who buys the most."""
    best = max(figures(LARGE).items(), key=lambda item: item[1][1])[0]

    def undated(number, line):
        if line[CUSTOMER] == best and line[QUANTITY] > 1000:
            line[DAY] = ""

    said = read(changed(undated, LARGE)).said
    assert "value_is_usable" in said
    assert "invoiced_at_is_usable" not in said


def test_customers_who_lose_all_their_lines_are_not_lost_in_silence(read):
    """A few lines each, of a tenth of the customers: their prices are no numbers."""
    orders = figures(CLEAN)
    few = sorted(orders, key=lambda customer: (orders[customer][0], customer))[:8]

    def unpriced(number, line):
        if line[CUSTOMER] in few:
            line[PRICE] = "see list"

    said = read(changed(unpriced)).said
    assert "customers_are_usable" in said
    assert "unit_price_is_usable" not in said


# ---- Days that nobody meant ------------------------------------------------------------------


@pytest.mark.parametrize("years", [1, 10])
def test_a_day_that_is_far_after_all_others_stops_the_first_build_too(read, years):
    def mistyped(number, line):
        if number == 40:
            line[DAY] = line[DAY].replace(year=line[DAY].year + years)

    cure, severity, example = read(changed(mistyped)).said["no_invoiced_at_is_far_after_the_others"]
    assert severity == "critical"
    assert "date" in cure
    assert example == "row 41"
