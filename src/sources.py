"""Where rows come from: a place or a mapping in; a relation, its columns, or what is wrong, out."""

import gzip
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from customers import Fault, where_fault
from engines.spark_files import spark_relation
from formats import DECIMALS, ORDERS

# The keys of a source's var where it is a mapping.
KEYS = ("from", "columns", "where", "currency", "decimal", "date_format")
# How delimited files are read. Rows that are too short are padded, then rejected with a reason.
# Padding and line breaks inside quotes go together only when one thread reads. Strictly read, a
# file with two kinds of line ends would not be read at all. Left to guess quotes and comments from
# the rows, DuckDB joins rows over an apostrophe.
QUOTES = "quote = '\"', escape = '\"', comment = ''"
READ_CSV = (
    f"header = true, all_varchar = true, {QUOTES}, strict_mode = false, null_padding = true,"
    " parallel = false"
)
# What the id of a customer is called, where nobody says it.
ID_HEADERS = [
    "customer_id",
    "id",
    "cust_id",
    "user_id",
    "client_id",
    "member_id",
    "account_id",
    "customer_no",
    "customer_number",
]
FILE_ENDING = re.compile("[.](csv|tsv|txt|parquet)([.]gz)?$", re.IGNORECASE)


def check_mapping(source: str, given, columns: Sequence[str]) -> None:
    """Look at the var of a source.

    Parameters
    ----------
    source : str
        Its name.
    given : str, mapping or None
        The var: a place, a mapping of `KEYS`, or nothing for the sample.
    columns : sequence of str
        The names that the project uses for the columns of the source.

    Raises
    ------
    Fault
        If it makes no sense whatever is found at the place.
    """
    says = f"vars: {source}: "
    if not isinstance(given, Mapping):
        return
    for key in given:
        if key not in KEYS:
            raise Fault(f"{says}there is no '{key}'; there are {', '.join(KEYS)}.")
    if given.get("from") is None:
        raise Fault(f"{says}from is missing: the path, glob or relation that is read.")
    theirs = given.get("columns")
    if theirs is not None and not isinstance(theirs, Mapping):
        raise Fault(
            f"{says}columns: '{theirs}' is no mapping; write {{{columns[0]}: its name there}}."
        )
    for name, header in (theirs or {}).items():
        if name not in columns:
            raise Fault(
                f"{says}columns: there is no column '{name}'; there are {', '.join(columns)}."
            )
        if header is not None and not (isinstance(header, str) and header_key(header)):
            raise Fault(f"{says}columns: {name}: '{header}' is no name of a column; null is none.")
    where = given.get("where")
    if where is not None and not isinstance(where, str):
        raise Fault(f"{says}where: '{where}' is no text; write a condition in quotes.")
    reason = where_fault(where, None) if where else ""
    if reason:
        cure = " A name with a blank stands in double quotes." if "Parser Error" in reason else ""
        raise Fault(f"{says}where: '{where}' is no condition ({reason}).{cure}")
    currency = given.get("currency")
    if currency is not None and not (
        isinstance(currency, str) and re.fullmatch(r"[^\W\d_]{1,10}|[^\w\s<>&'\"{}]{1,3}", currency)
    ):
        raise Fault(f"{says}currency: '{currency}' is no unit of money, such as USD.")
    check_formats(says, given)


def check_formats(says: str, given: Mapping) -> None:
    """Look at what is said of how numbers and days are written.

    Parameters
    ----------
    says : str
        What a message begins with.
    given : mapping
        decimal and date_format, where they are said.

    Raises
    ------
    Fault
        If one of them is no such thing.
    """
    decimal, date_format = given.get("decimal"), given.get("date_format")
    if decimal is not None and decimal not in DECIMALS:
        raise Fault(f"{says}decimal: '{decimal}' is neither point nor comma.")
    if date_format is not None and not (
        date_format in ORDERS or re.fullmatch(r"[^'\\]*%[a-zA-Z][^'\\]*", str(date_format))
    ):
        raise Fault(
            f"{says}date_format: '{date_format}' is neither day_first nor month_first, and no"
            " format such as %d.%m.%Y."
        )


