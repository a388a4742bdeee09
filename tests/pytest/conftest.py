"""Fixtures: a temporary copy of the project, dbt run inside it, the real files if there are any."""

import contextlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt_common.tests import enable_test_caching
from filelock import FileLock

ROOT = Path(__file__).parents[2]
# What each of hundreds of runs need not do, as flags that dbt reads. The unit tests run once, in
# the build of `built`: they say the same of every copy. A manifest takes dbt a second to write, the
# log a sixth of a run.
FLAGS = {
    "DBT_EXCLUDE_RESOURCE_TYPES": "unit_test",
    "DBT_WRITE_JSON": "false",
    "DBT_LOG_LEVEL_FILE": "none",
}
os.environ |= FLAGS
# The same macros are parsed once in a process, as in dbt's own tests.
enable_test_caching()


def pytest_addoption(parser):
    parser.addoption(
        "--write-docs",
        action="store_true",
        help="write what is seen into docs/, where it else has to be what they say",
    )


NOT_COPIED = shutil.ignore_patterns(
    ".*",
    "target*",
    "lake",
    "logs",
    "tests",
    "*.duckdb",
    "*.duckdb.*",
    "manifest.json",
    "__pycache__",
)


@dataclass
class Project:
    """A copy of the project in a folder of its own."""

    folder: Path

    def dbt(self, *arguments: str, succeeds: bool = True) -> dict[str, str]:
        """Run dbt here and return the message of every node, by the node's name.

        In one thread, if nothing else is said: beside other tests more only wait for each other.
        """
        if {"build", "run", "seed", "test"} & {*arguments} and "--threads" not in arguments:
            arguments += ("--threads", "1")
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            result = dbtRunner().invoke(["--quiet", *arguments])
        finally:
            DuckDBConnectionManager.close_all_connections()
            os.chdir(before)
        # What stops dbt before any node runs, such as a setting, has no node's name.
        messages = {
            node.node.name: f"{node.status}: {node.message}"
            for node in getattr(result.result, "results", [])
        } or {"": f"error: {result.exception}"}
        assert result.success is succeeds, messages
        return messages

    def build(self, **variables) -> dict[str, str]:
        """Run `dbt build`, its data tests included, with these vars and expect it to succeed."""
        return self.dbt("build", "--vars", str(variables))

    def run(self, *arguments: str, **variables) -> dict[str, str]:
        """Run `dbt run`, which is faster, with these vars and expect it to succeed."""
        return self.dbt("run", "--vars", str(variables), *arguments)

    def failure(self, *arguments: str, **variables) -> str:
        """Run `dbt run` with these vars and return the one message of failure."""
        messages = self.dbt("run", "--vars", str(variables), *arguments, succeeds=False)
        failures = [text for text in messages.values() if text.startswith(("error", "fail"))]
        assert len(failures) == 1, failures
        return failures[0]

    def sql(self, query: str) -> list[tuple]:
        """Return the rows of a query over the warehouse."""
        # A view may look into a file that is named from here.
        with (
            contextlib.chdir(self.folder),
            duckdb.connect("warehouse.duckdb", read_only=True) as connection,
        ):
            return connection.execute(query).fetchall()


def copy_project(folder: Path) -> Project:
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    # dbt wants the test folder it is told of.
    shutil.copytree(ROOT / "tests" / "generic", folder / "tests" / "generic")
    shutil.copytree(ROOT / "tests" / "singular", folder / "tests" / "singular")
    return Project(folder)


def copy_host(folder: Path) -> Project:
    """Return a copy of tests/host with this project as its package, not yet installed."""
    unwanted = shutil.ignore_patterns("dbt_packages", "target")
    shutil.copytree(ROOT / "tests" / "host", folder, ignore=unwanted)
    (folder / "packages.yml").write_text(f"packages: [{{local: '{ROOT}'}}]\n")
    return Project(folder)


class Page:
    """A page of docs/ whose tables say what the tests see."""

    def __init__(self, path: Path, is_written: bool):
        """Read the page, unless it is to be written."""
        self.path = path
        self.is_written = is_written
        self.lines = [] if is_written else path.read_text().splitlines()

    def add(self, *cells: str) -> None:
        """Write a row, or see that the page has it. A cell stays one, and text stays text."""
        texts = [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]
        line = f"| {' | '.join(texts)} |"
        if self.is_written and line not in self.lines:
            self.lines.append(line)
        assert line in self.lines, f"{self.path.name} has no line {line}"

    def rows(self) -> list[list[str]]:
        """Return the rows there are, heads left out."""
        rows = [re.split(r" (?<!\\)\| ", line[2:-2]) for line in self.lines if line[:2] == "| "]
        return [row for row in rows if row[0] not in ("what is wrong", "source", "fault")]


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id) -> Project:
    """Return the project after one `dbt build` on the sample, unit tests included.

    Not to be changed. Processes that test side by side share it: the first one builds it.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder if worker_id == "master" else folder.parent
    project = Project(folder / "built" / "project")
    with FileLock(folder / "built.lock"):
        if not (folder / "built.done").exists():
            shutil.rmtree(project.folder, ignore_errors=True)
            copy_project(project.folder)
            with pytest.MonkeyPatch.context() as patch:
                for flag in FLAGS:
                    patch.delenv(flag)
                project.dbt("build", "--select", "fqn:*", "--threads", "2")
            (folder / "built.done").touch()
    return project


@pytest.fixture
def project(tmp_path) -> Project:
    """Return a fresh copy of the project, nothing built."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="module")
def staging(built, tmp_path_factory) -> Project:
    """Return a copy of the built project that has no model beyond the customers, so parses fast.

    These the settings ask for. Its gate is there and says nothing.
    """
    beyond = shutil.ignore_patterns(
        "features", "clustering", "marts", "analyses", "*.py", "kmeans_*.yml", "segment_*.yml",
        "published_tables.yml", "source_checks.yml", "source_gate.yml", "_sources.yml",
        "segment_gate.sql", "customer_checks.yml", "customer_gate.*", "customers_list.*",
        "singular", "target",
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("staging") / "project"
    shutil.copytree(built.folder, folder, ignore=beyond)
    shutil.copytree(built.folder / "src", folder / "src", dirs_exist_ok=True)
    (folder / "python_models/quality/source_gate.sql").write_text(
        "select null as subject, 0 as row_count, 0 as check_count"
    )
    return Project(folder)


@pytest.fixture
def rebuilt(built, tmp_path) -> Project:
    """Return a copy of the project as it is after one `dbt build` on the sample."""
    shutil.copytree(built.folder, tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of the real files, named by SEGMENTATION_DATA."""
    folder = os.environ.get("SEGMENTATION_DATA")
    if not folder:
        pytest.skip("SEGMENTATION_DATA does not name a folder with the real files")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def real(real_data, tmp_path_factory) -> Project:
    """Return the project after one `dbt build` on the three real files. Not to be changed."""
    project = copy_project(tmp_path_factory.mktemp("real") / "project")
    project.build(
        mall_customers=str(real_data / "Mall_Customers.csv"),
        campaign_customers=str(real_data / "marketing_campaign.csv"),
        retail_transactions={
            "from": str(real_data / "online_retail.parquet"),
            "currency": "GBP",
        },
    )
    return project
