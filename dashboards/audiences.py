"""Write one file per segment, for the tool that carries the action out.

    python dashboards/audiences.py [--warehouse FILE] [--folder FOLDER]

Writes `<segmentation>/segment_<id>.csv` and `.parquet` into the folder; beside them
`segment_<id>_entered` and `segment_<id>_left`, of the customers who did since the recorded day
before, as soon as there is one; and `index.csv` with the name of every segment and the counts. The
folder is replaced as a whole. In the CSV a text that a spreadsheet would run as a formula begins
with an apostrophe; the Parquet file has it as it is.
"""

import argparse
import shutil
from pathlib import Path

import duckdb

# By what a file's name ends with. Who entered is of the audience, so that what it leaves out (the
# var audience_with_borderline) starts nothing; whoever left is to come off the list in any case.
FILES = {
    "": "marts.segment_audiences",
    "_entered": "(from marts.segment_entries semi join marts.segment_audiences"
    " using (segmentation, segment_id, customer_id) where direction = 'entered')",
    "_left": "(from marts.segment_entries where direction = 'left')",
}
TEXTS = {"customer_id", "segment_name", "other_segment_name", "reason"}
# Also of segments that everybody left. Null is for segmentations with one recorded day or none.
INDEX = f"""
    with members as (
        select segmentation, segment_id, segment_name, is_holdout, '' as kind from {FILES[""]}
        union all
        select segmentation, segment_id, segment_name, false, '_entered' from {FILES["_entered"]}
        union all
        select segmentation, segment_id, segment_name, false, '_left' from {FILES["_left"]}
    )
    select
        segmentation, segment_id, any_value(segment_name) as segment_name,
        count(*) filter (kind = '') as customer_count,
        count(*) filter (is_holdout) as holdout_count,
        case when is_compared then count(*) filter (kind = '_entered') end as entered_count,
        case when is_compared then count(*) filter (kind = '_left') end as left_count
    from members
    left join (select distinct segmentation, true as is_compared from marts.segment_migrations)
        using (segmentation)
    group by segmentation, segment_id, is_compared
    order by segmentation, segment_id
"""


def defused(connection: duckdb.DuckDBPyConnection, query: str, *values) -> str:
    """Return the query with an apostrophe before each text that a spreadsheet would run."""
    described = connection.execute(f"describe {query}", values).fetchall()
    replaced = ", ".join(
        f"case when regexp_matches({text}, '^[=+@\\-\\t\\r]') then '''' || {text}"
        f" else {text} end as {text}"
        for text in sorted(TEXTS.intersection(column for column, *_ in described))
    )
    return f"select * replace ({replaced}) from ({query})"


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple]:
    """Write every audience into a new folder and return the rows of the index."""

    def copy(query: str, path: Path) -> None:
        target = str(path).replace("'", "''")
        connection.execute(f"copy ({query}) to '{target}'")

    segments = connection.execute(INDEX).fetchall()
    for segmentation, segment_id, _, _, _, entered, _ in segments:
        (folder / segmentation).mkdir(parents=True, exist_ok=True)
        for ending, table in FILES.items():
            if ending and entered is None:
                continue
            query = (
                f"select * exclude (segmentation) from {table}"
                f" where segmentation = '{segmentation}' and segment_id = {segment_id}"
                " order by customer_id"
            )
            path = folder / segmentation / f"segment_{segment_id}{ending}"
            copy(query, path.with_suffix(".parquet"))
            copy(defused(connection, query), path.with_suffix(".csv"))
    copy(defused(connection, INDEX), folder / "index.csv")
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
    for segmentation, segment_id, name, customers, held_out, entered, left in segments:
        moved = "" if entered is None else f", {entered} entered, {left} left"
        print(
            f"{arguments.folder}/{segmentation}/segment_{segment_id}.csv, .parquet:"
            f" {customers} customers, {held_out} held out{moved} ({name})"
        )


if __name__ == "__main__":
    main()
