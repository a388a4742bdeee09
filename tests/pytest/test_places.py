"""Where rows come from: what a place has, what its columns are called, and what is said else."""

import os
from pathlib import Path

import duckdb
import pytest
import yaml

from customers import Fault
from sources import (
    customers_columns,
    header_key,
    match_headers,
    names_in,
    open_file,
    place_of,
    resolve,
)

COLUMNS = {
    "order_no": {"headers": ["OrderNo", "Order ID"], "is_optional": True},
    "bought_at": {"headers": ["Order Date"], "is_optional": False},
    "amount": {"headers": ["Total"], "is_optional": True},
    "quantity": {"headers": [], "is_optional": True},
}


def fault(function, *arguments, **named) -> str:
    """Return what is said."""
    with pytest.raises(Fault) as raised:
        function(*arguments, **named)
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    "path",
    ["in/x.parquet", "x.csv", "x.CSV", "x.tsv", "x.txt.gz", "C:\\\\x", "s3://b/x", "a/*.csv"],
)
def test_what_has_a_slash_or_an_ending_is_a_path(path):
    assert place_of("orders: ", path, has_sample=True) == {"kind": "path"}


@pytest.mark.parametrize("name", ["orders", "shop.orders", "db.shop.orders", "shop.orders.csvs"])
def test_what_has_neither_is_a_relation(name):
    assert place_of("orders: ", name, True) == {"kind": "relation", "parts": name.split(".")}


@pytest.mark.parametrize("location", [None, "", "  ", 7, ["a.csv"]])
def test_what_is_no_text_is_no_place(location):
    says = f"orders: '{location}' is no place. Give a path or a glob, or schema.table"
    assert fault(place_of, "orders: ", location, has_sample=True) == (
        f"{says}; null is the sample."
    )
    assert fault(place_of, "orders: ", location, has_sample=False) == f"{says}."


def test_headers_are_compared_without_case_spaces_and_punctuation():
    assert header_key(" Order-ID (no.) ") == header_key("orderIdNo") == "orderidno"


def matched(found, theirs=(), either=()):
    return match_headers("orders: 'x.csv' ", found, COLUMNS, dict(theirs), either)


def test_a_column_is_found_by_our_name_by_those_that_are_known_and_by_theirs():
    assert matched(["ORDER_ID", "Bought At", "paid"]) == {
        "order_no": "ORDER_ID",
        "bought_at": "Bought At",
    }
    assert matched(["id", "order date", "paid"], {"order_no": "ID", "amount": "paid"}) == {
        "order_no": "id",
        "bought_at": "order date",
        "amount": "paid",
    }
    # Whoever says which it is leaves no choice, not even between two that are alike.
    assert matched(["Total", "total", "order_date"], {"amount": "total"})["amount"] == "total"


def test_of_two_columns_of_one_name_the_second_is_known_by_it_too():
    assert fault(matched, ["order_date", "Total", "Total_1"]) == (
        "orders: 'x.csv' has more than one column for 'amount': Total, Total_1. Remove or rename"
        " all but one, or say which it is, columns: {amount: …}."
    )
    # Not so where none is called that.
    assert matched(["order_date", "Total_1"]) == {"bought_at": "order_date"}


HEADER = ["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"]


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ["CustomerID", "Genre", *HEADER[2:]],
        [*HEADER[:3], "AnnualIncome (k$)", HEADER[4]],
        ["customer_id", "gender", "age", "annual_income", "spending_score"],
        HEADER[::-1],
    ],
)
def test_the_columns_of_a_shipped_source_are_found_by_any_header_that_is_known(header):
    path = Path(__file__).parents[2] / "models/staging/base_mall_customers.yml"
    [model] = yaml.safe_load(path.read_text())["models"]
    columns = {
        column["name"]: {"headers": column["config"]["meta"]["headers"], "is_optional": False}
        for column in model["columns"]
        if "config" in column
    }
    found = match_headers("mall_customers: ", header, columns, {})
    assert len(found) == 5
    assert sorted(found.values()) == sorted(header)


def test_a_column_that_is_missing_is_named_with_those_there_are():
    assert fault(matched, ["Total", "a"]) == (
        "orders: 'x.csv' has no column 'bought_at' (accepted: bought_at, Order Date); it has:"
        " Total, a. Rename the column in the source, or say which it is, columns: {bought_at: …}."
    )
    assert fault(matched, ["order_date", "a"], {"amount": "paid"}) == (
        "orders: 'x.csv' has no column 'paid', which columns says is amount; it has: order_date, a."
        " Correct columns in the var."
    )
    many = [f"c{number}" for number in range(30)]
    assert "c18, c19, …. Rename" in fault(matched, many)