def place_of(says: str, location, has_sample: bool) -> dict:
    """Return what kind of place a text names.

    Parameters
    ----------
    says : str
        What a message begins with: who is read from there.
    location : str
        A path, a glob, or `schema.table` with or without a database before it.
    has_sample : bool
        Whether null would be a place.

    Returns
    -------
    dict
        kind, `path` or `relation`; of a relation, parts: a list of up to three texts.

    Raises
    ------
    Fault
        If it is no place.
    """
    if not isinstance(location, str) or not location.strip():
        ending = "; null is the sample." if has_sample else "."
        raise Fault(
            f"{says}'{location}' is no place. Give a path or a glob, or schema.table{ending}"
        )
    if "/" in location or "\\" in location or FILE_ENDING.search(location):
        return {"kind": "path"}
    return {"kind": "relation", "parts": location.split(".")}


def open_file(says: str, location: str, engine: str = "duckdb") -> dict:
    """Return how a path or a glob is read.

    Parameters
    ----------
    says : str
        What a message begins with: who is read from there.
    location : str
        The path or glob of CSV, TSV or TXT files, gzipped or not, or of Parquet.
    engine : {"duckdb", "spark"}
        Which one the relation is for.

    Returns
    -------
    dict
        relation, which can follow `from`; columns, a list of ``{"name": …, "type": …}``; headers, a
        text or None for each column, as they are in the first file; is_text, whether every value is
        one; and of Spark proof, see `spark_relation`.

    Raises
    ------
    Fault
        If there is no such file, or if it is not what it looks like: all of it is read once.
    """
    path = "'" + location.replace("'", "''") + "'"
    if engine == "spark" and "://" in location:
        raise Fault(
            f"{says}'{location}' is not on this machine. On Spark, make a table of it, and name"
            " that: schema.table."
        )
    if "://" not in location and not _files(location):
        if _files(location.rstrip("/") + "/*"):
            raise Fault(
                f"{says}'{location}' is a folder. Name the files in it, such as"
                f" '{location.rstrip('/')}/*.csv'."
            )
        raise Fault(
            f"{says}there is no file '{location}'. A relative path starts from the folder of"
            " dbt_project.yml."
        )
    if any(not Path(file).is_file() for file in _files(location)):
        raise Fault(
            f"{says}'{location}' is no file, but a pipe or a device. Write what it has into a file:"
            " it is read more than once."
        )
    is_text = not location.lower().endswith(".parquet")
    relation = f"read_csv({path}, {READ_CSV})" if is_text else f"read_parquet({path})"
    try:
        with duckdb.connect() as connection:
            columns = [
                {"name": name, "type": data_type}
                for name, data_type, *_ in connection.execute(
                    f"describe from {relation}"
                ).fetchall()
            ]
    except duckdb.Error as error:
        raise Fault(
            f"{says}'{location}' cannot be read ({first_paragraph(str(error))}). It must be UTF-8"
            " text with a header line and one delimiter, or Parquet: save it again as such."
        ) from error
    fault = csv_fault(location) if is_text else ""
    if fault:
        raise Fault(
            f"{says}'{location}' is broken ({fault.rstrip('.')}). It must be UTF-8 text whose first"
            " line is the header, with as many values in each line, in quotes where they contain"
            " the delimiter or a quote: correct the line."
        )
    names = [column["name"] for column in columns]
    if is_text and len(names) == 1:
        raise Fault(
            f"{says}'{location}' was read as one column, '{names[0]}'. Is its delimiter none of"
            " , ; | and tab, is a quote not closed, or is this another file?"
        )
    headers = csv_header(location) if is_text else names
    read = {"columns": columns, "headers": headers or names, "is_text": is_text}
    if engine == "duckdb":
        return read | {"relation": relation}
    return read | spark_relation(
        f"{says}'{location}' ",
        location,
        _files_alike(location, is_text),
        names,
        relation.replace(path, "{}", 1),
    )


def _files_alike(location: str, is_text: bool) -> dict[str, tuple]:
    # What has to be the same in all files where they are read as one.
    found = {}
    with duckdb.connect() as connection:
        for file in _files(location):
            if is_text:
                delimiter, skipped, names = _dialect(connection, file)
                found[file] = (delimiter, skipped, tuple(names))
            else:
                described = connection.execute("describe from read_parquet($1)", [file]).fetchall()
                found[file] = tuple((name, data_type) for name, data_type, *_ in described)
    return found


