"""Words for what the engines say differently, in the SQL that expectations are written in.

A measure is one aggregate over all rows. What DuckDB has a function for, Spark finds in a query of
its own over the same rows, which are called `rows` there.
"""

import re
from collections.abc import Callable, Mapping

Words = Mapping[str, Callable[..., str]]


def one_of(columns: tuple[str, ...]) -> str:
    """Return columns as one value."""
    return columns[0] if len(columns) == 1 else f"({', '.join(columns)})"


def gap_duckdb(day: str, among: str, few: str) -> str:
    """Return the longest time without a row that only a few rows are after."""
    counts = f"histogram({day}) filter (where {among} and isfinite({day}))"
    days, rows = f"map_keys({counts})", f"map_values({counts})"
    gap = (
        f"case when list_sum({rows}[place + 1:]) <= greatest(1, {few} * list_sum({rows}))"
        f" then {days}[place + 1] - {days}[place] else 0 end"
    )
    return f"coalesce(list_max(list_transform(range(1, len({days})), lambda place: {gap})), 0)"


def gap_spark(day: str, among: str, few: str) -> str:
    """Return the same, from the rows of each day."""
    return f"""(
        select coalesce(max(case when after <= greatest(1, {few} * total)
            then cast(next_day - day as int) else 0 end), 0)
        from (
            select
                day,
                lead(day) over (order by day) as next_day,
                sum(day_rows) over () as total,
                sum(day_rows) over () - sum(day_rows) over (order by day) as after
            from (
                select {day} as day, count(*) as day_rows from rows
                where {among} and {day} is not null group by all
            )
        )
        where next_day is not null
    )"""


def drawn_duckdb(among: str, key: str, *columns: str) -> str:
    """Return how many different values there are, of keys drawn by a hash: 100,000 rows, about."""
    is_drawn = f"hash({key}) % (1 + row_count // 100000) = 0"
    return (
        f"len(list_distinct(list(case when {is_drawn} then hash({', '.join(columns)}) end)"
        f" filter (where {among} and {is_drawn})))"
    )


def drawn_spark(among: str, key: str, *columns: str) -> str:
    """Return the same, of other keys."""
    is_drawn = f"pmod(xxhash64({key}), 1 + row_count div 100000) = 0"
    return f"count(distinct case when {among} and {is_drawn} then {one_of(columns)} end)"


def group_spark(aggregate: str, column: str) -> str:
    """Return an aggregate of the rows of each value of a column."""
    return (
        f"(select {aggregate}(value_rows) from (select count(*) as value_rows from rows"
        f" where {column} is not null group by {column}))"
    )


DUCKDB: Words = {
    "about_distinct": lambda *columns: f"approx_count_distinct({one_of(columns)})",
    "distinct_of_drawn": drawn_duckdb,
    "is_finite_day": lambda day: f"isfinite({day})",
    "is_match": lambda value, pattern: f"regexp_full_match({value}, {pattern})",
    "longest_gap": gap_duckdb,
    "newest_after_most": lambda day, share: (
        f"max({day}) filter (where isfinite({day}))"
        f" - quantile_disc({day}, {share}) filter (where isfinite({day}))"
    ),
    "rows_of_the_most_frequent": lambda column: f"list_max(map_values(histogram({column})))",
    "rows_of_the_rarest": lambda column: f"list_min(map_values(histogram({column})))",
}
SPARK: Words = {
    # Exactly: what Spark estimates is off by more than the bounds of these checks.
    "about_distinct": lambda *columns: f"count(distinct {one_of(columns)})",
    "distinct_of_drawn": drawn_spark,
    "is_finite_day": lambda day: f"({day} is not null)",
    # In Java $ is also before a line end.
    "is_match": lambda value, pattern: (
        rf"regexp_like({value}, concat('\\A(?:', {pattern}, ')\\z'))"
    ),
    "longest_gap": gap_spark,
    "newest_after_most": lambda day, share: (
        f"max(unix_date({day})) - percentile_disc({share}) within group (order by unix_date({day}))"
    ),
    "rows_of_the_most_frequent": lambda column: group_spark("max", column),
    "rows_of_the_rarest": lambda column: group_spark("min", column),
}
CALL = re.compile(rf"\b({'|'.join(DUCKDB)})\(")


def worded(text: str, words: Words) -> str:
    """Return SQL with every word of ours as an engine says it.

    >>> worded("1 - about_distinct(a, b) / count(*)", SPARK)
    '1 - count(distinct (a, b)) / count(*)'
    """
    call = CALL.search(text)
    if not call:
        return text
    arguments, end = _arguments(text, call.end())
    said = words[call[1]](*(worded(argument, words) for argument in arguments))
    return text[: call.start()] + said + worded(text[end:], words)


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """Return what is between the parentheses, taken apart at the commas, and where they end."""
    found, depth, quote, begin = [], 0, "", start
    for place in range(start, len(text)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter in ")]" and depth:
            depth -= 1
        elif letter in ",)" and not depth:
            found.append(text[begin:place].strip())
            begin = place + 1
            if letter == ")":
                return found, begin
    raise ValueError(f"a parenthesis is not closed: {text}")
