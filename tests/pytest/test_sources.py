"""The source switch: what can be read, and what the user reads where it cannot."""

import csv
import gzip
import os
import shutil
from pathlib import Path

import duckdb
import pytest

HEADER = ["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"]
RUN = ["run", "--select", "+stg_mall_customers"]
ACCEPTED = "from staging.stg_mall_customers order by try_cast(customer_id as integer), customer_id"


@pytest.fixture(scope="module")
def rows(built):
    """Return the sample's accepted rows, as text."""
    return [
        [str(value) for value in row]
        for row in built.sql(
            "select customer_id, gender, age::integer, annual_income::integer,"
            " spending_score::integer from staging.stg_mall_customers"
            " order by customer_id::integer"
        )
    ]


@pytest.fixture
def base(staging):
    """Build the staging models from a source: return the accepted rows, or the message."""

    def build(location, succeeds=True):
        # Files of one name: with other vars dbt would parse the project anew.
        if Path(location).suffix == ".csv" and Path(location).is_file():
            shutil.copy(location, staging.folder / "mall.csv")
            location = "mall.csv"
        variables = str({"mall_customers": str(location)})
        messages = staging.dbt(*RUN, "--vars", variables, succeeds=succeeds)
        if succeeds:
            return staging.sql(ACCEPTED)
        return messages["base_mall_customers"]

    return build


@pytest.fixture
def write(tmp_path, rows):
    """Write the accepted rows of the sample as a delimited file."""

    def write(name, header=HEADER, columns=range(5), delimiter=",", encoding="utf-8", end="\n"):
        path = tmp_path / name
        with path.open("w", newline="", encoding=encoding) as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
            writer.writerow([header[column] for column in columns])
            writer.writerows([row[column] for column in columns] for row in rows)
        return path

    return write


@pytest.mark.parametrize(
    "variant",
    [
        {"name": "turned.csv", "columns": [4, 2, 0, 3, 1]},
        {"name": "of Windows.csv", "encoding": "utf-8-sig", "end": "\r\n"},
    ],
    ids=lambda variant: variant["name"],
)
def test_a_delimited_file_reads_the_same_in_every_dialect(base, write, built, variant):
    assert base(write(**variant)) == built.sql(ACCEPTED)


def test_parquet_a_glob_and_a_relation_read_the_same(base, write, built, staging, tmp_path):
    expected = built.sql(ACCEPTED)
    path = write("plain.csv")
    duckdb.sql(f"copy (from '{path}') to '{tmp_path}/mall.parquet'")
    assert base(tmp_path / "mall.parquet") == expected
    duckdb.sql(f"copy (from '{path}' limit 100) to \"{tmp_path}/it's; a, part-1.csv\"")
    duckdb.sql(f"copy (from '{path}' offset 100) to \"{tmp_path}/it's; a, part-2.csv\"")
    assert base(tmp_path / "it's; a, part-*.csv") == expected
    with duckdb.connect(staging.folder / "warehouse.duckdb") as connection:
        connection.execute(
            f'create schema "crm data"; create table "crm data".people as from \'{path}\''
        )
    assert base("warehouse.crm data.people") == expected


def test_empty_values_beyond_the_header_are_no_fault_and_others_are(base, write, built):
    path = write("trailing.csv")
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *(f"{line},," for line in lines)]))
    assert base(path) == built.sql(ACCEPTED)
    lines[100] += ",7"
    path.write_text("\n".join([header, *lines]))
    message = base(path, succeeds=False)
    assert "mall.csv line 102: Values in the header: 5 Found: 6)" in message


def test_a_compressed_file_that_is_broken_gets_one_clear_line(base, write, tmp_path):
    path = tmp_path / "mall.csv.gz"
    content = bytearray(gzip.compress(write("plain.csv").read_bytes()))
    content[300:400] = bytes(100)
    path.write_bytes(content)
    message = base(path, succeeds=False)
    [line] = [line for line in message.splitlines() if "mall_customers: " in line]
    assert f"'{path}' " in line


def test_a_column_called_received_hides_nothing(base, staging, write):
    path = write("status.csv", header=["CustomerID", "Gender", "Age", "Received", *HEADER[3:]][:5])
    lines = path.read_text().splitlines()
    rows = [f"{line},late" for line in lines[1:]]
    path.write_text("\n".join([",".join([*HEADER, "Received"]), *rows, "x,Male,old,1,2,late"]))
    base(path)
    [[received]] = staging.sql(
        "select received::json::varchar from staging.base_mall_customers"
        " inner join staging.checked_mall_customers using (source_row)"
        " where received_hash = hash(received)"
    )
    assert '"Age":"old"' in received


def test_an_apostrophe_and_a_hash_are_text(base, staging, tmp_path):
    """Left to guess, DuckDB takes them for a quote and a comment, and rows are gone."""
    ids = ["'t Hooft", "#1", "'quoted'", "O'Brien", "# 2", "'; --"] * 20
    path = tmp_path / "names.csv"
    rows = [f"{name} {number},Male,20,30,40" for number, name in enumerate(ids)]
    path.write_text("\n".join([",".join(HEADER), *rows]) + "\n")
    base(path)
    found = staging.sql("select customer_id from staging.stg_mall_customers")
    assert sorted(found) == sorted((row.split(",")[0],) for row in rows)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("x'; drop table raw.sample_mall_customers; --.csv", "there is no file 'x'; drop table"),
        ('crm."; drop table raw.sample_mall_customers', "there is no relation"),
    ],
)
def test_a_place_where_nothing_is_gets_one_clear_line(base, staging, location, expected):
    message = base(location, succeeds=False)
    [line] = [line for line in message.splitlines() if "mall_customers: " in line]
    assert expected in line
    assert staging.sql("select count(*) from raw.sample_mall_customers") == [(200,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_gets_one_clear_line(base, write):
    path = write("secret.csv")
    path.chmod(0)
    assert "cannot be read" in base(path, succeeds=False)


def test_a_file_with_two_kinds_of_line_ends_reads_the_same(base, write, built):
    path = write("mixed.csv")
    first, second = path.read_text().split("\n50,", maxsplit=1)
    path.write_bytes(f"{first.replace(chr(10), chr(13) + chr(10))}\n50,{second}".encode())
    assert base(path) == built.sql(ACCEPTED)


def test_short_rows_and_line_breaks_in_quotes_are_rows(base, staging, tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text(
        ",".join(HEADER) + '\n1,"Ma\nle",20,30,40\n2,Male\n3,Male,21,31,41\n', encoding="utf-8"
    )
    assert [row[0] for row in base(path)] == ["1", "3"]
    assert staging.sql(
        "select source_row, rejection_reason from staging.checked_mall_customers"
        " where rejection_reason is not null"
    ) == [(2, "age is missing")]
