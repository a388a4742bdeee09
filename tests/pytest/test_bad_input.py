"""Bad input: what a build does with each kind of it, for each source, and what the user reads.

docs/bad_input.md is written from what is seen here, by `pytest tests/pytest/test_bad_input.py
--write-docs`; without it what is seen has to be what the page says.
"""

import csv
import io
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, Page, Project, copy_project

from customers import Fault
from sources import resolve

HEAD = """\
# Bad input

Written by the tests from what they see (`tests/pytest/test_bad_input.py`).
"""
FILES_HEAD = """
## Files that stop a build

Lines with `GATE CLOSED`, and those of files that are empty or lack ids, are of real builds, one of
them whole, the others `dbt build --select +source_gate`, which every build begins with. After each,
every table of `customers`, `features`, `clustering` and `marts`, and the published file, were byte
for byte what they had been; `rejected_rows` and `data_quality_results` say what is wrong. The next
build of the sound files needed no help. The other lines a build says before it writes anything: one
of them is of a build too, all are of the function that says them, `sources.resolve`.

| what is wrong | source | what the user reads |
|---|---|---|
"""
VALUES_HEAD = """
## Values that set one row aside, or are read

One row each, among the sound rows of the sample. A row that is set aside is in `rejected_rows`,
whole, with the reason; what is read is in the marts exactly as it is here.

| source | column | value | what comes of it |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Source:
    """Columns of a sample that the cases spoil, by their headers."""

    customer: str
    number: str
    text: str
    date: str | None = None


SOURCES = {
    "mall_customers": Source("CustomerID", "Annual Income (k$)", "Gender"),
    "campaign_customers": Source("ID", "MntWines", "Education", "Dt_Customer"),
    "retail_transactions": Source("CustomerID", "UnitPrice", "Description", "InvoiceDate"),
}


def encoded(rows, encoding="utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode(encoding)


def replaced(rows, header, value):
    """Return the rows with `value(row number, former value)` in a column."""
    place = rows[0].index(header)
    return [rows[0]] + [
        [*row[:place], value(number, row[place]), *row[place + 1 :]]
        for number, row in enumerate(rows[1:], 1)
    ]


def filled(name, value):
    """Return a case that fills a column with a value, or with what a row's number gives."""

    def spoilt(source, rows):
        given = value if callable(value) else lambda number, former: value
        header = getattr(source, name)
        return encoded(replaced(rows, header, given) if header else rows)

    return spoilt


def renamed(rows, header, name):
    return [[name if field == header else field for field in rows[0]], *rows[1:]]


def without(rows, header):
    place = rows[0].index(header)
    return [row[:place] + row[place + 1 :] for row in rows]


def doubled(rows, header):
    place = rows[0].index(header)
    return [[*row, row[place]] for row in rows]


def accented(rows, header, first):
    return replaced(rows, header, lambda number, former: "É" if number >= first else former)


def unclosed(content, number):
    lines = content.splitlines(keepends=True)
    first, second = lines[number].split(b",", maxsplit=1)
    lines[number] = first + b',"' + second
    # Where the next value is in quotes, the one before seems to end.
    first, second = lines[number + 20].split(b",", maxsplit=1)
    lines[number + 20] = first + b',"' + second.replace(b",", b'",', 1)
    return b"".join(lines)


def telling(source, rows):
    """Return the rows of customers that tell day and month apart: a file of few could not."""
    if source.date is None:
        return rows[1:]
    customer, date = (rows[0].index(name) for name in (source.customer, source.date))
    return [
        row
        for row in rows[1:]
        if row[customer]
        and re.match("(1[3-9]|[23][0-9])[-/]|[0-9]+[-/](1[3-9]|[23][0-9])[-/]", row[date])
    ]


def decimal_comma(number, former):
    return "12,5"


DIRECTORY = object()