def test_columns_that_are_missing_are_named_together():
    columns = COLUMNS | {"customer_id": {"headers": ["id"], "is_optional": False}}
    assert fault(match_headers, "orders: 'x.csv' ", ["Total", "a"], columns, {}) == (
        "orders: 'x.csv' has no columns bought_at, customer_id; it has: Total, a. Rename the"
        " columns in the source, or say which they are, columns: {bought_at: …, customer_id: …}."
    )


def test_a_column_that_is_said_to_be_none_is_not_looked_for():
    found = ["order_date", "Total", "quantity"]
    assert matched(found, {"amount": None}) == {"bought_at": "order_date", "quantity": "quantity"}
    assert "has no column 'bought_at'" in fault(matched, found, {"bought_at": None})


def test_of_some_columns_one_has_to_be_there():
    either = [["amount", "quantity"]]
    assert matched(["order_date", "Quantity"], either=either)["quantity"] == "Quantity"
    assert fault(matched, ["order_date", "a"], either=either) == (
        "orders: 'x.csv' has no column 'amount' and no column 'quantity', of which it needs one; it"
        " has: order_date, a. Add or rename a column in the source."
    )


def test_a_condition_is_about_the_columns_that_it_names():
    names = ["Order ID", "status", "Total", "total_2", "id"]
    assert names_in("STATUS <> 'x' and \"order id\" > 1", names) == ["Order ID", "status"]
    assert names_in("total>1", names) == ["Total"]


# ---- Files -----------------------------------------------------------------------------------


@pytest.fixture
def write(tmp_path):
    def write(text, name="x.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text.encode(encoding))
        return str(tmp_path / name)

    return write


def opened(location):
    return open_file("orders: ", location)


def test_a_text_file_has_texts_and_its_header_as_it_is(write):
    read = opened(write("Day,,Total,Total\n1,2,3,4\n"))
    assert [column["type"] for column in read["columns"]] == ["VARCHAR"] * 4
    assert read["headers"] == ["Day", None, "Total", "Total"]
    assert [column["name"] for column in read["columns"]] == ["Day", "column1", "Total", "Total_1"]
    rows = duckdb.sql(f"from {read['relation']}").fetchall()
    assert rows == [("1", "2", "3", "4")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_delimited_file_reads_the_same_in_every_dialect(write, delimiter, end):
    lines = [["id", "name"], ["1", "O'Brien #2"], ["2", '"a, b; c"'], ["3"]]
    read = opened(write("\ufeff" + "".join(delimiter.join(line) + end for line in lines)))
    assert read["headers"] == ["id", "name"]
    assert duckdb.sql(f"from {read['relation']}").fetchall() == [
        ("1", "O'Brien #2"),
        ("2", "a, b; c"),
        ("3", None),
    ]


def test_lines_that_end_in_delimiters_have_columns_without_a_name(write):
    read = opened(write("id,name\n" + 3 * "1,a,,\n"))
    assert read["headers"] == ["id", "name", None, None]
    assert [column["name"] for column in read["columns"]][:2] == ["id", "name"]


def test_a_parquet_file_keeps_its_types(tmp_path):
    path = str(tmp_path / "it's.parquet")
    duckdb.sql("select 1 as id, 2.5::decimal(9, 2) as total").write_parquet(path)
    read = opened(path)
    assert read["columns"] == [
        {"name": "id", "type": "INTEGER"},
        {"name": "total", "type": "DECIMAL(9,2)"},
    ]
    assert read["headers"] == ["id", "total"]
    assert duckdb.sql(f"select total from {read['relation']}").fetchall() == [(2.5,)]


def test_where_there_is_nothing_the_place_is_named(tmp_path, write):
    missing = str(tmp_path / "none.csv")
    assert fault(opened, missing) == (
        f"orders: there is no file '{missing}'. A relative path starts from the folder of"
        " dbt_project.yml."
    )
    write("a,b\n1,2\n")
    assert fault(opened, str(tmp_path)) == (
        f"orders: '{tmp_path}' is a folder. Name the files in it, such as '{tmp_path}/*.csv'."
    )
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is no file, but a pipe or a device." in fault(opened, str(tmp_path / "pipe.csv"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is broken ("),
        ("id\n1\n", "was read as one column, 'id'. Is its delimiter none of , ; | and tab,"),
        ('id,name\n1,"a\n2,b\n', "was read as one column, 'id,name'. Is its delimiter"),
        ("id,name\n1,a\n2,b,c\n", "line 3: Values in the header: 2 Found: 3)."),
    ],
    ids=["empty", "one column", "a quote is not closed", "a value too many"],
)
def test_a_file_that_is_not_what_it_looks_like_is_one_line(write, text, expected):
    path = write(text)
    line = fault(opened, path)
    assert line.startswith(f"orders: '{path}' ")
    assert expected in line


