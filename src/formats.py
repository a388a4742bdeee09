"""How a column writes its numbers and its days: decided once, from all values that it has.

A value alone does not say it: 1.234 is 1234 where the point groups digits, 03/04/2024 is in March
or in April. What the other values of the column allow does; where they allow both, nothing is
guessed.
"""

import re
import unicodedata
from calendar import month_abbr, month_name
from collections.abc import Mapping, Sequence

from customers import Fault

# How a value looks: every digit a 9, all else as it is, white space a blank.
NUMBER = re.compile(r"[+-]?(9*)(?:[.](9*))?(?:[eE][+-]?9+)?")
# A sign or an accountant's bracket, a currency before or behind, per cent.
MARKED = re.compile(
    r"(?P<open>[(]?)(?P<sign>[+-]?)(?P<before>[^\d\s.,'()+%-]{0,4}[.]?)\s?(?P<inner>[+-]?)"
    r"(?P<digits>9(?:[9.,' ]*9)?[.,]?|[.,]9+)"
    r"\s?(?P<after>[^\d\s.,'()+%-]{0,4}[.]?)(?P<percent>%?)(?P<trailing>-?)[)]?"
)
ISO = re.compile(
    r"9999[-/]99?[-/]99?(?:[T ]99?:99?(?::99?(?:[.]9+)?)?)?"
    r"(?P<offset> ?(?:Z|UTC|GMT|[+-]99(?::?99)?))?"
)
TIME = (
    r"(?P<comma>,?)(?:(?P<blank>[T ]+)(?P<time>99?:99(?::99(?P<fraction>[.]9+)?)?)"
    r"(?P<half> ?[aApP][mM])?)?"
)
FIGURES = re.compile(rf"99?(?P<separator>[./-])99?(?P=separator)(?P<year>9999|99){TIME}")
YEAR_FIRST = re.compile(rf"(?P<date>9999(?P<separator>[./-])99?(?P=separator)99?){TIME}")
NAMED = re.compile(
    rf"(?:99?(?P<gap>[ -])(?P<month>[A-Za-z]+)(?P=gap)|(?P<first>[A-Za-z]+) 99?,? )"
    rf"(?P<year>9999|99){TIME}"
)
MONTHS = {name.lower(): "%B" for name in month_name if name} | {
    name.lower(): "%b" for name in month_abbr if name
}
# What a number is that stands for a moment, by the lowest and the highest that there may be: the
# days of a spreadsheet since 1899-12-30 are those of 1954 to 2119, seconds and their parts since
# 1970 those of 1990 to 2100, and eight digits a year, a month and a day.
MOMENTS = {
    "serial": (20_000, 80_000),
    "compact": (19_000_101, 21_001_231),
    "seconds": (631_152_000, 4_102_444_800),
    "milliseconds": (631_152_000_000, 4_102_444_800_000),
    "microseconds": (631_152_000_000_000, 4_102_444_800_000_000),
    "nanoseconds": (631_152_000_000_000_000, 4_102_444_800_000_000_000),
}
# Below this share values of the other order are mistakes among many; from it on two orders are
# mixed, and those that may be both cannot be told apart.
MISTAKES = 0.01
DECIMALS = ("point", "comma")
# The kinds of values that SQL reads as numbers.
PLAIN_NUMBERS = {"number", "decimal", "either"}
# From this share on, as a fraction, a column is of numbers or of days, and its others are mistakes.
MOSTLY = (9, 10)
# What may stand beside a number where nobody says that the column is one of numbers, besides the
# signs that Unicode has for currencies.
CURRENCY = re.compile(
    "AED|ARS|AUD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|Kč|kr|KRW|KSh"
    "|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR|zł",
    re.IGNORECASE,
)
ORDERS = ("day_first", "month_first")
# As many as there are: the pattern does not go back for a second digit.
TWO_DIGITS = "[0-9]{1,2}+"
# What the parts of a format of strptime are, and how they are read, as DuckDB does it: numbers with
# or without a leading zero, a blank as any white space, months in any case.
PARTS = {
    "Y": ("year", "[0-9]{1,4}+"),
    "y": ("short_year", TWO_DIGITS),
    "m": ("month", TWO_DIGITS),
    "d": ("day", TWO_DIGITS),
    "H": ("hour", TWO_DIGITS),
    "I": ("half_hour", TWO_DIGITS),
    "M": ("minute", TWO_DIGITS),
    "S": ("second", TWO_DIGITS),
    "f": ("fraction", "[0-9]{1,6}+"),
    "p": ("half", "[aApP][mM]"),
    "b": ("month_name", "(?i:" + "|".join(filter(None, month_abbr)) + ")"),
    "B": ("month_name", "(?i:" + "|".join(filter(None, month_name)) + ")"),
}
# What SQL casts to a moment. What is behind the time, such as PM or an offset, counts for nothing.
ISO_MOMENT = (
    r"\s*(?P<year>[0-9]{1,6}+)(?P<separator>[-/ \\])(?P<month>[0-9]{1,2}+)(?P=separator)"
    r"(?P<day>[0-9]{1,2}+)(?:(?:T|\s+)(?P<hour>[0-9]{1,2}+):(?P<minute>[0-9]{1,2}+)"
    r"(?::(?P<second>[0-9]{1,2}+)?(?:[.](?P<fraction>[0-9]*))?)?"
    r"(?P<offset>(?:Z|\s*[+-][0-9]{2}(?::?[0-9]{2}){0,2}|\s+[A-Za-z][A-Za-z0-9_/+-]*)?\s*))?"
)


