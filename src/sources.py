"""What the columns of a file are, decided from all of it: their names and their types."""

import re
import unicodedata

# Of the values of a column. Below it, it is text that has some numbers in it.
MOSTLY = (9, 10)


def column_type(counts: dict[str, int]) -> str:
    """Decide the type of a column from how many of its values are of which kind.

    Parameters
    ----------
    counts : dict[str, int]
        Values of each kind: `number`; `code`, which is a number with leading zeros or of more
        than 15 digits; `date`; `timestamp`; `boolean`; `text`. Missing values are not counted.

    Returns
    -------
    str
        `double`, `date`, `timestamp`, `boolean` or `varchar`; `mixed` if almost all values are
        numbers, so that the others seem to be mistakes.
    """
    kinds = {kind for kind, count in counts.items() if count}
    if kinds == {"number"}:
        return "double"
    if kinds == {"boolean"}:
        return "boolean"
    if kinds == {"date"}:
        return "date"
    # A date among timestamps is one at midnight.
    if kinds and kinds <= {"date", "timestamp"}:
        return "timestamp"
    least, of = MOSTLY
    # Beside codes, numbers are codes that happen to have no leading zero.
    is_mostly_numbers = counts.get("number", 0) * of >= sum(counts.values()) * least
    return "mixed" if kinds and "code" not in kinds and is_mostly_numbers else "varchar"


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
