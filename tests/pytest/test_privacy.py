"""What must not get out does not: personal data into what is published, anything over the network.

One build from files with personal columns in every row, and whatever is made of it afterwards, is
run by processes that note whom they would talk to, and are kept from it.
"""

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from conftest import Project, copy_project
from published import Published

BIN = Path(sys.executable).parent
PERSONAL = {
    "Name": "Zebulon Quackenbush",
    "E-mail": "zebulon@quackenbush.example",
    "Phone": "+00 5550 424242",
    "Date of birth": "1984-03-17",
}
MARKERS = ["Quackenbush", "quackenbush.example", "5550 424242", "1984-03-17"]
# Every 25th row is set aside, and in two of the sources a warning has an example to give.
SPOILT = {
    "mall_customers": ({"Age": "unknown"}, {"Gender": ""}),
    "campaign_customers": ({"Income": "666666"}, {"Education": ""}),
    "retail_transactions": ({"UnitPrice": "0"}, {}),
}
# The switches of telemetry are not set: it has to be off without them. Nor are proxies, behind
# which any request would look like one to this machine.
UNSET = {
    *("do_not_track", "gx_analytics_enabled", "dbt_send_anonymous_usage_stats"),
    *("http_proxy", "https_proxy", "all_proxy"),
}
SPY = """
import json, os, sys

EVENTS = {
    "socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0, "urllib.Request": 0, "http.client.connect": 1,
}
# A data: address is itself what it is the address of.
LOCAL = ("localhost", "127.", "::1", "/", "http://localhost", "http://127.", "data:")
notes = os.open(os.environ["SPY_NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def spy(event, arguments):
    if event in EVENTS:
        to = arguments[EVENTS[event]]
        to = to[0] if isinstance(to, tuple) else to
        to = to.decode(errors="replace") if isinstance(to, bytes) else to or ""
        is_local = not to or str(to).startswith(LOCAL)
        os.write(notes, (json.dumps([event, str(to), is_local, sys.argv]) + "\\n").encode())
        if not is_local:
            raise PermissionError(f"{event} {to}")

sys.addaudithook(spy)
"""