def number_readings(shape: str) -> set[str]:
    """Return how a number that looks like this may be read: with a decimal point, comma, or both.

    Parameters
    ----------
    shape : str
        Digits with what stands between them, each digit a 9.

    >>> sorted(number_readings("9,999")), number_readings("9,999.99"), number_readings("9,9")
    (['comma', 'point'], {'point'}, {'comma'})
    """
    text = re.sub(r"(?<=9)[' ](?=999(?!9))", "", shape)
    found = set()
    for decimal, (mark, group) in {"point": ".,", "comma": ",."}.items():
        mark, group = re.escape(mark), re.escape(group)
        if re.fullmatch(rf"(?:9+|9{{1,3}}(?:{group}999)+)?(?:{mark}9*)?", text) and "9" in text:
            found.add(decimal)
    return found


def number_format(says: str, shapes: Sequence[Mapping], decimal: str | None = None) -> dict:
    """Decide how a column writes its numbers.

    Parameters
    ----------
    says : str
        What a message begins with: of which source and column.
    shapes : sequence of mapping
        How its values look: shape; row_count; zero_count, how many of them begin with 0;
        plain_count, how many are numbers for SQL as they stand; and example, one of them.
    decimal : {"point", "comma"}, optional
        What the user says, or what the other columns of the source are read with.

    Returns
    -------
    dict
        decimal; is_plain, whether every number is one for SQL as it stands; is_decided, whether a
        value decided it; question, what has to be asked if nothing does and it matters, or None;
        and said, what is told of it, or None.

    Raises
    ------
    Fault
        If the values are in more than one currency; or if some, but not all, are per cent.
    """
    votes = dict.fromkeys(DECIMALS, 0)
    either, currencies, percents, numbers, is_plain = [], {}, 0, 0, True
    for one in shapes:
        shape, count = one["shape"], one["row_count"]
        marked = MARKED.fullmatch(shape)
        if "e" in shape.lower() and NUMBER.fullmatch(shape):
            numbers += count
            votes["point"] += count if "." in shape else 0
            continue
        readings = number_readings(marked["digits"]) if marked else set()
        if not readings:
            continue
        numbers += count
        percents += count if marked["percent"] else 0
        for currency in filter(None, [marked["before"], marked["after"]]):
            currencies.setdefault(currency, one["example"])
        is_plain = is_plain and one["plain_count"] == count
        has_mark = bool(re.search("[.,]", marked["digits"]))
        if has_mark and len(readings) == 1:
            votes[readings.pop()] += count
        elif has_mark:
            # 0.250 is no thousand.
            votes["point" if "." in marked["digits"] else "comma"] += one["zero_count"]
            if count > one["zero_count"]:
                either.append(one)
    if len(currencies) > 1:
        (first, example), (second, other) = list(currencies.items())[:2]
        raise Fault(
            f"{says}is in more than one currency: '{example}' and '{other}'. Sums of {first} and"
            f" {second} mean nothing: convert them, or let one in with where."
        )
    if 0 < percents < numbers:
        raise Fault(
            f"{says}has numbers with a per cent sign and numbers without: {percents} of {numbers}."
            " Write them in one way."
        )
    decided = max(votes, key=votes.get) if any(votes.values()) else None
    question = None
    if either and not (decimal or decided):
        example = either[0]["example"]
        mark = "point" if "." in example else "comma"
        question = (
            f"{says}can be read in two ways: '{example}' with the {mark} between thousands or"
            " before decimals, and no value tells which. Say it with the var decimal: point or"
            " comma."
        )
    used = decimal or decided or "point"
    is_plain = is_plain and not (used == "comma" and (either or votes["point"]))
    said = []
    if not is_plain:
        said.append(f"with a decimal {used}" if votes[used] or either else "without its marks")
    if percents:
        said.append("as per cent")
    return {
        "decimal": used,
        "is_plain": is_plain,
        "is_decided": decided is not None,
        "question": question,
        "said": " ".join(said) or None,
    }