def first_paragraph(message: str) -> str:
    """Return a message of DuckDB as one line: what it is and why, without the row itself.

    It has over twenty lines about a file that cannot be read.
    """
    lines = message.split("\n\n")[0].splitlines()
    return lines[0] + (f": {lines[-1].rstrip('.')}" if len(lines) > 1 else "")


def header_key(header: str) -> str:
    """Return what two headers are compared by: case, spaces and punctuation do not count."""
    return re.sub(r"[\W_]", "", header.lower())


def first_names(names: Sequence[str]) -> str:
    """Return names as they are listed in a message: the first twenty."""
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def match_headers(
    says: str,
    found: Sequence[str],
    columns: Mapping[str, Mapping],
    theirs: Mapping[str, str],
    either: Sequence[Sequence[str]] = (),
) -> dict[str, str]:
    """Return which column of a source is which of ours.

    Parameters
    ----------
    says : str
        What a message begins with: of which source, and where it is.
    found : sequence of str
        The names of its columns.
    columns : mapping of str to mapping
        By our names: headers, those that are known, and is_optional.
    theirs : mapping of str to str or None
        By our names, those that the user says: no other is then looked for. None is no column.
    either : sequence of sequence of str
        Optional names, of each of which a source must have one.

    Returns
    -------
    dict of str to str
        Their names by ours, without those that are not there.

    Raises
    ------
    Fault
        If a column is missing, or may be more than one.
    """
    shown = first_names(found)
    # Of two columns of one name DuckDB calls the second <name>_1.
    read_as = {name: re.sub("_[0-9]+$", "", name) for name in found}
    keys = {name: header_key(first if first in found else name) for name, first in read_as.items()}
    headers, missing = {}, []
    for name, column in columns.items():
        if name in theirs and theirs[name] is None:
            if not column["is_optional"]:
                missing.append(name)
            continue
        said = theirs.get(name)
        accepted = [said] if said else [name, *column["headers"]]
        wanted = [header_key(header) for header in accepted]
        matches = [header for header in found if keys[header] in wanted]
        if said in found:
            matches = [said]
        if said and not matches:
            raise Fault(
                f"{says}has no column '{said}', which columns says is {name}; it has: {shown}."
                " Correct columns in the var."
            )
        if not matches and not column["is_optional"]:
            missing.append(name)
        if len(matches) > 1:
            raise Fault(
                f"{says}has more than one column for '{name}': {', '.join(matches)}. Remove or"
                f" rename all but one, or say which it is, columns: {{{name}: …}}."
            )
        if matches:
            headers[name] = matches[0]
    if len(missing) == 1:
        [name] = missing
        accepted = ", ".join([name, *columns[name]["headers"]])
        raise Fault(
            f"{says}has no column '{name}' (accepted: {accepted}); it has: {shown}."
            f" Rename the column in the source, or say which it is, columns: {{{name}: …}}."
        )
    if missing:
        raise Fault(
            f"{says}has no columns {first_names(missing)}; it has: {shown}. Rename the columns in"
            f" the source, or say which they are, columns: {{{missing[0]}: …, {missing[1]}: …}}."
        )
    for names in either:
        if not any(name in headers for name in names):
            listed = "' and no column '".join(names)
            raise Fault(
                f"{says}has no column '{listed}', of which it needs one; it has: {shown}. Add or"
                " rename a column in the source."
            )
    return headers


def names_in(condition: str, names: Sequence[str]) -> list[str]:
    """Return the names that a condition may be about, in quotes or not.

    >>> names_in("status <> 1 and paid > 1", ["Status", "Order ID", "paid"])
    ['Status', 'paid']
    """
    words = {word.lower() for word in re.findall(r'"[^"]+"|\w+', condition)}
    return [name for name in names if name.lower() in words or f'"{name.lower()}"' in words]


