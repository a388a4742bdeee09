"""Write one file per segment, for the tool that carries the action out.

    python dashboards/audiences.py [--warehouse FILE] [--folder FOLDER]

Writes `<segmentation>/segment_<id>.csv` and `.parquet` into the folder, and `index.csv` with the
name of every segment; the folder is replaced as a whole. In the CSV a text that a spreadsheet would
run as a formula begins with an apostrophe; the Parquet file has it as it is.
"""

import argparse
import shutil
from pathlib import Path

import duckdb

TEXTS = ["customer_id", "segment_name", "reason"]
DEFUSED = ", ".join(
    f"case when regexp_matches({text}, '^[=+@\\-\\t\\r]') then '''' || {text} else {text} end"
    f" as {text}"
    for text in TEXTS
)
INDEX = (
    "select segmentation, segment_id, segment_name, count(*) as customer_count,"
    " count(*) filter (is_holdout) as holdout_count"
    " from marts.segment_audiences group by all order by segmentation, segment_id"
)


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple]:
    """Write every audience into a new folder and return the rows of the index."""

    def copy(query: str, path: Path) -> None:
        target = str(path).replace("'", "''")
        connection.execute(f"copy ({query}) to '{target}'")

    segments = connection.execute(INDEX).fetchall()
    for segmentation, segment_id, *_ in segments:
        (folder / segmentation).mkdir(parents=True, exist_ok=True)
        query = (
            "select * exclude (segmentation) from marts.segment_audiences"
            f" where segmentation = '{segmentation}' and segment_id = {segment_id}"
            " order by customer_id"
        )
        path = folder / segmentation / f"segment_{segment_id}"
        copy(query, path.with_suffix(".parquet"))
        copy(f"select * replace ({DEFUSED}) from ({query})", path.with_suffix(".csv"))
    copy(INDEX, folder / "index.csv")
    return segments


def main() -> None:
    """Write the audiences beside the former ones, then put them in their place."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", default="warehouse.duckdb")
    parser.add_argument("--folder", type=Path, default=Path("audiences"))
    arguments = parser.parse_args()
    new, old = (arguments.folder.with_name(arguments.folder.name + end) for end in (".new", ".old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir(parents=True)
    with duckdb.connect(arguments.warehouse, read_only=True) as connection:
        segments = write(connection, new)
    if arguments.folder.exists():
        arguments.folder.rename(old)
    new.rename(arguments.folder)
    shutil.rmtree(old, ignore_errors=True)
    for segmentation, segment_id, name, customers, held_out in segments:
        print(
            f"{arguments.folder}/{segmentation}/segment_{segment_id}.csv, .parquet:"
            f" {customers} customers, {held_out} held out ({name})"
        )


if __name__ == "__main__":
    main()