def moment_format(says: str, shapes: Sequence[Mapping], given: str | None = None) -> dict:
    """Decide how a column writes its days and moments.

    Parameters
    ----------
    says : str
        What a message begins with: of which source and column.
    shapes : sequence of mapping
        How its values look: shape; row_count; example, one of them; first_count and second_count,
        in how many the first and the second number is above 12; differ_count, in how many these
        two are not the same; and low and high, the range of those that are numbers.
    given : str, optional
        What the user says: `day_first`, `month_first`, or a format of strptime.

    Returns
    -------
    dict
        formats, those of strptime; is_iso, whether what is written as ISO is read too; has_offset;
        is_strict, whether more than a moment stands in some values; number, which of `MOMENTS` a
        number is, or None; and said, what is told of it, or None.

    Raises
    ------
    Fault
        If day and month may be either and the values differ by it, or if both orders are there.
    """
    format = {
        "formats": [],
        "is_iso": True,
        "has_offset": False,
        "is_strict": False,
        "number": None,
        "said": None,
    }
    if given and "%" in given:
        return format | {"formats": [given], "is_iso": False}
    shapes = [one for one in shapes if "9" in one["shape"]]
    ordered, written, numbers = [], set(), []
    for one in shapes:
        shape = one["shape"]
        if iso := ISO.fullmatch(shape):
            format["has_offset"] |= bool(iso["offset"])
        elif FIGURES.fullmatch(shape):
            ordered.append(one)
        elif year_first := YEAR_FIRST.fullmatch(shape):
            separator = year_first["separator"]
            written.add(f"%Y{separator}%m{separator}%d{_time(year_first)}")
        elif (named := NAMED.fullmatch(shape)) and _month(named):
            written.add(_named(named, shape))
        elif NUMBER.fullmatch(shape):
            numbers.append(one)
        else:
            format["is_strict"] = True
    # SQL casts a moment with more behind it, such as PM, as if that were not there, and 01/12/23 as
    # of the first year.
    format["is_strict"] |= bool(ordered) or any("%p" in one for one in written)
    if numbers and len(numbers) == len(shapes):
        low, high = min(one["low"] for one in numbers), max(one["high"] for one in numbers)
        for number, (lowest, highest) in MOMENTS.items():
            if lowest <= low and high <= highest:
                format["number"] = number
                format["said"] = {
                    "serial": "as the days of a spreadsheet",
                    "compact": "as year, month and day",
                }.get(number, f"as {number} since 1970")
    if ordered:
        order = given or _order(says, ordered)
        written |= {_figures(FIGURES.fullmatch(one["shape"]), order) for one in ordered}
        format["said"] = order.replace("_", " ")
    # Years of two digits first: those of four would read them as of the first century.
    format["formats"] = sorted(written, key=lambda one: ("%Y" in one, one))
    if format["has_offset"]:
        format["said"] = ", ".join(filter(None, [format["said"], "its offsets from UTC counted"]))
    return format