@dataclass
class Spied:
    """A project whose processes are spied on."""

    project: Project
    notes: Path

    def run(self, *command) -> str:
        """Run a command in the project and return what it printed."""
        unset = {*UNSET, "dbt_write_json", "dbt_log_level_file"}
        env = {name: value for name, value in os.environ.items() if name.lower() not in unset}
        spy = self.notes.with_name("spy")
        done = subprocess.run(
            list(map(str, command)),
            cwd=self.project.folder,
            env=env | {"SPY_NOTES": str(self.notes), "PYTHONPATH": f"{spy}{os.pathsep}src"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Whom a process asked for anything that is not this machine."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [(event, to) for event, to, is_local, _ in map(json.loads, lines) if not is_local]


def spied_on(folder: Path, project: Project) -> Spied:
    (folder / "spy").mkdir()
    (folder / "spy/sitecustomize.py").write_text(SPY)
    return Spied(project, folder / "notes")


@pytest.fixture(scope="module")
def spied(tmp_path_factory) -> Spied:
    """Return the project after a build from personal data, and all that is made of a build."""
    folder = tmp_path_factory.mktemp("private")
    project = copy_project(folder / "project")
    spied = spied_on(folder, project)
    # Of the evidence for k nothing is asked here.
    variables = {"k_range": [5, 6]}
    for source, (in_some, in_all) in SPOILT.items():
        path = folder / f"{source}.csv"
        with (project.folder / f"seeds/sample_{source}.csv").open(
            newline="", encoding="utf-8"
        ) as file:
            rows = [
                PERSONAL | row | in_all | (in_some if number % 25 == 0 else {})
                for number, row in enumerate(csv.DictReader(file))
            ]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=rows[0])
            writer.writeheader()
            writer.writerows(rows)
        variables[source] = str(path)
    printed = [
        spied.run(BIN / "dbt", "build", "--vars", json.dumps(variables)),
        spied.run(BIN / "dbt", "docs", "generate", "--static", "--vars", json.dumps(variables)),
        spied.run(sys.executable, "dashboards/data_docs.py"),
        spied.run(sys.executable, "dashboards/audiences.py"),
    ]
    if find_spec("seaborn"):
        printed.append(spied.run(sys.executable, "dashboards/plots.py", "campaign_engagement"))
    if find_spec("streamlit"):
        printed.append(spied.run(sys.executable, "dashboards/report.py", "campaign_engagement"))
    (project.folder / "printed.txt").write_text("".join(printed))
    return spied


def tables_with(path: Path, text: str) -> set[str]:
    """Return the tables of a database with a row in which the text occurs, however deep."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_type = 'BASE TABLE'"
        ).fetchall()
        return {
            f"{schema}.{table}"
            for schema, table in tables
            if connection.execute(
                f'select count(*) from "{schema}"."{table}" as one'
                " where contains(one::varchar, $1)",
                [text],
            ).fetchone()[0]
        }


# ---- Personal data ---------------------------------------------------------------------------


def test_personal_columns_are_read_and_stay_in_their_files(spied):
    for marker in MARKERS:
        assert tables_with(spied.project.folder / "warehouse.duckdb", marker) == set()
    # A view, which looks into these files.
    assert spied.project.sql(
        "select distinct source from marts.rejected_rows"
        f" where contains(row_json::varchar, '{MARKERS[0]}') order by source"
    ) == [(source,) for source in sorted(SPOILT)]


def test_no_table_of_the_published_file_has_them(spied):
    path = spied.project.folder / "serving/segments.duckdb"
    for marker in MARKERS:
        assert tables_with(path, marker) == set()
        assert marker.encode() not in path.read_bytes()
    # Not for want of rows that it could have told of.
    assert spied.project.sql(
        "select subject, example from marts.data_quality_results where example is not null"
        " order by subject"
    ) == [
        ("campaign_customers", "row 1 (income is outside 0 to 600000)"),
        ("mall_customers", "row 1 (age is not a number)"),
    ]


def test_no_file_that_is_made_of_a_build_has_them(spied):
    folder = spied.project.folder
    made = [
        path
        for place in ["serving", "audiences", "reports", "plots", "logs", "target", "printed.txt"]
        for path in [folder / place, *(folder / place).rglob("*")]
        if path.is_file()
    ]
    assert {"manifest.json", "segments.duckdb", "index.csv", "dbt.log", "static_index.html"} < {
        path.name for path in made
    }
    for marker in MARKERS:
        assert [path for path in made if marker.encode() in path.read_bytes()] == []


def test_the_pages_of_the_gates_load_what_is_said_and_have_no_id_that_a_browser_would_send(spied):
    pages = [*(spied.project.folder / "target/data_docs").rglob("*.html")]
    assert len(pages) > 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "dataContextId" not in text
        scripts = re.findall(r'<script[^>]+src="https://([^/"]+)', text)
        styles = re.findall(r'<link[^>]+href="https://([^/"]+)', text)
        # As SECURITY.md says.
        assert (len(scripts), len(styles), len({*scripts, *styles})) == (9, 6, 6)


def test_the_year_of_birth_is_not_published_and_age_is(spied):
    """By each customer's own: a year is a number like any other."""
    path = spied.project.folder / "serving/segments.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        connection.execute(
            "create temp table born as select ID as customer_id, Year_Birth as birth_year"
            f" from read_csv('{spied.notes.parent}/campaign_customers.csv', all_varchar = true)"
        )
        columns = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where (table_schema, table_name) in (select (table_schema, table_name)"
            " from information_schema.columns where column_name = 'customer_id')"
            " and table_catalog = current_database()"
        ).fetchall()
        shares = {
            f"{table}.{column}": connection.execute(
                f'select avg(contains(mine."{column}"::varchar, born.birth_year)::integer)'
                f' from "{schema}"."{table}" as mine inner join born using (customer_id)'
            ).fetchone()[0]
            for schema, table, column in columns
        }
    assert "campaign_customers.age" in shares
    # Ids and amounts happen to have its digits in them.
    assert {name: share for name, share in shares.items() if share and share > 0.05} == {}


