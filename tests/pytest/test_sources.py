"""The source switch: what can be read, and what the user reads where it cannot."""

import csv
import os

import duckdb
import pytest

HEADER = ["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"]


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
        variables = str({"mall_customers": str(location)})
        messages = staging.dbt("run", "--vars", variables, succeeds=succeeds)
        if succeeds:
            return staging.sql("from staging.stg_mall_customers order by customer_id::integer")
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
        {"name": "plain.csv"},
        {"name": "genre.csv", "header": ["CustomerID", "Genre", "Age", *HEADER[3:]]},
        {"name": "kaggle.csv", "header": [*HEADER[:3], "AnnualIncome (k$)", HEADER[4]]},
        {
            "name": "snake.csv",
            "header": ["customer_id", "gender", "age", "annual_income", "spending_score"],
        },
        {"name": "turned.csv", "columns": [4, 2, 0, 3, 1]},
        {"name": "windows.csv", "encoding": "utf-8-sig", "end": "\r\n"},
        {"name": "semicolon.csv", "delimiter": ";"},
        {"name": "tab.tsv", "delimiter": "\t"},
        {"name": "tab.txt", "delimiter": "\t"},
        {"name": "it's quoted; a, name.csv"},
    ],
    ids=lambda variant: variant["name"],
)
def test_a_delimited_file_reads_the_same_in_every_dialect(base, write, built, variant):
    assert base(write(**variant)) == built.sql(
        "from staging.stg_mall_customers order by customer_id::integer"
    )


def test_parquet_a_glob_and_a_relation_read_the_same(base, write, built, staging, tmp_path):
    expected = built.sql("from staging.stg_mall_customers order by customer_id::integer")
    path = write("plain.csv")
    duckdb.sql(f"copy (from '{path}') to '{tmp_path}/mall.parquet'")
    assert base(tmp_path / "mall.parquet") == expected
    duckdb.sql(f"copy (from '{path}' limit 100) to '{tmp_path}/part-1.csv'")
    duckdb.sql(f"copy (from '{path}' offset 100) to '{tmp_path}/part-2.csv'")
    assert base(tmp_path / "part-*.csv") == expected
    with duckdb.connect(staging.folder / "warehouse.duckdb") as connection:
        connection.execute(
            f'create schema "crm data"; create table "crm data".people as from \'{path}\''
        )
    assert base("crm data.people") == expected
    assert base("warehouse.crm data.people") == expected


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.csv", b"", ["is empty", "mall_customers"]),
        ("header.csv", ",".join(HEADER).encode() + b"\n", ["is empty: it has no row"]),
        (
            "no_income.csv",
            b"CustomerID,Gender,Age,Score\n1,Male,3,4\n",
            [
                "has no column 'annual_income'",
                "accepted: annual_income, Annual Income (k$), Annual Income",
                "it has: CustomerID, Gender, Age, Score",
            ],
        ),
        (
            "twice.csv",
            b"CustomerID,Gender,Genre,Age,Annual Income,Spending Score\n1,Male,Male,3,4,5\n",
            ["more than one column for 'gender': Gender, Genre"],
        ),
        ("binary.csv", bytes(range(256)) * 40, ["cannot be read", "It must be UTF-8 text"]),
        (
            "utf16.csv",
            (",".join(HEADER) + "\n1,Male,3,4,5\n").encode("utf-16"),
            ["cannot be read", "It must be UTF-8 text"],
        ),
        (
            "latin1.csv",
            (",".join(HEADER) + "\n1,Männlich,3,4,5\n").encode("latin-1"),
            ["cannot be read", "It must be UTF-8 text"],
        ),
        ("text.parquet", b"CustomerID\n1\n", ["cannot be read", "No magic bytes", "or Parquet"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_used_is_one_clear_line(base, tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    message = base(path, succeeds=False)
    [line] = [line for line in message.splitlines() if "mall_customers: " in line]
    for part in [str(path), *expected]:
        assert part in line


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/nowhere/mall.csv", "there is no file '/nowhere/mall.csv'"),
        ("mall.csv", "there is no file 'mall.csv'"),
        ("crm.people", "there is no relation 'crm.people'"),
        ("people", "there is no relation 'people'"),
        ("a.b.c.d", "there is no relation 'a.b.c.d'"),
        ("x'; drop table raw.mall_customers; --.csv", "there is no file 'x'; drop table"),
        ('crm."; drop table raw.mall_customers', "there is no relation"),
    ],
)
def test_a_place_where_nothing_is_gets_one_clear_line(base, staging, location, expected):
    message = base(location, succeeds=False)
    [line] = [line for line in message.splitlines() if "mall_customers: " in line]
    assert expected in line
    assert staging.sql("select count(*) from raw.mall_customers") == [(200,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_gets_one_clear_line(base, write):
    path = write("secret.csv")
    path.chmod(0)
    assert "cannot be read" in base(path, succeeds=False)


def test_a_file_with_two_kinds_of_line_ends_reads_the_same(base, write, built):
    path = write("mixed.csv")
    first, second = path.read_text().split("\n50,", maxsplit=1)
    path.write_bytes(f"{first.replace(chr(10), chr(13) + chr(10))}\n50,{second}".encode())
    assert base(path) == built.sql("from staging.stg_mall_customers order by customer_id::integer")


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