def _order(says: str, shapes: Sequence[Mapping]) -> str:
    votes = {
        "day_first": sum(one["first_count"] for one in shapes),
        "month_first": sum(one["second_count"] for one in shapes),
    }
    fewer, more = sorted(votes, key=votes.get)
    if not votes[more]:
        differing = [one for one in shapes if one["differ_count"]]
        if not differing:
            return "day_first"
        example = differing[0]["example"]
        day, month = re.findall("[0-9]+", example)[:2]
        raise Fault(
            f"{says}can be read in two ways: '{example}' is of {int(day)} {month_name[int(month)]}"
            f" or of {int(month)} {month_name[int(day)]}, and no value has a day above 12. Say it"
            " with the var date_format: day_first or month_first."
        )
    if votes[fewer] > MISTAKES * votes[more]:
        raise Fault(
            f"{says}has both days before months and months before days: {votes['day_first']} values"
            f" and {votes['month_first']}. Which the others are, nobody can know: have it written"
            " in one way."
        )
    return more


def _figures(found: re.Match, order: str) -> str:
    separator = found["separator"]
    year = "%Y" if found["year"] == "9999" else "%y"
    parts = ["%d", "%m"] if order == "day_first" else ["%m", "%d"]
    return separator.join([*parts, year]) + _time(found)


def _month(found: re.Match) -> str | None:
    return MONTHS.get((found["month"] or found["first"]).lower())


def _named(found: re.Match, shape: str) -> str:
    year = "%Y" if found["year"] == "9999" else "%y"
    if found["month"]:
        return found["gap"].join(["%d", _month(found), year]) + _time(found)
    comma = "," if re.match(r"[A-Za-z]+ 99?,", shape) else ""
    return f"{_month(found)} %d{comma} {year}{_time(found)}"


def _time(found: re.Match) -> str:
    if not found["time"]:
        return found["comma"]
    hour = "%I" if found["half"] else "%H"
    seconds = ":%S" if found["time"].count(":") == 2 else ""
    seconds += ".%f" if found["fraction"] else ""
    half = found["half"] or ""
    return (
        f"{found['comma']}{found['blank']}{hour}:%M{seconds}"
        f"{' ' if half.startswith(' ') else ''}{'%p' if half else ''}"
    )


def moment_pattern(format: str | None = None) -> dict:
    """Return the pattern that a moment is read by where the engine has no strptime.

    Parameters
    ----------
    format : str, optional
        A format of strptime; without it, what SQL casts to a moment.

    Returns
    -------
    dict
        pattern, which the whole of a value matches; and parts, what is in each of its groups, in
        their order: year, short_year, month, month_name, day, hour, half_hour, half, minute,
        second, fraction, offset and separator.

    Raises
    ------
    Fault
        If there is something in the format that has no pattern.

    >>> moment_pattern("%d.%m.%y")["parts"]
    ['day', 'month', 'short_year']
    """
    if format is None:
        parts = re.findall(r"[(][?]P<(\w+)>", ISO_MOMENT)
        pattern = re.sub(r"[(][?]P<\w+>", "(", ISO_MOMENT)
        place = parts.index("separator") + 1
        return {"pattern": pattern.replace("(?P=separator)", rf"\{place}"), "parts": parts}
    pattern, parts = "", []
    for part, blank, letter in re.findall(r"%-?(.)|(\s+)|(.)", format):
        if blank:
            pattern += r"\s+"
        elif letter or part == "%":
            pattern += re.escape(letter or part)
        elif part in PARTS:
            name, inner = PARTS[part]
            parts.append(name)
            pattern += f"({inner})"
        else:
            known = ", ".join(f"%{letter}" for letter in PARTS)
            raise Fault(
                f"date_format: '{format}' has %{part}, which is not read on Spark; there are"
                f" {known}."
            )
    return {"pattern": rf"\s*{pattern}\s*", "parts": parts}