# ---- A customer who is to be forgotten ---------------------------------------------------------


def with_customer(path: Path, id: str) -> set[str]:
    """Return the tables of a database that have a row of a customer."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_columns() where column_name = 'customer_id'"
            " and database_name = current_database()"
        ).fetchall()
        return {
            f"{schema}.{table}"
            for schema, table in tables
            if schema != "raw"
            and connection.execute(
                f'select count(*) from "{schema}"."{table}" where customer_id::varchar = $1', [id]
            ).fetchone()[0]
        }


def test_a_customer_who_is_forgotten_is_in_no_table_and_no_published_file(rebuilt, capfd):
    warehouse = rebuilt.folder / "warehouse.duckdb"
    published = rebuilt.folder / "serving/segments.duckdb"
    [(one,)] = rebuilt.sql(
        "select max(customer_id) from marts.customer_segments where segmentation = 'retail_rfm'"
    )
    # As a gate may have shown the customer.
    with duckdb.connect(warehouse) as connection:
        connection.execute(
            "update quality.segment_checks set example = 'customer ' || $1"
            " where subject = 'retail_rfm'",
            [one],
        )
    assert {"marts.segment_history", "staging.checked_retail_transactions"} < with_customer(
        warehouse, one
    )
    assert with_customer(published, one)
    assert Published(published).customer(one)
    before = rebuilt.sql("select segmentation, count(*) from marts.customer_segments group by all")
    rebuilt.run(forget_customers=[one])
    assert "was not published again" not in capfd.readouterr().out
    rebuilt.run("--select", "days", forget_customers=[one])
    assert "was not published again, so it has them still" in capfd.readouterr().out
    assert with_customer(warehouse, one) == with_customer(published, one) == set()
    assert one.encode() not in published.read_bytes()
    pages = Published(published)
    assert pages.customer(one) == pages.history(one) == pages.unscored(one) == []
    # Nor in what the tables and views are made of.
    assert rebuilt.sql(f"select view_name from duckdb_views() where contains(sql, '{one}')") == []
    assert rebuilt.sql(
        f"select count(*) from quality.segment_checks where contains(example, '{one}')"
    ) == [(0,)]
    after = dict(
        rebuilt.sql("select segmentation, count(*) from marts.customer_segments group by all")
    )
    assert after == dict(before) | {"retail_rfm": dict(before)["retail_rfm"] - 1}


# ---- The network -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("import socket; socket.socket().connect(('192.0.2.1', 80))", "socket.connect"),
        ("import socket; socket.getaddrinfo('out.invalid', 80)", "socket.getaddrinfo"),
        (
            "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 80))",
            "socket.sendto",
        ),
        ("from urllib.request import urlopen; urlopen('https://out.invalid')", "urllib.Request"),
    ],
    ids=lambda value: value if " " not in value else "",
)
def test_the_spy_notes_who_talks_to_others_and_stops_it(tmp_path, statement, event):
    spied = spied_on(tmp_path, Project(tmp_path))
    tried = f"try:\n    exec({statement!r})\nexcept PermissionError:\n    print('stopped')"
    # Also from a process that the process starts.
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {tried!r}])"
    assert "stopped" in spied.run(sys.executable, "-c", started)
    assert [name for name, _ in spied.asked] == [event]


def test_no_process_asks_anybody_but_this_machine(spied):
    assert spied.notes.exists()
    assert spied.asked == []
