"""Faults: builds that are killed, locked out, out of space or in another place; nothing is lost.

docs/faults.md is written from what is seen here, by `FAULTS=50 pytest tests/pytest/test_faults.py
--write-docs`. FAULTS says how often each fault is made that is made at random.
"""

import csv
import ctypes
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Page, Project
from test_build import ROW_NUMBERS, RUN_TIMES, marts, write_rows

TIMES = int(os.environ.get("FAULTS", "1"))
HEAD = """\
# Faults

Written by the tests from what they see (`tests/pytest/test_faults.py`). What is lost is looked for
in every table of the warehouse, which is read whole, in the published file, which has to be the one
that its manifest names, and in the fits, changes and checks that had been there before.

| fault | how often | what the user reads | lost |
|---|--:|---|---|
"""
# About how long one takes, in seconds: some are over before they are killed.
A_BUILD = 40
DBT = [str(Path(sys.executable).with_name("dbt"))]
BUILD = ["build"]
# Where a fault is only met, or the marts are not asked about, this is all that has to run.
PUBLISH = ["run", "--select", "published_tables"]
FIT = ["run", "--select", "+segment_changes"]


@pytest.fixture(scope="module")
def page(request):
    written = request.config.getoption("--write-docs")
    page = Page(ROOT / "docs/faults.md", written)
    yield page
    if written:
        page.path.write_text(HEAD + "\n".join(page.lines) + "\n")


def begin(project: Project, *arguments: str, quiet: bool = True, **options) -> subprocess.Popen:
    """Start dbt in a process of its own, which can be killed."""
    return subprocess.Popen(
        [*DBT, *(["--quiet"] if quiet else []), *arguments],
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def finish(build: subprocess.Popen) -> str:
    """Wait for a build that has to succeed, and return what it said."""
    output, _ = build.communicate(timeout=600)
    assert build.returncode == 0, output
    return output


def failure(build: subprocess.Popen, says: str) -> str:
    """Wait for a build that has to fail, and return the one line that says why."""
    output, _ = build.communicate(timeout=600)
    assert build.returncode != 0, output
    assert "Traceback" not in output, output
    lines = list(dict.fromkeys(line.strip() for line in output.splitlines() if says in line))
    assert len(lines) == 1, output
    return lines[0]


def kept(project: Project) -> dict[str, set]:
    """Read every table whole, and return the rows that no later build may lose."""
    [path] = [*project.folder.glob("warehouse.duckdb"), *project.folder.glob("*/warehouse.duckdb")]
    with duckdb.connect(path, read_only=True) as connection:
        for (table,) in connection.execute(
            "select format('{}.{}', schema_name, table_name) from duckdb_tables()"
        ).fetchall():
            connection.execute(f"select sum(hash(whole)) from {table} as whole").fetchall()
        rows = {
            # A later fit retires an earlier one, and the last comparison is of the last build.
            "fits": "select segmentation, fit_number, fitted_at, centroids from"
            " clustering.kmeans_fits",
            "changes": "from clustering.segment_changes"
            # The last day is written anew if it is built again.
            " qualify as_of < max(as_of) over (partition by segmentation)",
            "gates": "from quality.source_checks",
        }
        return {
            name: {repr(row) for row in connection.execute(query).fetchall()}
            for name, query in rows.items()
        }


def published(project: Project) -> tuple[bytes, dict]:
    """Return the published file, read whole, and its manifest."""
    path = project.folder / "serving/segments.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        for (table,) in connection.execute(
            "select format('{}.{}', schema_name, table_name) from duckdb_tables()"
        ).fetchall():
            connection.execute(f"from {table}").fetchall()
    return path.read_bytes(), json.loads((path.parent / "manifest.json").read_text())


def is_the_one_of_its_manifest(project: Project) -> bool:
    content, manifest = published(project)
    return hashlib.sha256(content).hexdigest() == manifest["sha256"]


def variables(number: int) -> list[str]:
    """Return the vars of a build of another day, with a fit, a move and a published file."""
    day = f"2024-{11 + number // 28:02}-{1 + number % 28:02}"
    return ["--vars", str({"retail_transactions_as_of": day, "refit": "always", "k_range": [3, 4]})]


def test_a_killed_build_loses_nothing_and_the_next_needs_no_help(rebuilt, page):
    rng = random.Random(9)
    before = kept(rebuilt)
    killed, torn = 0, 0
    for number in range(1, TIMES + 1):
        build = begin(rebuilt, *BUILD, *variables(number), start_new_session=True)
        time.sleep(rng.uniform(0, A_BUILD))
        killed += build.poll() is None
        os.killpg(build.pid, signal.SIGKILL) if build.poll() is None else None
        build.communicate()
        after = kept(rebuilt)
        for name, rows in before.items():
            assert rows <= after[name], name
        # Between the renaming of the file and of its manifest.
        torn += not is_the_one_of_its_manifest(rebuilt)
        before = after
        if number % 5 == 0 or number == TIMES:
            finish(begin(rebuilt, *BUILD, *variables(number)))
            assert is_the_one_of_its_manifest(rebuilt)
            after = kept(rebuilt)
            assert all(rows <= after[name] for name, rows in before.items())
            before = after
    assert torn == 0
    print(f"killed {killed} of {TIMES} builds while they ran")
    if page.is_written:
        page.add(
            "`kill -9` at a random moment of a build, of five one after the other, then one whole",
            str(killed),
            "nothing; the next build needs no help",
            "nothing",
        )