def decide(
    source: str,
    place: str,
    columns: Sequence[Mapping],
    decimal: str | None = None,
    date_format: str | None = None,
) -> dict[str, dict]:
    """Decide how the columns of a source write their numbers and their days.

    Parameters
    ----------
    source, place : str
        Its name, and where it is.
    columns : sequence of mapping
        name, ours; header, theirs; reads, `number` or `moment`; and shapes, as `number_format` and
        `moment_format` take them.
    decimal, date_format : str, optional
        What the user says.

    Returns
    -------
    dict of str to dict
        By our names what `number_format` and `moment_format` return.

    Raises
    ------
    Fault
        If nothing tells how a column is read.
    """
    return _decide(f"{source}: '{place}'", columns, decimal, date_format)


def _decide(
    says: str, columns: Sequence[Mapping], decimal: str | None, date_format: str | None
) -> dict:
    def of(column: Mapping) -> str:
        return f"{says}: its column '{column['header']}' "

    found = {}
    for column in columns:
        if column["reads"] == "moment":
            read = moment_format(of(column), column["shapes"], date_format)
        else:
            read = number_format(of(column), column["shapes"], decimal)
        found[column["name"]] = read
    # A file is written by one program: what one column decides is so in the others.
    decided = {one["decimal"] for one in found.values() if one.get("is_decided")}
    for column in columns:
        question = found[column["name"]].get("question")
        if question and len(decided) != 1:
            raise Fault(question)
        if question:
            [other] = decided
            found[column["name"]] = number_format(of(column), column["shapes"], other)
    return found


def column_type(counts: Mapping[str, int]) -> str:
    """Decide the type of a column of a text file from how many of its values are of which kind.

    Parameters
    ----------
    counts : mapping of str to int
        Values of each kind: `number`; `decimal`, a number with a point; `either`, one whose point
        may also be between thousands; `code`, which is a number with leading zeros or of more than
        15 digits; `date`; `timestamp`; `boolean`; `figures`, a text with a digit; `text`. Missing
        values are not counted.

    Returns
    -------
    str
        `double`, `date`, `timestamp`, `boolean` or `varchar`; `unclear` if how its values look has
        to decide, see `column_types`.

    >>> [column_type({"number": 3, other: 1}) for other in ("decimal", "code", "figures", "either")]
    ['double', 'varchar', 'unclear', 'unclear']
    """
    kinds = {kind for kind, count in counts.items() if count}
    if kinds and kinds <= PLAIN_NUMBERS:
        return "unclear" if "either" in kinds and "decimal" not in kinds else "double"
    if kinds == {"boolean"}:
        return "boolean"
    if kinds == {"date"}:
        return "date"
    # A date among timestamps is one at midnight.
    if kinds and kinds <= {"date", "timestamp"}:
        return "timestamp"
    # Beside codes, numbers are codes that happen to have no leading zero.
    with_figures = sum(counts.values()) - counts.get("text", 0) - counts.get("boolean", 0)
    is_unclear = "code" not in kinds and _is_most(with_figures, sum(counts.values()))
    return "unclear" if is_unclear else "varchar"