# How a file is spoilt that cannot be read: a build stops before it begins.
UNREADABLE = {
    "a column is missing": lambda source, rows: encoded(without(rows, source.number)),
    "a column is renamed": lambda source, rows: encoded(renamed(rows, source.number, "Figure")),
    "a column is there twice": lambda source, rows: encoded(doubled(rows, source.number)),
    "the header is missing": lambda source, rows: encoded(rows[1:]),
    "the file is empty": lambda source, rows: b"",
    "the file has blank lines only": lambda source, rows: b"\n\n\n",
    "the file is binary": lambda source, rows: random.Random(0).randbytes(10_000),
    "the file is UTF-16": lambda source, rows: encoded(rows, "utf-16"),
    "the file is Latin-1": lambda source, rows: encoded(accented(rows, source.text, 1), "latin-1"),
    "its last line is Latin-1": lambda source, rows: encoded(
        accented(rows, source.text, len(rows) - 1), "latin-1"
    ),
    "a quote is not closed": lambda source, rows: unclosed(encoded(rows), len(rows) // 2),
    "a folder is in its place": lambda source, rows: DIRECTORY,
    "decimal commas without quotes": lambda source, rows: "\n".join(
        ",".join(row).replace('"', "") for row in replaced(rows, source.number, decimal_comma)
    ).encode(),
}
# How a file is spoilt that can be read and not be used: none of these builds may pass.
JUDGED = {
    "the file has a header only": lambda source, rows: encoded(rows[:1]),
    "one customer": lambda source, rows: encoded([rows[0], *telling(source, rows)[:1]]),
    "two identical customers": lambda source, rows: encoded(
        replaced(
            [rows[0], *(telling(source, rows)[:1] * 2)],
            source.customer,
            lambda number, former: number,
        )
    ),
    "fewer customers than k": lambda source, rows: encoded([rows[0], *telling(source, rows)[:2]]),
    "all rows are the same": lambda source, rows: encoded(
        [rows[0], *(telling(source, rows)[:1] * 20_000)]
    ),
    "every row is there twice": lambda source, rows: encoded([*rows, *rows[1:]]),
    "a column has one value": filled("number", "7"),
    "a column has no value": filled("number", ""),
    "text in a column of numbers": filled("number", "n/a"),
    "decimal commas": filled("number", "12,5"),
    "no ids": filled("customer", ""),
    "dates of another format": filled(
        "date", lambda number, former: f"{number % 28 + 1}. March 2023"
    ),
    "a date in the far future": filled(
        "date", lambda number, former: "2099-01-01" if number == 1 else former
    ),
}
FILES = UNREADABLE | JUDGED
# A file of no date has nothing to spoil there.
NOT_SPOILT = {
    ("dates of another format", "mall_customers"),
    ("a date in the far future", "mall_customers"),
}


@pytest.fixture(scope="module")
def page(request):
    written = request.config.getoption("--write-docs")
    page = Page(ROOT / "docs/bad_input.md", written)
    yield page
    if written:
        values = [line for line in page.lines if line[2:].startswith(tuple(SOURCES))]
        files = [line for line in page.lines if line not in values]
        text = "\n".join([HEAD + FILES_HEAD.rstrip(), *files, VALUES_HEAD.rstrip(), *values, ""])
        page.path.write_text(text)


@pytest.fixture(scope="module")
def samples(built) -> dict[str, list[list[str]]]:
    """Return the rows of each sample, its header first."""
    return {
        name: list(csv.reader((built.folder / f"seeds/sample_{name}.csv").read_text().splitlines()))
        for name in SOURCES
    }


@pytest.fixture(scope="module")
def owned(samples, tmp_path_factory) -> Project:
    """Return a project whose files are its own, built once: a bad file is put in their place."""
    project = copy_project(tmp_path_factory.mktemp("owned") / "project")
    settings = (project.folder / "dbt_project.yml").read_text()
    for name in SOURCES:
        settings = settings.replace(f"  {name}: null", f"  {name}: in/{name}.csv")
    # What is left as it was need not be chosen among many.
    settings = settings.replace("k_range: [3, 10]", "k_range: [5, 6]")
    (project.folder / "dbt_project.yml").write_text(settings)
    deliver(project, samples)
    project.dbt(*BUILD)
    return project


# What the unit tests are given is not the file's.
BUILD = ["build"]


def deliver(project, samples):
    shutil.rmtree(project.folder / "in", ignore_errors=True)
    (project.folder / "in").mkdir()
    for name, rows in samples.items():
        (project.folder / f"in/{name}.csv").write_bytes(encoded(rows))


KEPT = ["customers", "features", "clustering", "marts", "serving"]
# They say what is wrong tonight.
OF_TONIGHT = ["marts.rejected_rows", "marts.data_quality_results"]


def contents(project) -> dict:
    """Return a digest of every table that a bad file must leave alone, and the published file."""
    with duckdb.connect(project.folder / "warehouse.duckdb", read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where list_contains($1, table_schema)"
            " and not list_contains($2, table_schema || '.' || table_name)",
            [KEPT, OF_TONIGHT],
        ).fetchall()
        digests = {
            table: connection.execute(
                f"select count(*), sum(hash(whole)::hugeint) from {table} as whole"
            ).fetchall()
            for (table,) in tables
        }
    assert len(digests) > 40
    return digests | {
        path.name: path.read_bytes() for path in (project.folder / "serving").iterdir()
    }


def told(output: str, source: str) -> list[str]:
    """Return what the output of dbt says of a source: its messages, and why its gate closed."""
    lines = [line.strip() for line in output.splitlines()]
    said = [line for line in lines if line.startswith(f"{source}: '")]
    said += [line for line in lines if line.startswith(f"{source}: there is")]
    for number, line in enumerate(lines):
        if line.startswith(f"GATE CLOSED {source} (in/{source}.csv): "):
            assert lines[number + 1].startswith("Found: ")
            assert lines[number + 2].startswith("Cure: ")
            said.append(" ".join(lines[number : number + 3]))
    return said


def spoil(path: Path, case: str, rows) -> None:
    """Write a file of a source, spoilt."""
    content = FILES[case](SOURCES[path.stem], rows)
    if content is DIRECTORY:
        path.mkdir()
        (path / "part-1.csv").touch()
    else:
        path.write_bytes(content)


def contract(source: str) -> dict:
    """Return what `sources.resolve` is told of the columns of a source."""
    [model] = yaml.safe_load((ROOT / f"models/staging/base_{source}.yml").read_text())["models"]
    metas = {one["name"]: one.get("config", {}).get("meta") for one in model["columns"]}
    columns = {
        name: {"is_optional": False} | meta for name, meta in metas.items() if meta is not None
    }
    return {"columns": columns, "either": model["config"]["meta"].get("either", [])}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_line(samples, page, tmp_path, monkeypatch, case):
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, rows in samples.items():
        path = Path(f"in/{name}.csv")
        spoil(path, case, rows)
        with pytest.raises(Fault) as raised:
            resolve(name, {"from": str(path)}, **contract(name))
        page.add(case, name, str(raised.value))


# Of those that cannot be read one stands for all, and one of the others for what comes after.
WHOLE = ["a column is missing", "a column has one value"]
GATE = ["build", "--select", "+source_gate", "--exclude", "resource_type:seed"]


@pytest.mark.parametrize("case", ["a column is missing", *JUDGED])
def test_a_file_that_cannot_be_used_stops_the_build(owned, samples, page, capfd, case):
    before = contents(owned)
    shutil.rmtree(owned.folder / "in")
    (owned.folder / "in").mkdir()
    for name, rows in samples.items():
        spoil(owned.folder / f"in/{name}.csv", case, rows)
    capfd.readouterr()
    owned.dbt(*(BUILD if case in WHOLE else GATE), succeeds=False)
    output = "".join(capfd.readouterr())
    assert contents(owned) == before
    assert "Traceback" not in output
    for name in SOURCES:
        if (case, name) not in NOT_SPOILT:
            first, *others = told(output, name)
            more = f" (and {len(others)} more)" if others else ""
            page.add(case, name, first + more)


def test_the_build_after_the_bad_ones_needs_no_help(owned, samples):
    deliver(owned, samples)
    owned.dbt(*BUILD)


MARKUP = [
    "<script>alert(1)</script>",
    "'; drop table marts.segment_summary; --",
    '=HYPERLINK("http://nowhere.invalid";"x")',
    "{{ target.password }}",
    'a "quoted"; text',
    "two\nlines",
    "Zoë 😀",
]
NOT_NUMBERS = ["", "n/a", "NaN", "inf", "-inf", "1e308", "1e400", "-1", "12,5", "1 000"]
# What one row has in one column.
VALUES = {
    ("mall_customers", "CustomerID"): [
        *[
            "",
            "  ",
            "1",
            "1\t",
            "\u200b",
            "NaN",
            "NULL",
            "17.0",
            "0001",
            "8c8a9a3e-8f5f-4d2c-9d8e-000000000001",
            "9" * 4000,
            *MARKUP,
        ]
    ],
    ("mall_customers", "Gender"): ["", *MARKUP],
    ("mall_customers", "Age"): [*NOT_NUMBERS, "121", " 31 "],
    ("mall_customers", "Annual Income (k$)"): NOT_NUMBERS,
    ("mall_customers", "Spending Score (1-100)"): ["0", "101", "50.5"],
    ("campaign_customers", "ID"): ["", "NULL", "0001", *MARKUP],
    ("campaign_customers", "Education"): ["", *MARKUP],
    ("campaign_customers", "Year_Birth"): ["", "MCMLXX", "1850", "2050", "inf"],
    ("campaign_customers", "Income"): NOT_NUMBERS,
    ("campaign_customers", "MntWines"): NOT_NUMBERS,
    ("campaign_customers", "Dt_Customer"): [
        *["", "2013-04-03", "2013-04-03 00:00:00", "04-13-2013", "31-02-2013", "03/04/2013"],
        *["13", "1800-01-01"],
    ],
    ("campaign_customers", "Response"): ["", "2", "-1", "yes", "true"],
    ("retail_transactions", "CustomerID"): ["", "nan", "None", "<NA>", "17850.0", "0001", *MARKUP],
    ("retail_transactions", "InvoiceNo"): ["", "C536365", "536365.0"],
    ("retail_transactions", "StockCode"): ["", *MARKUP],
    ("retail_transactions", "Description"): ["", *MARKUP],
    ("retail_transactions", "Quantity"): [*NOT_NUMBERS, "0", "2.5"],
    ("retail_transactions", "UnitPrice"): [*NOT_NUMBERS, "0"],
    ("retail_transactions", "InvoiceDate"): [
        *["", "2023-11-12T08:30:00", "2023-11-12", "13/45/2023 8:00", "2023-02-30"],
        *["11/12/23 8:30", "yesterday", "infinity"],
    ],
    ("retail_transactions", "Country"): ["", *MARKUP],
}
# What checked_<source> calls the columns; where it rather derives from one, that is shown.
READ_AS = {
    "CustomerID": "customer_id",
    "ID": "customer_id",
    "Gender": "gender",
    "Age": "age",
    "Annual Income (k$)": "annual_income",
    "Spending Score (1-100)": "spending_score",
    "Education": "education",
    "Year_Birth": "age",
    "Income": "income",
    "MntWines": "wines",
    "Dt_Customer": "customer_days",
    "Response": "accepted_last",
    "InvoiceNo": "invoice_no",
    "StockCode": "stock_code",
    "Description": "description",
    "Quantity": "quantity",
    "UnitPrice": "unit_price",
    "InvoiceDate": "invoiced_at",
    "Country": "country",
}


@pytest.fixture(scope="module")
def valued(samples, tmp_path_factory):
    """Build the samples, a row added for every value, and columns by the thousand."""
    project = copy_project(tmp_path_factory.mktemp("valued") / "project")
    folder = project.folder / "in"
    folder.mkdir()
    places = {}
    for name, source in SOURCES.items():
        header, *rows = samples[name]
        sound = rows[4]
        width = 3000 if name == "mall_customers" else 0
        for (owner, column), values in VALUES.items():
            for value in values if owner == name else []:
                row = [*sound]
                if name != "retail_transactions":
                    row[header.index(source.customer)] = f"added {len(rows)}"
                row[header.index(column)] = value
                rows.append(row)
                places[name, column, value] = len(rows)
        wide = [[*header, *(f"column {number}" for number in range(width))]]
        wide += [[*row, *("x" * width)] for row in rows]
        (folder / f"{name}.csv").write_bytes(encoded(wide))
    project.build(**{name: f"in/{name}.csv" for name in SOURCES}, k_range=[5, 6])
    return project, places


def shown(value: object) -> str:
    """Return a value as it is shown in the page."""
    text = str(value).replace("\n", "⏎").replace("\t", "⇥").replace("\u200b", "<zero width>")
    return "nothing" if value in ("", None) else f"`{text[:40]}{'…' if text[40:] else ''}`"


@pytest.mark.parametrize(("name", "column"), VALUES)
def test_a_value_is_read_as_it_is_or_its_row_is_set_aside(valued, page, name, column):
    project, places = valued
    for value in VALUES[name, column]:
        [[reason, read, row_hash]] = project.sql(
            f"select rejection_reason, {READ_AS[column]}, received_hash"
            f" from staging.checked_{name} where source_row = {places[name, column, value]}"
        )
        if reason:
            outcome = f"set aside: {reason}"
            assert row_hash is not None
        else:
            as_what = "" if READ_AS[column] != "age" or column == "Age" else "age "
            outcome = f"read as {as_what}{shown(read)}"
        page.add(name, f"`{column}`", shown(value), outcome)


def test_markup_reaches_the_marts_and_the_published_file_as_text(valued, samples):
    project, _ = valued
    path = project.folder / "serving/segments.duckdb"
    for query in [
        "from marts.customer_segments where segmentation = 'mall_spending'",
        "from marts.customer_segments where segmentation = 'campaign_engagement'",
        "from marts.customer_segments where segmentation = 'retail_rfm'",
    ]:
        with duckdb.connect(path, read_only=True) as connection:
            ids = {row[0] for row in connection.execute(f"select customer_id {query}").fetchall()}
        assert {*MARKUP} <= ids
    for name in SOURCES:
        [[judged, accepted, rejected]] = project.sql(
            f"select (select count(*) from staging.checked_{name}),"
            f" (select count(*) from staging.stg_{name}),"
            f" (select count(*) from marts.rejected_rows where source = '{name}')"
        )
        added = sum(len(values) for (owner, _), values in VALUES.items() if owner == name)
        assert judged == accepted + rejected == len(samples[name]) - 1 + added


def test_the_page_has_each_case_and_no_other(page):
    pairs = {(case, name) for case in FILES for name in SOURCES} - NOT_SPOILT
    values = [
        (name, f"`{column}`", shown(value))
        for (name, column), values in VALUES.items()
        for value in values
    ]
    rows = page.rows()
    assert {(row[0], row[1]) for row in rows if row[1] in SOURCES} == pairs
    assert sorted(tuple(row[:3]) for row in rows if row[0] in SOURCES) == sorted(
        (name, column, value.replace("|", "\\|")) for name, column, value in values
    )