def test_of_two_builds_at_once_the_second_waits(rebuilt, page):
    builds = [begin(rebuilt, "run", "-s", "+customers_list", quiet=False) for _ in range(2)]
    outputs = [finish(build) for build in builds]
    assert sum("is in use by" in output for output in outputs) == 1
    kept(rebuilt)
    page.add("two builds at once", "1", "the second waits for the first", "nothing")


HOLDER = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
time.sleep(float(sys.argv[2]))
"""


def hold(project: Project, seconds: float) -> subprocess.Popen:
    """Have another process read the warehouse."""
    path = str(project.folder / "warehouse.duckdb")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path, str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "open\n"
    return holder


def test_a_build_waits_for_a_reader_of_the_warehouse_and_says_so(rebuilt, page):
    holder = hold(rebuilt, 600)
    build = begin(rebuilt, "run", "-s", "source_list", quiet=False)
    said = [next(line for line in build.stdout if "trying again in" in line)]
    holder.kill()
    holder.wait()
    output, _ = build.communicate(timeout=600)
    assert build.returncode == 0, output
    assert f"is in use by {os.path.realpath(sys.executable)} (PID {holder.pid})" in said[0]
    assert "trying again in 1 s" in said[0]
    page.add(
        "a reader holds the warehouse for seconds",
        "1",
        "warehouse.duckdb is in use by … (PID …); trying again in 1 s",
        "nothing",
    )


def test_a_build_gives_up_on_a_reader_that_stays(rebuilt, page):
    before = (rebuilt.folder / "warehouse.duckdb").read_bytes()
    profiles = rebuilt.folder / "profiles.yml"
    profiles.write_text(profiles.read_text().replace("connect_attempts: 7", "connect_attempts: 2"))
    holder = hold(rebuilt, 600)
    try:
        line = failure(begin(rebuilt, *BUILD), "is still in use by")
    finally:
        holder.kill()
        holder.wait()
    assert (rebuilt.folder / "warehouse.duckdb").read_bytes() == before
    who = f"{os.path.realpath(sys.executable)} (PID {holder.pid})"
    page.add("a reader holds the warehouse and stays", "1", line.replace(who, "…"), "nothing")


def unprivileged() -> None:
    """Give up root's right to read and write whatever it likes, before another program starts."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture
def guarded(rebuilt):
    """Return the project with its warehouse in a folder of its own, and forbid it what is asked."""
    data = rebuilt.folder / "data"
    data.mkdir()
    (rebuilt.folder / "warehouse.duckdb").rename(data / "warehouse.duckdb")
    profiles = rebuilt.folder / "profiles.yml"
    profiles.write_text(
        profiles.read_text().replace("path: warehouse.duckdb", "path: data/warehouse.duckdb")
    )
    yield rebuilt
    for path in [data, data / "warehouse.duckdb", rebuilt.folder / "serving"]:
        path.chmod(0o755)


def forbidden(path: Path, mode: int) -> None:
    path.chmod(mode)
    tried = subprocess.run(
        [sys.executable, "-c", f"open({str(path / 'tried')!r}, 'w')"],
        preexec_fn=unprivileged,
        capture_output=True,
    )
    if tried.returncode == 0:
        pytest.skip("this user may write where nobody may")


def test_a_folder_that_may_not_be_written_stops_the_build_before_it_begins(guarded, page):
    data = guarded.folder / "data"
    before = (data / "warehouse.duckdb").read_bytes()
    (data / "warehouse.duckdb").chmod(0o444)
    forbidden(data, 0o555)
    line = failure(begin(guarded, *BUILD, preexec_fn=unprivileged), "cannot be opened")
    assert (data / "warehouse.duckdb").read_bytes() == before
    page.add(
        "the warehouse may not be written",
        "1",
        line.replace(str(guarded.folder) + "/", ""),
        "nothing",
    )


def test_a_file_that_may_not_be_read_stops_the_build(rebuilt, page):
    path = rebuilt.folder / "secret.csv"
    shutil.copy(rebuilt.folder / "seeds/sample_mall_customers.csv", path)
    path.chmod(0)
    before = published(rebuilt)
    build = begin(rebuilt, *BUILD, "--vars", "mall_customers: secret.csv", preexec_fn=unprivileged)
    line = failure(build, "mall_customers: 'secret.csv'")
    assert published(rebuilt) == before
    page.add("a source may not be read", "1", line, "nothing")


def test_a_serving_folder_that_may_not_be_written_leaves_the_published_file(guarded, page):
    before = published(guarded)
    forbidden(guarded.folder / "serving", 0o555)
    build = begin(guarded, *PUBLISH, preexec_fn=unprivileged)
    line = failure(build, "may not be written")
    assert published(guarded) == before
    page.add("the folder of the published file may not be written", "1", line, "nothing")