def column_types(
    says: str,
    columns: Sequence[Mapping],
    decimal: str | None = None,
    date_format: str | None = None,
) -> list[dict]:
    """Decide the types of the columns of a text file of which nobody says what is in them.

    Parameters
    ----------
    says : str
        What a message begins with: who reads which place.
    columns : sequence of mapping
        header; counts, as `column_type` takes them; type, as it returned it; and shapes of what is
        `unclear`, as `number_format` and `moment_format` take them.
    decimal, date_format : str, optional
        What the user says.

    Returns
    -------
    list of dict
        Of each column header, type, and format, None where its values are what SQL reads.

    Raises
    ------
    Fault
        If a column is of numbers or of days, and nothing tells how they are read.

    >>> shape = {"shape": "9.999,99", "row_count": 2, "zero_count": 0, "plain_count": 0}
    >>> [column] = column_types(
    ...     "", [{"header": "a", "counts": {"figures": 2}, "type": "unclear", "shapes": [shape]}]
    ... )
    >>> column["type"], column["format"]["decimal"]
    ('double', 'comma')
    """
    says = says.rstrip()
    types, read = [], []
    for place, column in enumerate(columns):
        count = sum(column["counts"].values())
        named = {"name": place, "header": column["header"]}
        of_numbers = [one for one in column["shapes"] if _units(one["shape"]) is not None]
        of_moments = [one for one in column["shapes"] if _is_moment(one["shape"])]
        type = column["type"]
        if type == "unclear" and _is_most(_row_count(of_numbers), count):
            type = "double"
            read.append(named | {"reads": "number", "shapes": of_numbers})
        elif type == "unclear" and _is_most(_row_count(of_moments), count):
            type = "timestamp" if any(":" in one["shape"] for one in of_moments) else "date"
            read.append(named | {"reads": "moment", "shapes": of_moments})
        elif type == "unclear":
            type = "varchar"
        elif column["counts"].get("decimal"):
            # Not to be read anew: how its file writes numbers is known by it.
            plain = {"shape": "9.9", "row_count": 1, "zero_count": 0, "plain_count": 1}
            read.append(named | {"reads": "number", "shapes": [plain]})
        types.append({"header": column["header"], "type": type, "format": None})
    decided = _decide(says, read, decimal, date_format)
    for column in read:
        place = column["name"]
        if columns[place]["type"] != "unclear":
            continue
        format = decided[place]
        if column["reads"] == "moment":
            # What only looks like a moment must not be read as a part of one.
            types[place]["format"] = format | {"is_strict": True}
        elif not format["is_plain"] or columns[place]["counts"].keys() - PLAIN_NUMBERS:
            units = {unit for one in column["shapes"] for unit in _units(one["shape"])}
            types[place]["format"] = format | {
                "is_plain": False,
                "units": sorted(map(re.escape, units)),
            }
    return types


def _is_most(count: int, of_all: int) -> bool:
    least, of = MOSTLY
    return of_all > 0 and count * of >= of_all * least


def _row_count(shapes: Sequence[Mapping]) -> int:
    return sum(one["row_count"] for one in shapes)


def _is_moment(shape: str) -> bool:
    if named := NAMED.fullmatch(shape):
        return bool(_month(named))
    return any(one.fullmatch(shape) for one in (ISO, FIGURES, YEAR_FIRST))


def _units(shape: str) -> list[str] | None:
    """Return what stands beside a number that looks like this; None if it is none or no amount."""
    if "e" in shape.lower() and NUMBER.fullmatch(shape):
        return []
    marked = MARKED.fullmatch(shape)
    # Telephone numbers have a plus and blanks.
    if not marked or not number_readings(marked["digits"]) or re.search("[+].* ", shape):
        return None
    units = [unit for unit in (marked["before"], marked["after"]) if unit]
    return units if all(map(_is_currency, units)) else None


def _is_currency(unit: str) -> bool:
    unit = unit.rstrip(".")
    # A sign may have letters beside it, such as R$ and US$.
    letters = "".join(one for one in unit if unicodedata.category(one) != "Sc")
    return bool(CURRENCY.fullmatch(unit)) or (letters != unit and len(letters) <= 2)
