"""dbt-spark's cursor over one session, and what SQL alone cannot load."""

import logging

import dbt.adapters.spark.session as dbt_session
from dbt_common.exceptions import DbtRuntimeError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession


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
        try:
            self._rows, self._df = None, self.start(self.server_side_parameters).sql(sql)
        except PySparkException as error:
            raise DbtRuntimeError(str(error).split("JVM stacktrace")[0].strip()) from error

    def fetchall(self):
        """Return the rows.

        Raises
        ------
        DbtRuntimeError
            If Spark finds a fault in a row.
        """
        try:
            return super().fetchall()
        except PySparkException as error:
            raise DbtRuntimeError(str(error).split("JVM stacktrace")[0].strip()) from error

    @classmethod
    def start(cls, parameters: dict[str, str]) -> SparkSession:
        """Return the session of this process, started with the profile's parameters."""
        if cls.session is None:
            # What it says is in the error as well, without a page of Java.
            logging.getLogger("SQLQueryContextLogger").disabled = True
            builder = SparkSession.builder.enableHiveSupport()
            for name, value in (parameters | {"spark.sql.ansi.enabled": "true"}).items():
                builder = builder.config(name, value)
            cls.session = builder.getOrCreate()
            cls.session.sparkContext.setLogLevel("ERROR")
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
    frame = Cursor.session.read.csv(path, schema, header=True, quote='"', escape='"', multiLine=True)
    writer = frame.write.format("delta").mode("overwrite").option("overwriteSchema", "true")
    writer.saveAsTable(table)