@pytest.fixture
def disk(tmp_path):
    """Return a function that makes a folder a disk of its own, of so many bytes."""
    mounted = []

    def disk(folder: Path, size: int) -> None:
        # A full disk is a thing of the kernel: no test double of ours would be one.
        option = f"remount,size={size}" if folder in mounted else f"size={size}"
        command = ["mount", "-t", "tmpfs", "-o", option, "tmpfs", str(folder)]
        content = {} if folder in mounted else {f.name: f.read_bytes() for f in folder.iterdir()}
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"this user may not mount a disk: {error}")
        mounted.append(folder)
        for name, data in content.items():
            (folder / name).write_bytes(data)

    yield disk
    for folder in set(mounted):
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_with_space_the_next_build_needs_no_help(guarded, disk, page):
    data = guarded.folder / "data"
    before, before_published = kept(guarded), published(guarded)
    size = (data / "warehouse.duckdb").stat().st_size
    disk(data, size + 1_000_000)
    build = begin(guarded, *FIT, *variables(1))
    output, _ = build.communicate(timeout=600)
    assert build.returncode != 0
    [line, *_] = [line.strip() for line in output.splitlines() if "No space left" in line]
    assert "Traceback" not in output
    assert published(guarded) == before_published
    disk(data, size + 500_000_000)
    assert all(rows <= kept(guarded)[name] for name, rows in before.items())
    finish(begin(guarded, *FIT, *variables(1)))
    assert all(rows <= kept(guarded)[name] for name, rows in before.items())
    # What is written when it is full differs, and so do the words before.
    assert str(data / "warehouse.duckdb") in line or "data/warehouse.duckdb" in line
    page.add("the disk of the warehouse is full", "1", "… No space left on device", "nothing")


def test_a_full_disk_below_the_published_file_leaves_it(guarded, disk, page):
    before = published(guarded)
    disk(guarded.folder / "serving", len(before[0]) + 100_000)
    line = failure(begin(guarded, *PUBLISH), "not published: ")
    assert published(guarded) == before
    line = line.replace(str(guarded.folder) + "/", "")
    page.add("the disk of the published file is full", "1", line, "nothing")


def test_a_clock_that_was_set_back_misleads_no_gate(rebuilt, page):
    """As if all before had been a year later than now."""
    path = rebuilt.folder / "warehouse.duckdb"
    with duckdb.connect(path) as connection:
        for table, column in [
            ("quality.source_checks", "checked_at"),
            ("quality.segment_checks", "checked_at"),
            ("clustering.kmeans_fits", "fitted_at"),
        ]:
            connection.execute(f"update {table} set {column} = {column} + interval 1 year")
        connection.execute(
            "copy (select * replace ('n/a' as \"Annual Income (k$)\")"
            " from raw.sample_mall_customers)"
            f" to '{rebuilt.folder}/bad.csv'"
        )
    before = kept(rebuilt)
    messages = rebuilt.dbt(
        *BUILD, "--vars", "{mall_customers: bad.csv, forget_fits: []}", succeeds=False
    )
    assert messages["source_gate_is_open"].startswith("fail")
    rebuilt.dbt(*FIT)
    # What the gates found in the sample is gone on purpose: bad.csv is the user's own data.
    del before["gates"]
    assert all(rows <= kept(rebuilt)[name] for name, rows in before.items())
    assert rebuilt.sql("select distinct refit_reason from clustering.kmeans_fits") == [
        ("no champion",)
    ]
    page.add("the clock was set back by a year", "1", "nothing; tonight's checks decide", "nothing")


def test_neither_locale_nor_time_zone_nor_row_order_nor_threads_change_a_mart(
    built, project, tmp_path, page
):
    """Of files in another order, by `dbt seed` and `dbt run`, which do the same as a build."""
    locations = {}
    for source in ("mall_customers", "campaign_customers", "retail_transactions"):
        with (built.folder / f"seeds/sample_{source}.csv").open(newline="") as file:
            header, *rows = csv.reader(file)
        random.Random(0).shuffle(rows)
        locations[source] = str(write_rows(tmp_path / f"{source}.csv", [header, *rows]))
    # Of the sample it is known what its money is.
    locations["retail_transactions"] = {
        "from": locations["retail_transactions"],
        "currency": "GBP",
    }
    elsewhere = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    elsewhere |= {"TZ": "Pacific/Kiritimati"}
    for command in (["seed"], ["run", "--threads", "1"]):
        finish(begin(project, *command, "--vars", str(locations), env=os.environ | elsewhere))
    left_out = RUN_TIMES | ROW_NUMBERS
    shuffled, before = marts(project, left_out), marts(built, left_out)
    assert shuffled.keys() == before.keys()
    for name, rows in before.items():
        assert shuffled[name] == rows, name
    page.add(
        "another locale (C, no UTF-8) and time zone (UTC+14)", "1", "nothing", "nothing: same marts"
    )


def test_the_page_has_each_fault(page):
    assert len(page.rows()) == len({row[0] for row in page.rows()}) == 11