def test_a_text_called_parquet_is_one_line(write):
    line = fault(opened, write("CustomerID\n1\n", "text.parquet"))
    assert "cannot be read (" in line
    assert "No magic bytes" in line


def test_a_glob_names_the_line_of_its_file(tmp_path, write):
    header, line = "id,name,town,age,score\n", "1,a,b,30,40\n"
    write(header + 200 * line, "part-1.csv")
    broken = '1,"a,b,30,40\n'
    write(header + 149 * line + broken + 19 * line + broken + 30 * line, "part-2.csv")
    assert f"is broken ({tmp_path}/part-2.csv line 151: Value with unterminated quote" in fault(
        opened, str(tmp_path / "part-*.csv")
    )


def test_a_file_in_another_encoding_is_one_line(write):
    line = fault(opened, write("id,name\n1,Zoë\n", encoding="utf-16"))
    assert line.endswith("or Parquet: save it again as such.")


def test_a_glob_names_the_file_that_is_broken(tmp_path, write):
    write("id,name\n1,a\n", "part-1.csv")
    write("id,name\n1,a\n", "part-2.csv")
    assert opened(str(tmp_path / "part-*.csv"))["headers"] == ["id", "name"]
    write("id,label\n1,a\n", "part-2.csv")
    assert f"is broken ({tmp_path}/part-2.csv: its columns are not those of the first" in fault(
        opened, str(tmp_path / "part-*.csv")
    )


def test_a_source_is_resolved_from_a_file_and_from_a_relation(write):
    path = write("Order Date,Total\n2024-01-01,5\n")
    read = resolve("orders", {"from": path}, COLUMNS, [["amount", "quantity"]])
    assert read["headers"] == {"bought_at": "Order Date", "amount": "Total"}
    assert read["is_text"]
    columns = [{"name": "day", "type": "DATE"}, {"name": "total", "type": "DOUBLE"}]
    read = resolve(
        "orders",
        {"from": "shop.orders", "columns": {"bought_at": "day"}},
        COLUMNS,
        [["amount", "quantity"]],
        {"relation": '"shop"."orders"', "columns": columns},
    )
    assert read == {
        "relation": '"shop"."orders"',
        "columns": columns,
        "headers": {"bought_at": "day", "amount": "total"},
        "is_text": False,
        "is_relation": True,
    }


# ---- Customers -------------------------------------------------------------------------------


def of_customers(headers, id_header=None):
    columns = [{"name": header or f"column{n}", "type": ""} for n, header in enumerate(headers)]
    return customers_columns("cards: 'x.csv' ", columns, headers, id_header)


def test_the_id_comes_first_and_every_name_is_in_lower_snake_case():
    found = of_customers(["Annual Income (k$)", "CustomerID", None])
    assert [(column["name"], column["name_read"], column["has_header"]) for column in found] == [
        ("customer_id", "CustomerID", True),
        ("annual_income_k", "Annual Income (k$)", True),
        ("column2", "column2", False),
    ]
    assert of_customers(["a", "Kundennr."], "kundennr")[0]["name_read"] == "Kundennr."


def test_an_id_that_is_not_there_or_there_twice_is_one_line():
    name_it = " Name it: read_customers('…', id='…')."
    assert fault(of_customers, ["a", "b"]) == (
        "cards: 'x.csv' has no column for the id (accepted: customer_id, id, cust_id, user_id,"
        " client_id, member_id, account_id, customer_no, customer_number); it has: a, b."
        f"{name_it}"
    )
    assert fault(of_customers, ["a", "b"], "c") == (
        f"cards: 'x.csv' has no column for the id (accepted: c); it has: a, b.{name_it}"
    )
    assert fault(of_customers, ["id", "user_id"]) == (
        f"cards: 'x.csv' has more than one column for the id: id, user_id; it has: id, user_id."
        f"{name_it}"
    )
    assert fault(of_customers, ["c", "C"], "c").endswith("Remove or rename all but one.")


def test_two_columns_that_get_one_name_are_one_line():
    assert fault(of_customers, ["id", "Total €", "total"]) == (
        "cards: 'x.csv' has two columns that become 'total': 'Total €' and 'total'. Remove or"
        " rename one."
    )
