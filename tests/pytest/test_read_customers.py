"""A customers model of any file: its names and types, and what the user reads where it stops."""

import csv
import gzip
import io
import os
from datetime import date, datetime

import duckdb
import pytest
from conftest import Project, copy_project

MODEL = """\
{{{{ config(materialized='table', schema='customers') }}}}
select * from {{{{ read_customers({arguments}) }}}}
"""


def encoded(rows, encoding="utf-8", delimiter=",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def bare_project(folder) -> Project:
    """Return a copy of the project without a model, which dbt parses at once."""
    project = copy_project(folder)
    for path in [*project.folder.rglob("models/*/*"), *project.folder.rglob("python_models/*.*")]:
        path.unlink()
    for path in [
        *project.folder.glob("python_models/*/*"),
        *project.folder.glob("analyses/*"),
        *project.folder.glob("tests/singular/*"),
    ]:
        path.unlink()
    # Nor is there anything to look at before and after a run.
    settings = project.folder / "dbt_project.yml"
    before, after = settings.read_text().split("on-run-start:")
    settings.write_text(before + after[after.index("# ---- What people set") :])
    (project.folder / "in").mkdir()
    (project.folder / "models/customers").mkdir(exist_ok=True)
    return project


def add_model(project, name, arguments):
    path = project.folder / f"models/customers/{name}.sql"
    path.write_text(MODEL.format(arguments=arguments))


# ---- Types --------------------------------------------------------------------------------------

DAY = date(2023, 1, 5)
TEN = datetime(2023, 1, 5, 10)
# Values of one column, the type it gets and what they are read as, if not as they are.
TYPES = {
    "numbers": (["1", " 2.5\t", "", "-3e2"], "DOUBLE", [1.0, 2.5, None, -300.0]),
    "points": ([".5", "5.", "+5", "0"], "DOUBLE", [0.5, 5.0, 5.0, 0.0]),
    "marks": (["NA", "n/a", "NaN", "7"], "DOUBLE", [None, None, None, 7.0]),
    "marks only": (["NULL", "None", "-", "\u00a0"], "VARCHAR", [None] * 4),
    "marks in texts": (["none", "North", "N/A", "-1-"], "VARCHAR", [None, "North", None, "-1-"]),
    "leading zeros": (["007", "12", "0", "1"], "VARCHAR", None),
    "sixteen digits": (["1234567890123456", "1", "2", "3"], "VARCHAR", None),
    "fifteen digits": (["123456789012345", "-1", "2", "3"], "DOUBLE", [123456789012345, -1, 2, 3]),
    "many decimals": (["0.30000000000000004", "1", "2", "3"], "DOUBLE", [0.1 + 0.2, 1, 2, 3]),
    "infinite": (["inf", "1", "2", "3"], "VARCHAR", None),
    "underscores": (["1_000", "1", "2", "3"], "VARCHAR", None),
    "hexadecimal": (["0x1F", "1", "2", "3"], "VARCHAR", None),
    "decimal commas": (["1,5", "2,5", "3,5", "4,5"], "DOUBLE", [1.5, 2.5, 3.5, 4.5]),
    "thousands": (["1,000", "2,000", "3,000.5", "NA"], "DOUBLE", [1000, 2000, 3000.5, None]),
    "grouped by points": (["1.000", "2.000,5", "-3.000", "4"], "DOUBLE", [1000, 2000.5, -3000, 4]),
    "grouped by blanks": (["1 000", "2\u00a0000", "30 000", "4"], "DOUBLE", [1000, 2000, 30000, 4]),
    "currency": (["$1", "$2", "$3", "$4"], "DOUBLE", [1, 2, 3, 4]),
    "currency behind": (["1.5 EUR", "2 EUR", "", "4 EUR"], "DOUBLE", [1.5, 2, None, 4]),
    "per cent": (["10%", "2.5 %", "3%", "0%"], "DOUBLE", [10, 2.5, 3, 0]),
    "brackets": (["(1.5)", "2", "3-", "4"], "DOUBLE", [-1.5, 2, -3, 4]),
    "pieces": (["1 pcs", "2 pcs", "3 pcs", "4 pcs"], "VARCHAR", None),
    "product codes": (["AB12", "AB13", "AB14", "AB15"], "VARCHAR", None),
    "telephones": (["+49 170 123", "+49 170 124", "+49 170 125", "+49 171 126"], "VARCHAR", None),
    "age bands": (["20-30", "30-40", "40-50", "50-60"], "VARCHAR", None),
    "addresses": (["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"], "VARCHAR", None),
    "streets": (["Elm 5", "Elm 6", "Elm 7", "Elm 8"], "VARCHAR", None),
    "day first": (["13/02/2023", "1/2/2023", "", "05/01/2023"], "DATE",
                  [date(2023, 2, 13), date(2023, 2, 1), None, DAY]),
    "points in days": (["05.01.2023", "31.12.2022", "00.00.0000", ""], "DATE",
                       [DAY, date(2022, 12, 31), None, None]),
    "named months": (["5 Jan 2023", "31 Dec 2022", "5 Jan 2023", ""], "DATE",
                     [DAY, date(2022, 12, 31), DAY, None]),
    "halves of days": (["01/13/2023 10:00 AM", "01/05/2023 10:00 AM", "", "01/05/2023 10:00 PM"],
                       "TIMESTAMP", [datetime(2023, 1, 13, 10), TEN, None,
                                     datetime(2023, 1, 5, 22)]),
    "three of four": (["1", "2", "3", "x"], "VARCHAR", None),
    "dates": (["2023-01-05", "NA", " 2023-01-05", ""], "DATE", [DAY, None, DAY, None]),
    "short dates": (["2023-1-5", "2023-1-5", "2023-1-5", "2023-1-5"], "DATE", [DAY] * 4),
    "times": (["2023-01-05 10:00", "2023-01-05T10:00:00", "2023-01-05 10:00:00.000", ""],
              "TIMESTAMP", [TEN, TEN, TEN, None]),
    "times in utc": (["2023-01-05T10:00:00Z", "2023-01-05 10:00:00+00:00", "2023-01-05", ""],
                     "TIMESTAMP", [TEN, TEN, datetime(2023, 1, 5), None]),
    "other zones": (["2023-01-05T12:00:00+02:00"] * 4, "TIMESTAMP", [TEN] * 4),
    "booleans": (["TRUE", "no", "Yes", "null"], "BOOLEAN", [True, False, True, None]),
    "more booleans": (["false", "False", "true", ""], "BOOLEAN", [False, False, True, None]),
    "not booleans": (["yes", "no", "maybe", "no"], "VARCHAR", None),
    "texts": ([" a ", 'says "b"', "c\nd", "e, f"], "VARCHAR", ["a", 'says "b"', "c\nd", "e, f"]),
    "nothing": ([""] * 4, "VARCHAR", [None] * 4),
}  # fmt: skip

SMALL = [["CUST_ID", "Annual Income (k$)"], [" c1 ", "1"], ["2.0", "x"]]
ODD = [
    'a "quoted" name', "it's", "x'; drop table t; --", "filename", "received", "source_row",
    "row_as_received", "{{ 1 / 0 }}", "select", "Größe", "3D", "q", "q_1", "null",
]  # fmt: skip
# Files, and models of them: arguments, columns and rows.
READ = {
    "small": ("'in/small.csv', id='cust id'", [("c1", "1"), ("2", "x")]),
    "small_tsv": ("'in/small.tsv', id='CUST_ID'", [("c1", "1"), ("2", "x")]),
    "small_txt": ("location='in/small.txt', id='CUST_ID'", [("c1", "1"), ("2", "x")]),
    "small_gz": ("'in/small.csv.gz', id='CUST_ID'", [("c1", "1"), ("2", "x")]),
    "small_windows": ("'in/windows.csv'", [("c1", "1"), ("2", "x")]),
    "parts": ("'in/part-*.csv'", [("1", "10"), ("2", "20"), ("3", "x")]),
    "kept": ("'in/kept.parquet'", [("7", " 007 ", 1, DAY, [1, 2])]),
    "kept_relation": ("'crm data.people', id='id'", [("7", " 007 ", 1, DAY, [1, 2])]),
    "trailing": ("'in/trailing.csv'", [("1", 20.0), ("2", 30.0)]),
    "with_row_numbers": ("'in/with_row_numbers.csv'", [("1", 0.0, 5.0), ("2", 1.0, 6.0)]),
    "id_in_the_middle": ("'in/middle.csv', id='Key'", [("k", 1.0, 2.0)]),
    "ragged": ("'in/ragged.csv'", [("1", 5.0, "x"), ("2", None, None)]),
    "odd": ("'in/odd.csv'", [("1", *map(float, range(len(ODD))))]),
    "decided": ("'in/decided.csv'", [("1", 1234.0, 1.5), ("2", 2345.0, 2.0)]),
    "said": ("'in/either.csv', decimal='comma', date_format='month_first'",
             [("1", 1234.0, date(2023, 3, 4)), ("2", 2345.0, date(2023, 5, 4))]),
    "types": ("'in/types.csv', id='Client ID'", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return a project with a customers model of every file that can be read, run once."""
    project = bare_project(tmp_path_factory.mktemp("read") / "project")
    folder = project.folder / "in"
    for name in ["small.csv", "small.txt"]:
        (folder / name).write_bytes(encoded(SMALL))
    (folder / "small.tsv").write_bytes(encoded(SMALL, delimiter="\t"))
    (folder / "small.csv.gz").write_bytes(gzip.compress(encoded(SMALL)))
    windows = encoded(SMALL, "utf-8-sig", delimiter=";").replace(b"\n", b"\r\n")
    (folder / "windows.csv").write_bytes(windows)
    (folder / "part-1.csv").write_text("id,Amount\n1,10\n2,20\n")
    (folder / "part-2.csv").write_text("Amount,id\nx,3\n")
    (folder / "trailing.csv").write_text("User-ID,Age,,,\n1,20,,,\n2,30,,\n")
    (folder / "with_row_numbers.csv").write_text(",id,a\n0,1,5\n1,2,6\n")
    (folder / "middle.csv").write_text("a,Key,b\n1,k,2\n")
    (folder / "ragged.csv").write_text("id,a,b\n1,5,x\n2\n")
    (folder / "odd.csv").write_bytes(encoded([["id", *ODD], ["1", *range(len(ODD))]]))
    (folder / "decided.csv").write_text("id;a;b\n1;1.234;1,5\n2;2.345;2,0\n")
    (folder / "either.csv").write_text("id,a,b\n1,1.234,03/04/2023\n2,2.345,05/04/2023\n")
    columns = [["Client ID", "a", "b", "c", "d"]] + [[name, *TYPES[name][0]] for name in TYPES]
    (folder / "types.csv").write_bytes(encoded(zip(*columns, strict=True)))
    kept = (
        "select 7 as id, ' 007 ' as Code, 1 as \"Number of\", date '2023-01-05' as day,"
        " [1, 2] as list"
    )
    duckdb.sql(f"copy ({kept}) to '{folder}/kept.parquet'")
    with duckdb.connect(project.folder / "warehouse.duckdb") as connection:
        connection.execute(f'create schema "crm data"; create table "crm data".people as {kept}')
    for name, (arguments, _) in READ.items():
        add_model(project, name, arguments)
    # Neither is parsing a model stopped by its file.
    add_model(project, "not_selected", "'in/nowhere.csv'")
    project.dbt("run", "--exclude", "not_selected")
    return project


def types_of(project, model):
    return {name: kind for name, kind, *_ in project.sql(f"describe customers.{model}")}


@pytest.mark.parametrize("model", [model for model, (_, rows) in READ.items() if rows])
def test_every_row_of_a_file_is_one_of_the_model(read, model):
    rows = read.sql(f"from customers.{model} order by all")
    assert rows == sorted(READ[model][1])


def test_a_name_is_in_lower_snake_case_and_what_has_none_stays_if_it_has_a_value(read):
    assert [*types_of(read, "small")] == ["customer_id", "annual_income_k"]
    assert [*types_of(read, "trailing")] == ["customer_id", "age"]
    assert [*types_of(read, "with_row_numbers")] == ["customer_id", "column0", "a"]
    assert [*types_of(read, "id_in_the_middle")] == ["customer_id", "a", "b"]
    assert [*types_of(read, "odd")] == [
        *["customer_id", "a_quoted_name", "it_s", "x_drop_table_t", "filename", "received"],
        *["source_row", "row_as_received", "_1_0", "select", "größe", "_3d", "q", "q_1", "null"],
    ]


@pytest.mark.parametrize("column", TYPES)
def test_a_column_has_the_type_of_all_of_its_values(read, column):
    values, kind, expected = TYPES[column]
    name = column.replace(" ", "_")
    assert types_of(read, "types")[name] == kind
    found = [row for (row,) in read.sql(f"select {name} from customers.types order by customer_id")]
    assert found == (values if expected is None else expected)


def test_parquet_and_relations_keep_their_types(read):
    for model in ["kept", "kept_relation"]:
        assert types_of(read, model) == {
            "customer_id": "VARCHAR", "code": "VARCHAR", "number_of": "INTEGER", "day": "DATE",
            "list": "INTEGER[]",
        }  # fmt: skip


def test_an_empty_run_has_the_columns_and_no_row(read):
    names = types_of(read, "types")
    read.dbt("run", "--empty", "-s", "types")
    assert types_of(read, "types") == names
    assert read.sql("select count(*) from customers.types") == [(0,)]
    read.dbt("run", "-s", "types")


def test_credit_cards_are_all_numbers(real_data, tmp_path):
    if not (real_data / "credit_cards.csv").exists():
        pytest.skip("the folder of SEGMENTATION_DATA has no credit_cards.csv")
    project = bare_project(tmp_path / "project")
    add_model(project, "cards", f"'{real_data}/credit_cards.csv', id='CUST_ID'")
    project.dbt("run")
    kinds = types_of(project, "cards")
    assert len(kinds) == 18
    assert kinds.pop("customer_id") == "VARCHAR"
    assert {*kinds.values()} == {"DOUBLE"}
    assert "prc_full_payment" in kinds
    assert project.sql("select count(distinct customer_id) from customers.cards") == [(8950,)]
    [missing] = project.sql("select count_if(columns(*) is null) from customers.cards")
    assert {name: count for name, count in zip(types_of(project, "cards"), missing, strict=True)
            if count} == {"minimum_payments": 313, "credit_limit": 1}  # fmt: skip
    assert project.sql("select count(*) from customers.cards") == [(8950,)]


# ---- Stops --------------------------------------------------------------------------------------


def mixed(values):
    return encoded([["id", "Balance"], *([number, value] for number, value in enumerate(values))])


NUMBERS = [str(number) for number in range(95)]
LIKE_AN_ID = (
    "customer_id, id, cust_id, user_id, client_id, member_id, account_id, customer_no, "
    "customer_number"
)
BROKEN = (
    "). It must be UTF-8 text whose first line is the header, with as many values in each line, in "
    "quotes where they contain the delimiter or a quote: correct the line."
)
# The file's content, the model's arguments after its place, and the line that is read.
STOPS = {
    "empty": (b"", "", f"is broken (in/empty.csv: Invalid Input Error: CSV Sniffer: Sniffer "
              f"detected value different than the user input for the Header options {BROKEN}"),
    "header_only": (b"id,a\n", "", "is empty: it has no row below its header. Give read_customers "
                    "the full file."),
    "one_column": (b"id\n1\n2\n", "", "was read as one column, 'id'. Is its delimiter none of , ; "
                   "| and tab, is a quote not closed, or is this another file?"),
    "latin": ("id,a\n1,É\n".encode("latin-1"), "", "cannot be read (Invalid Input Error: CSV Error "
              "on Line: 2: Invalid unicode (byte sequence mismatch) detected. This file is not "
              "utf-8 encoded). It must be UTF-8 text with a header line and one delimiter, or "
              "Parquet: save it again as such."),
    "unclosed": (b"id,a\n" + b"1,x\n" * 5000 + b'2,"y\n' + b"3,z\n" * 5000, "",
                 "is broken (in/unclosed.csv line 5002: Value with unterminated quote found"
                 f"{BROKEN}"),
    "too_many": (b"id,a\n1,2\n2,12,5\n", "", "is broken (in/too_many.csv line 3: Values in the "
                 f"header: 2 Found: 3{BROKEN}"),
    "id_missing": (b"key,a\n1,2\n", "id='CUST_ID'", "has no column for the id (accepted: CUST_ID); "
                   "it has: key, a. Name it: read_customers('…', id='…')."),
    "id_of_another_alphabet": ("名,人\n1,2\n".encode(), "id='客'", "has no column for the id "
                               "(accepted: 客); it has: 名, 人. Name it: read_customers('…', "
                               "id='…')."),
    "id_not_named": (b"key,a\n1,2\n", "", f"has no column for the id (accepted: {LIKE_AN_ID}); it "
                     "has: key, a. Name it: read_customers('…', id='…')."),
    "two_ids": (b"ID,User-Id,a\n1,2,3\n", "", "has more than one column for the id: ID, User-Id; "
                "it has: ID, User-Id, a. Name it: read_customers('…', id='…')."),
    "id_twice": (b"key,KEY,a\n1,2,3\n", "id='Key'", "has more than one column for the id: key, "
                 "KEY; it has: key, KEY, a. Remove or rename all but one."),
    "no_ids": (b"id,a\n,2\n ,3\n", "", "has no value in its column 'id', so it says nothing about "
               "whom. Have the file made again with its ids."),
    "null_ids": (b"id,a\nNULL,2\nnan,3\n", "", "has no value in its column 'id', so it says "
                 "nothing about whom. Have the file made again with its ids."),
    "two_names": (b"id,Annual Income,annual_income\n1,2,3\n", "", "has two columns that become "
                  "'annual_income': 'Annual Income' and 'annual_income'. Remove or rename one."),
    "same_header": (b"id,Age,b,Age\n1,2,3,4\n", "", "has two columns that become 'age': 'Age' and "
                    "'Age'. Remove or rename one."),
    "second_id": (b"Customer ID,a,CUST_ID\n1,2,3\n", "id='cust_id'", "has two columns that become "
                  "'customer_id': 'CUST_ID' and 'Customer ID'. Remove or rename one."),
    "only_the_id": (b"id,,\n1,,\n", "", "has no column beside its id 'id'. Add what describes its "
                    "customers."),
    "mixed": (mixed([*NUMBERS, "NA", "o'ne\n{{ two }}", "yes", "", "3"]), "", "has numbers in its "
              "column 'Balance', but 2 of its values are none, the first being 'o'ne {{ two }}' in "
              "row 97 below the header of 'in/mixed.csv'. Correct them, or leave them empty."),
    "mixed_commas": (mixed([f"{number},5" for number in NUMBERS] + ["7 kg"]), "", "has numbers in "
                     "its column 'Balance', but 1 of its values are none, the first being '7 kg' "
                     "in row 96 below the header of 'in/mixed_commas.csv'. Correct them, or leave "
                     "them empty."),
    "mixed_days": (mixed([f"{1 + number % 28}.06.2023" for number in range(95)] + ["31.06.2023"]),
                   "", "has days in its column 'Balance', but 1 of its values are none, the first "
                   "being '31.06.2023' in row 96 below the header of 'in/mixed_days.csv'. Correct "
                   "them, or leave them empty."),
    "too_large": (mixed(["1", "1e400"]), "", "has numbers in its column 'Balance', but 1 of its "
                  "values are none, the first being '1e400' in row 2 below the header of "
                  "'in/too_large.csv'. Correct them, or leave them empty."),
    "no_day": (mixed(["2023-02-30", "2023-01-05"]), "", "has days in its column 'Balance', but 1 "
               "of its values are none, the first being '2023-02-30' in row 1 below the header of "
               "'in/no_day.csv'. Correct them, or leave them empty."),
    "no_time": (mixed(["2023-01-05 10:00", "2023-01-05 25:00"]), "", "has days in its column "
                "'Balance', but 1 of its values are none, the first being '2023-01-05 25:00' in "
                "row 2 below the header of 'in/no_time.csv'. Correct them, or leave them empty."),
    "either_number": (mixed(["1.234", "2.345"]), "", ": its column 'Balance' can be read in two "
                      "ways: '1.234' with the point between thousands or before decimals, and no "
                      "value tells which. Say it with the var decimal: point or comma."),
    "either_day": (mixed(["03/04/2024", "05/04/2024"]), "", ": its column 'Balance' can be read in "
                   "two ways: '03/04/2024' is of 3 April or of 4 March, and no value has a day "
                   "above 12. Say it with the var date_format: day_first or month_first."),
    "two_currencies": (mixed(["$1", "€2"]), "", ": its column 'Balance' is in more than one "
                       "currency: '$1' and '€2'. Sums of $ and € mean nothing: convert them, or "
                       "let one in with where."),
    "infinite": (mixed([*NUMBERS, "inf"]), "", "has numbers in its column 'Balance', but 1 of its "
                 "values are none, the first being 'inf' in row 96 below the header of "
                 "'in/infinite.csv'. Correct them, or leave them empty."),
}  # fmt: skip
# The same, where the place is no file of bytes.
PLACES = {
    "nowhere": ("'in/nowhere.csv'", ": there is no file 'in/nowhere.csv'. A relative path starts "
                "from the folder of dbt_project.yml."),
    "folder": ("'in/folder.csv'", ": 'in/folder.csv' is a folder. Name the files in it, such as "
               "'in/folder.csv/*.csv'."),
    "pipe": ("'in/pipe.csv'", ": 'in/pipe.csv' is no file, but a pipe or a device. Write what it "
             "has into a file: it is read more than once."),
    "no_place": ("none", ": 'None' is no place. Give a path or a glob, or schema.table."),
    "no_relation": ("'crm.people'", ": there is no relation 'crm.people'. Give schema.table or "
                    "database.schema.table, or a file ending in .csv, .tsv, .txt or .parquet."),
    "no_parquet": ("'in/no.parquet'", ": 'in/no.parquet' cannot be read (Invalid Input Error: No "
                   "magic bytes found at end of file 'in/no.parquet'). It must be UTF-8 text with "
                   "a header line and one delimiter, or Parquet: save it again as such."),
    "lone_id": ("'in/lone.parquet'", ": 'in/lone.parquet' has no column beside its id 'id'. Add "
                "what describes its customers."),
    "empty_parquet": ("'in/empty.parquet'", ": 'in/empty.parquet' is empty: it has no row below its"
                      " header. Give read_customers the full file."),
    "mixed_parts": ("'in/part-*.csv'", ": 'in/part-*.csv' has numbers in its column 'Balance', but "
                    "3 of its values are none, the first being 'one' in row 3 below the header of "
                    "'in/part-2.csv'. Correct them, or leave them empty."),
    "other_columns": ("'in/other-*.csv'", ": 'in/other-*.csv' is broken (in/other-2.csv: its "
                      f"columns are not those of the first file{BROKEN}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """Return what is read where a customers model cannot be made, by the model."""
    project = bare_project(tmp_path_factory.mktemp("stopped") / "project")
    folder = project.folder / "in"
    for name, (content, arguments, _) in STOPS.items():
        (folder / f"{name}.csv").write_bytes(content)
        add_model(project, name, f"'in/{name}.csv'" + (f", {arguments}" if arguments else ""))
    (folder / "folder.csv").mkdir()
    (folder / "folder.csv/a.csv").write_text("id,a\n1,2\n")
    os.mkfifo(folder / "pipe.csv")
    (folder / "no.parquet").write_text("id,a\n1,2\n" * 10)
    duckdb.sql(f"copy (select 1 as id) to '{folder}/lone.parquet'")
    duckdb.sql(f"copy (select 1 as id, 2 as a limit 0) to '{folder}/empty.parquet'")
    (folder / "part-1.csv").write_bytes(mixed(NUMBERS))
    (folder / "part-2.csv").write_bytes(mixed(["1", "2", "one", "two"]))
    (folder / "part-3.csv").write_bytes(mixed(["three"]))
    (folder / "other-1.csv").write_text("id,a\n1,2\n")
    (folder / "other-2.csv").write_text("id,b\n1,2\n")
    for name, (arguments, _) in PLACES.items():
        add_model(project, name, arguments)
    return project.dbt("run", succeeds=False)


@pytest.mark.parametrize("model", [*STOPS, *PLACES])
def test_what_stops_a_model_is_one_line_of_it(stopped, model):
    assert stopped[model].startswith("error: Compilation Error")
    expected = (
        f"{model}{PLACES[model][1]}"
        if model in PLACES
        else f"{model}: 'in/{model}.csv' {STOPS[model][2]}".replace("' : ", "': ")
    )
    lines = [line.strip() for line in stopped[model].splitlines()]
    assert [line for line in lines if line.startswith(f"{model}: ")] == [expected]
