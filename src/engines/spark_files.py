"""How Spark reads the files that DuckDB has looked into, and whether it finds the same in them."""

import csv
import gzip
import os
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import duckdb

from customers import Fault

# No column of a file is called like these.
FILE, PLACE, URI = "the file of the row", "the place of the row", "the uri of the file"
# What a uri has as it is; what is not ASCII stays as well.
PLAIN = "/~!$&'()*+,;=:@-._"


def spark_relation(
    says: str,
    location: str,
    files: Mapping[str, tuple],
    columns: Sequence[str],
    duckdb_relation: str,
) -> dict:
    """Return what can follow `from` on Spark: the rows of files, each with its file and its place.

    Parameters
    ----------
    says : str
        What a message begins with: who is read from where.
    location : str
        The path or glob.
    files : mapping of str to tuple
        By the files of it, in their order, what has to be the same in all: of a text file its
        delimiter, the number of lines above its header and its columns; of Parquet its columns.
    columns : sequence of str
        The names of the columns.
    duckdb_relation : str
        How DuckDB reads one file, with `{}` in place of its name as a literal.

    Returns
    -------
    dict
        relation, as text of SQL; and proof: query, which returns one text about all that Spark
        reads, and expected, what DuckDB says of the same.

    Raises
    ------
    Fault
        If Spark cannot read it, or would read it in another way.
    """
    first, *others = files.values()
    if any(other != first for other in others):
        raise Fault(
            f"{says}has files whose columns are not in the same order, not of the same types or not"
            " delimited in the same way, which Spark would not see. Save them alike."
        )
    is_text = duckdb_relation.startswith("read_csv(")
    if is_text and first[1]:
        raise Fault(
            f"{says}has lines above its header, {first[1]} of them, which Spark cannot leave out:"
            " remove them."
        )
    rows_before, expected = _counted(files, columns, duckdb_relation)
    names = [_quoted(name, "`") for name in columns]
    # What is only beyond the header is empty. Spark leaves it out.
    known = names[: _header_width(next(iter(files)), first[0])] if is_text else names
    selected = [
        f"read_file.{name}" if name in known else f"null::string as {name}" for name in names
    ]
    if is_text:
        options = {"header": "true", "multiLine": "true", "sep": first[0], "quote": '"'}
        given = ", ".join(
            f"`{name}` = {_text(value)}" for name, value in (options | {"escape": '"'}).items()
        )
        source, given, place = "csv", f" with ({given})", _place_in_text(len(files))
    else:
        source, given, place = "parquet", "", "_metadata.row_index"
    path = _quoted(f"file:{_absolute(location)}", "`")
    listed = ", ".join(
        f"({_text(_uri(file))}, {_text(file)}, {before}L)" for file, before in rows_before.items()
    )
    relation = f"""(
        select
            {", ".join(selected)},
            files.`{FILE}`,
            files.rows_before + 1 + read_file.`{PLACE}` as `{PLACE}`
        from (
            select
                *,
                regexp_replace(_metadata.file_path, '^[a-z]+:/+', '/') as `{URI}`,
                {place} as `{PLACE}`
            from {source}.{path}{given}
        ) as read_file ({", ".join(known)}, `{URI}`, `{PLACE}`)
        inner join (values {listed}) as files (`{URI}`, `{FILE}`, rows_before)
            on read_file.`{URI}` = files.`{URI}`
    )"""
    sums = [
        f"coalesce(sum(`{PLACE}`::decimal(38, 0) * "
        + (f"octet_length({name})" if is_text else f"if({name} is null, 0, 1)")
        + "), 0)::decimal(38, 0)"
        for name in names
    ]
    query = f"select concat_ws(' ', 'rows', count(*), {', '.join(sums)}) from {relation}"
    return {"relation": relation, "proof": {"query": query, "expected": expected}}


def _counted(
    files: Mapping[str, tuple], columns: Sequence[str], duckdb_relation: str
) -> tuple[dict[str, int], str]:
    """Return how many rows are before each file, and a text that other rows would change.

    In it is of every column a sum that changes with how long a value is, and in which row. An empty
    text counts as much as a missing value, which it is for DuckDB as well as for Spark.
    """
    is_text = duckdb_relation.startswith("read_csv(")
    rows_before, rows, sums = {}, 0, [0] * len(columns)
    with duckdb.connect() as connection:
        for file in files:
            rows_before[file] = rows
            measures = [
                f'coalesce(sum(("{PLACE}" + {rows})::hugeint * '
                + (f"strlen({name})" if is_text else f"if({name} is null, 0, 1)")
                + "), 0)"
                for name in (_quoted(name, '"') for name in columns)
            ]
            relation = duckdb_relation.replace("{}", "'" + file.replace("'", "''") + "'", 1)
            count, *found = connection.execute(
                f"select count(*), {', '.join(measures)}"
                f' from (select *, row_number() over () as "{PLACE}" from {relation})'
            ).fetchone()
            rows += count
            sums = [int(one + other) for one, other in zip(sums, found, strict=True)]
    return rows_before, " ".join(map(str, ["rows", rows, *sums]))


def _place_in_text(count: int) -> str:
    # Text with line breaks in quotes is not taken apart, so that the rows of one file are numbered
    # from 0; several files may be read as one.
    number = "monotonically_increasing_id()"
    if count == 1:
        return number
    return f"row_number() over (partition by _metadata.file_path order by {number}) - 1"


def _header_width(file: str, delimiter: str) -> int:
    opened = gzip.open if file.endswith(".gz") else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as stream:
        return len(next(csv.reader(stream, delimiter=delimiter)))


def _absolute(path: str) -> str:
    # As Spark does it: without `..`, but a link stays what it is.
    return os.path.abspath(path)  # noqa: PTH100


def _uri(file: str) -> str:
    path = _absolute(file)
    return "".join(quote(one, safe=PLAIN) if one.isascii() else one for one in path)


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\t", "\\t")
    return f"'{escaped}'"