def resolve(
    source: str,
    given: Mapping,
    columns: Mapping[str, Mapping],
    either: Sequence[Sequence[str]],
    relation: Mapping | None = None,
    engine: str = "duckdb",
) -> dict:
    """Return how a source is read.

    Parameters
    ----------
    source : str
        Its name.
    given : mapping
        from, and where there are any, columns, where and currency.
    columns, either
        As `match_headers`.
    relation : mapping, optional
        If `from` is a relation: its name as SQL text, and its columns as ``{"name": …, "type":
        …}``. Else `from` is a file.
    engine : {"duckdb", "spark"}
        Which one the relation is for.

    Returns
    -------
    dict
        relation, which can follow `from`; columns, those that there are; headers, their names by
        ours; is_text, whether every value is one; is_relation, whether it is no file; and of a file
        on Spark proof, see `spark_relation`.

    Raises
    ------
    Fault
        If there is nothing to read, or not what is needed.
    """
    read = relation or open_file(f"{source}: ", given["from"], engine)
    says = f"{source}: '{given['from']}' "
    names = [column["name"] for column in read["columns"]]
    return {
        "relation": read["relation"],
        "columns": read["columns"],
        "headers": match_headers(says, names, columns, given.get("columns") or {}, either),
        "is_text": read.get("is_text", False),
        "is_relation": relation is not None,
    } | {key: read[key] for key in ("proof",) if key in read}


def customers_columns(
    says: str, columns: Sequence[Mapping], headers: Sequence[str | None], id_header=None
) -> list[dict]:
    """Return the columns of a customers model that is made of all that a place has.

    Parameters
    ----------
    says : str
        What a message begins with: of which model, and which place.
    columns : sequence of mapping
        The columns of the place, as ``{"name": …, "type": …}``.
    headers : sequence of str or None
        What they are called there; None where a column has no name of its own.
    id_header : str, optional
        The header of the id. Without it, it is the one column that is called like an id.

    Returns
    -------
    list of dict
        The id first, then the others in their order: header, has_header, name_read (by which it
        is selected), and name, in lower snake case.

    Raises
    ------
    Fault
        If no column, or more than one, is the id; or if two columns get the same name.
    """
    found = [
        {
            "header": header or column["name"],
            "has_header": header is not None,
            "name_read": column["name"],
        }
        for column, header in zip(columns, headers, strict=True)
    ]
    accepted = ID_HEADERS if id_header is None else [str(id_header)]
    wanted = [header_key(header) for header in accepted]
    matches = [column for column in found if header_key(column["header"]) in wanted]
    has = f"; it has: {first_names([column['header'] for column in found])}. "
    name_it = "Name it: read_customers('…', id='…')."
    if not matches:
        raise Fault(
            f"{says}has no column for the id (accepted: {', '.join(accepted)}){has}{name_it}"
        )
    if len(matches) > 1:
        cure = name_it if id_header is None else "Remove or rename all but one."
        raise Fault(
            f"{says}has more than one column for the id:"
            f" {', '.join(column['header'] for column in matches)}{has}{cure}"
        )
    ordered = [matches[0], *(column for column in found if column is not matches[0])]
    names = ["customer_id", *column_names([column["header"] for column in ordered])[1:]]
    for place, (column, name) in enumerate(zip(ordered, names, strict=True)):
        first = names.index(name)
        if first != place:
            raise Fault(
                f"{says}has two columns that become '{name}': '{ordered[first]['header']}' and"
                f" '{column['header']}'. Remove or rename one."
            )
        column["name"] = name
    return ordered


