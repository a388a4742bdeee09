"""dbt-spark's cursor over one session, and what SQL alone cannot load."""

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import dbt.adapters.spark.session as dbt_session
import duckdb
import pyarrow as pa
from dbt_common.exceptions import DbtRuntimeError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import to_arrow_type
from pyspark.sql.types import DataType

# What Java and the download of packages say, which is in the errors as far as it matters.
LOG = Path("lake/spark.log")


@contextmanager
def stderr_into(path: Path) -> Iterator[None]:
    """Have what a child process writes while it lives go into a file, and not onto the screen."""
    sys.stderr.flush()
    screen = os.dup(2)
    try:
        with path.open("w") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)


@contextmanager
def said_by_dbt() -> Iterator[None]:
    """Have dbt say what Spark refuses, without the plan and the page of Java below it.

    Raises
    ------
    DbtRuntimeError
        If Spark refuses something.
    """
    try:
        yield
    except PySparkException as error:
        text = str(error).split("JVM stacktrace")[0].split(";\n")[0]
        raise DbtRuntimeError(text.strip()) from error


class Cursor(dbt_session.Cursor):
    """Like dbt-spark's, in ANSI mode, with every error of Spark as a message."""

    session = None

    def execute(self, sql: str, *parameters) -> None:
        """Run a statement; dbt fills in no parameters here.

        Raises
        ------
        DbtRuntimeError
            If Spark refuses it.
        """
        with said_by_dbt():
            self._rows, self._df = None, self.start(self.server_side_parameters).sql(sql)

    def fetchall(self):
        """Return the rows.

        Raises
        ------
        DbtRuntimeError
            If Spark finds a fault in a row.
        """
        with said_by_dbt():
            return super().fetchall()

    @classmethod
    def start(cls, parameters: dict[str, str]) -> SparkSession:
        """Return the session of this process, started with the profile's parameters."""
        if cls.session is None:
            LOG.parent.mkdir(exist_ok=True)
            # What it says is in the error as well, without a page of Java.
            logging.getLogger("SQLQueryContextLogger").disabled = True
            builder = SparkSession.builder.enableHiveSupport()
            for name, value in (parameters | {"spark.sql.ansi.enabled": "true"}).items():
                builder = builder.config(name, value)
            try:
                with stderr_into(LOG):
                    cls.session = builder.getOrCreate()
            except (PySparkException, OSError) as error:
                raise DbtRuntimeError(
                    f"Spark did not start: {str(error).splitlines()[0]} {LOG} has what it said. Is"
                    " Java 17 or newer there, and can the packages of profiles.yml be downloaded?"
                ) from error
            cls.session.sparkContext.setLogLevel("ERROR")
            try:
                cls.session.sql("show schemas").collect()
            except PySparkException as error:
                cls.session = None
                raise DbtRuntimeError(
                    "Spark's catalog cannot be opened. That of profiles.yml takes one program at a"
                    f" time: if another build has it open, wait for its end. {LOG} says more."
                ) from error
        return cls.session


def load_seed(path: str, table: str, types: dict[str, str]) -> None:
    """Put a CSV file into a Delta table, in place of what was there.

    dbt-spark would write each row into an insert, a missing value as the text None.

    Parameters
    ----------
    path : str
        The file, with a header.
    table : str
        The table as SQL text.
    types : dict of str to str
        The types of all columns, in the file's order.
    """
    schema = ", ".join(f"`{name}` {kind}" for name, kind in types.items())
    frame = Cursor.session.read.csv(
        path, schema, header=True, quote='"', escape='"', multiLine=True
    )
    # Otherwise Delta refuses names with blanks and brackets.
    writer = frame.writeTo(table).using("delta").tableProperty("delta.columnMapping.mode", "name")
    writer.createOrReplace()


def columns_of(table: str) -> list[dict[str, str]]:
    """Return the name and the type of each column of a table or view, none where there is neither.

    Parameters
    ----------
    table : str
        The relation as SQL text.
    """
    if not Cursor.session.catalog.tableExists(table):
        return []
    fields = Cursor.session.table(table).schema.fields
    kinds = duckdb_types([field.dataType for field in fields])
    return [{"name": field.name, "type": kind} for field, kind in zip(fields, kinds, strict=True)]


def duckdb_types(kinds: Sequence[DataType]) -> list[str]:
    """Return what DuckDB calls types of Spark; of one that it has not, Spark's own name.

    >>> from pyspark.sql.types import ArrayType, DecimalType, StringType, TimestampNTZType
    >>> duckdb_types([DecimalType(18, 4), ArrayType(StringType()), TimestampNTZType()])
    ['DECIMAL(18,4)', 'VARCHAR[]', 'TIMESTAMP']
    """
    columns, unknown = {}, {}
    for place, kind in enumerate(kinds):
        try:
            columns[str(place)] = pa.array([], to_arrow_type(kind, timezone="UTC"))
        except PySparkException:
            unknown[place] = kind.simpleString()
            columns[str(place)] = pa.nulls(0)
    with duckdb.connect() as connection:
        names = [str(name) for name in connection.from_arrow(pa.table(columns)).types]
    return [unknown.get(place, name) for place, name in enumerate(names)]
