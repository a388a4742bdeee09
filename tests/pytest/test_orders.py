"""Orders and order lines of any shop: their amounts are the value, and nothing else is needed."""

import random
import re
from decimal import Decimal

import duckdb
import pytest
from conftest import copy_project

# Lines of a hundred buyers. The price is rounded, so that quantity times price is another sum.
COLUMNS = ["Order ID", "buyer", "paid_on", "Qty", "Unit Price", "Paid", "status"]
WHERE = "status not in ('returned', 'return pending') and paid >= 0 and paid_on < '2024-12-20'"


def order_lines() -> list[list]:
    draw = random.Random(7)
    buyers = [draw.choice(range(100)) for _ in range(200)] + list(range(100))
    lines = []
    for number in range(600):
        paid = Decimal(draw.randrange(0, 190000)) / 100
        quantity = draw.randrange(1, 8)
        lines.append([
            f"B-{number // 2}",
            f"b{buyers[number // 2]}",
            f"2024-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02} 10:00",
            quantity,
            round(paid / quantity, 1),
            paid,
            "returned" if number % 17 == 0 else "completed",
        ])  # fmt: skip
    # A customer of one order, of nothing; and one whose only line was sent back.
    lines.append(["B-900", "free", "2024-06-01 10:00", 1, 0, Decimal("0.00"), "completed"])
    lines.append(["B-901", "gone", "2024-06-01 10:00", 1, 5, Decimal("5.00"), "returned"])
    lines.append(["B-902", "gone", "2024-06-01 10:00", 1, -5, Decimal("-5.00"), "completed"])
    return lines


def kept(lines) -> list[list]:
    return [
        line for line in lines if line[6] == "completed" and line[5] >= 0 and line[2] < "2024-12-20"
    ]


def as_written(value) -> str:
    """Return a value as a shop writes it whose numbers have a comma and whose days come first."""
    if isinstance(value, Decimal):
        return f"{value:,}".translate(str.maketrans(",.", ".,"))
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d) (.*)", str(value)):
        return f"{day[3]}.{day[2]}.{day[1]} {day[4]}"
    return str(value)


def place(path) -> dict:
    return {
        "from": str(path),
        "columns": {"customer_id": "buyer", "invoiced_at": "paid_on", "amount": "Paid"},
        "where": WHERE,
        "currency": "EUR",
    }


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Return the project built on order lines with amounts."""
    folder = tmp_path_factory.mktemp("shop")
    with (folder / "lines.csv").open("w") as file:
        for line in [COLUMNS, *order_lines()]:
            file.write(";".join(map(as_written, line)) + "\n")
    project = copy_project(folder / "project")
    project.build(retail_transactions=place(folder / "lines.csv"))
    return project


def test_the_marts_have_the_sum_of_the_file_to_the_cent(shop):
    lines = kept(order_lines())
    total = sum(line[5] for line in lines)
    assert total != sum(line[3] * line[4] for line in lines)
    assert shop.sql("select sum(line_value) from staging.stg_retail_transactions") == [(total,)]
    assert shop.sql(
        "select sum(value_total), sum(customer_count)::integer from marts.segment_summary"
    ) == [(total, 101)]
    assert shop.sql("select sum(monetary), count(*) from marts.rfm_segments") == [(total, 101)]


def test_an_order_is_an_order_whatever_it_was_worth(shop):
    orders = {line[0] for line in kept(order_lines())}
    assert shop.sql("select sum(frequency)::integer from customers.retail_customers") == [
        (len(orders),)
    ]
    assert shop.sql(
        "select monetary, frequency, days_between_orders, average_order_value"
        " from customers.retail_customers where customer_id = 'free'"
    ) == [(0, 1, None, 0)]


def test_what_the_file_lacks_has_empty_marts_and_what_a_filter_leaves_out_is_nowhere(shop):
    for mart in ("segment_products", "segment_demographics", "segment_responses", "rejected_rows"):
        assert shop.sql(f"from marts.{mart}") == [], mart
    # Nor are quantity, price, country and invoice judged in any other way than by the amount.
    assert {
        column
        for (column,) in shop.sql(
            "select distinct \"column\" from marts.data_quality_results where gate = 'sources'"
        )
    } & {"quantity", "unit_price", "country"} == set()


def test_money_is_in_the_currency_that_is_said_and_no_customer_is_made_up(shop):
    assert shop.sql("select distinct value_unit from marts.segment_summary") == [("EUR",)]
    assert shop.sql(
        "select distinct unit from features.feature_list where feature = 'monetary'"
    ) == [("EUR",)]
    with duckdb.connect(shop.folder / "warehouse.duckdb", read_only=True) as warehouse:
        tables = warehouse.execute(
            "select format('{}.{}', table_schema, table_name) from information_schema.tables"
            " where table_catalog = 'warehouse' and table_schema not in ('raw')"
        ).fetchall()
        assert len(tables) > 60
        for (table,) in tables:
            rows = warehouse.execute(
                f"select count(*) from {table} as whole where whole::varchar like '%GBP%'"
            ).fetchall()
            assert rows == [(0,)], table
        assert warehouse.execute(
            "select bool_and(customer_id[1] in ('b', 'f')) from marts.customer_segments"
        ).fetchall() == [(True,)]


def test_without_a_number_an_order_is_what_one_customer_bought_at_one_moment(tmp_path, staging):
    path = tmp_path / "sales.csv"
    path.write_text(
        "user_id,created_at,total\n"
        "a,2024-01-01 10:00,1.10\n"
        "a,2024-01-01 10:00,2.20\n"
        "a,2024-01-01 10:01,3.30\n"
        "b,2024-01-01 10:00,4.40\n"
    )
    variables = str({"retail_transactions": str(path)})
    staging.dbt("run", "--select", "+retail_customers", "--vars", variables)
    assert staging.sql(
        "select customer_id, frequency, monetary from customers.retail_customers order by all"
    ) == [("a", 2, Decimal("6.60")), ("b", 1, Decimal("4.40"))]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("paid > 'x'", "vars: retail_transactions: where: 'paid > 'x'' is no condition over it ("),
        ("stauts = 'x'", 'Referenced column "stauts" not found'),
        ("buyer = 'nobody'", "is empty: no row of it meets the condition of where."),
    ],
)
def test_a_condition_that_cannot_be_meant_is_one_line(tmp_path, staging, where, expected):
    path = tmp_path / "sales.csv"
    path.write_text("buyer,created_at,paid\na,2024-01-01,1.10\nb,2024-01-02,2.20\n")
    columns = {"customer_id": "buyer", "amount": "paid"}
    variables = str(
        {"retail_transactions": {"from": str(path), "columns": columns, "where": where}}
    )
    messages = staging.dbt(
        "run", "--select", "base_retail_transactions", "--vars", variables, succeeds=False
    )
    [line] = [
        line for line in messages["base_retail_transactions"].splitlines() if expected in line
    ]
    assert "retail_transactions: " in line


def test_the_example_shop_in_one_command(real_data, project):
    path = real_data / "shop_orders.csv"
    where = "status not in ('returned', 'return_pending') and amount > 0"
    project.build(retail_transactions={"from": str(path), "where": where, "currency": "USD"})
    assert project.sql(
        "select sum(customer_count)::integer, sum(value_total), min(value_unit)"
        " from marts.segment_summary"
    ) == [(60, Decimal("1585.00"), "USD")]
    assert project.sql("select distinct segmentation from marts.customer_segments") == [
        ("retail_rfm",)
    ]