def csv_fault(path: str) -> str:
    """Return where a delimited file is not what it looks like, or nothing.

    All of it is read once, strictly: leniently, as rows that are too short need it, DuckDB takes
    all that follows a quote that is not closed for one value, and whole rows are gone.

    Parameters
    ----------
    path : str
        A file or a glob.

    Returns
    -------
    str
        The file, the line and what is wrong with it, of the first such line; or the empty string.
    """
    first_names = None
    for file in _files(path):
        # What a connection has rejected it keeps.
        with duckdb.connect() as connection:
            try:
                delimiter, skipped, names = _dialect(connection, file)
            except duckdb.Error as error:
                return f"{file}: {str(error).splitlines()[0]}"
            first_names = first_names or sorted(names)
            if sorted(names) != first_names:
                return f"{file}: its columns are not those of the first file"
            # What is beyond the header DuckDB calls column7 and the like.
            while names and re.fullmatch(f"column0*{len(names) - 1}", names[-1]):
                names.pop()
            columns = dict.fromkeys((f"column {number}" for number in range(len(names))), "varchar")
            try:
                connection.execute(
                    # What is not selected is not looked at.
                    "select count(columns(*)) from read_csv($1, header = true, delim = $2,"
                    f" skip = {skipped}, columns = {columns}, {QUOTES}, auto_detect = false,"
                    " store_rejects = true, ignore_errors = true)",
                    [file, delimiter],
                ).fetchall()
            except duckdb.Error:
                # Two kinds of line ends cannot be read strictly.
                try:
                    if _has_quotes(file):
                        return f"{file}: it has two kinds of line ends, and quotes"
                except (OSError, EOFError, zlib.error) as error:
                    return f"{file}: {error}"
                continue
            fault = connection.execute(
                "select line, replace(error_message, 'Expected Number of Columns',"
                " 'Values in the header') from reject_errors"
                # What is missing is padded, and the row judged. What is too much would be cut, and
                # a decimal comma make three values of two: only empty ones may be.
                " where error_type <> 'MISSING COLUMNS' and not (error_type = 'TOO MANY COLUMNS'"
                " and ends_with(rtrim(csv_line, chr(10) || chr(13)), repeat($1,"
                " regexp_extract(error_message, '[0-9]+$')::integer - $2)))"
                " order by line, column_idx limit 1",
                [delimiter, len(names)],
            ).fetchone()
            if fault:
                return f"{file} line {fault[0]}: {fault[1]}"
    return ""


def csv_header(path: str) -> list[str | None]:
    """Return the header as it is in the first of a path's files.

    DuckDB makes up names for what is there twice and for what is not there.

    Parameters
    ----------
    path : str
        A file or a glob that has been read.

    Returns
    -------
    list of str or None
        A text for each column, None where it has no name; no column at all if the file is not on
        this machine.
    """
    with duckdb.connect() as connection:
        for file in _files(path)[:1]:
            delimiter, skipped, names = _dialect(connection, file)
            columns = dict.fromkeys((f"column {number}" for number in range(len(names))), "varchar")
            header = connection.execute(
                f"from read_csv($1, header = false, delim = $2, skip = {skipped}, {QUOTES},"
                f" columns = {columns}, auto_detect = false, strict_mode = false,"
                " null_padding = true, parallel = false) limit 1",
                [file, delimiter],
            ).fetchone()
            return list(header)
    return []


def column_names(headers: list[str]) -> list[str]:
    """Return the names of columns in lower snake case, by their headers.

    Parameters
    ----------
    headers : list[str]
        As they are in the file, such as `Annual Income (k$)` and `MntWines`.

    Returns
    -------
    list[str]
        Of letters of any language, digits and underscores, not beginning with a digit:
        `annual_income_k` and `mnt_wines`. Two of them may be the same.
    """
    return [_column_name(header, place) for place, header in enumerate(headers)]


def _column_name(header: str, place: int) -> str:
    # Accents that are characters of their own become one with their letter.
    text = unicodedata.normalize("NFKC", header)
    # A word begins at a capital after a small letter, and at the last of several capitals.
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", text)
    name = re.sub(r"[\W_]+", "_", text.lower()).strip("_")
    # As DuckDB calls what has no header.
    name = name or f"column{place}"
    return f"_{name}" if name[0].isdigit() else name


def _dialect(connection: duckdb.DuckDBPyConnection, file: str) -> tuple[str, int, list[str]]:
    # The delimiter, the lines above the header and the names that the lenient reading finds: the
    # strict one finds another delimiter where the file is broken.
    return connection.execute(
        "select Delimiter, SkipRows, [one.name for one in Columns] from sniff_csv($1,"
        f" header = true, all_varchar = true, {QUOTES}, strict_mode = false, null_padding = true)",
        [file],
    ).fetchone()


def _files(path: str) -> list[str]:
    if "://" in path:
        return []
    with duckdb.connect() as connection:
        found = connection.execute("select file from glob($1) order by 1", [path]).fetchall()
    return [file for (file,) in found]


def _has_quotes(file: str) -> bool:
    with (gzip.open if file.endswith(".gz") else open)(file, "rb") as stream:
        return any(b'"' in block for block in iter(lambda: stream.read(1 << 20), b""))
