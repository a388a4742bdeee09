"""How columns write numbers and days: what is decided, what is asked, and what SQL then reads."""

from datetime import datetime
from types import SimpleNamespace

import duckdb
import pytest
from conftest import ROOT
from jinja2 import Environment

from customers import Fault
from formats import column_types, decide, number_readings


@pytest.fixture(scope="module")
def macros():
    """Return the macros that render what is decided."""
    environment = Environment(extensions=["jinja2.ext.do"])
    namespace = SimpleNamespace()
    environment.globals |= {
        "customer_segmentation": namespace,
        "adapter": SimpleNamespace(dispatch=lambda name, _: getattr(namespace, f"duckdb__{name}")),
        "return": lambda value: value,
    }
    text = "".join(path.read_text() for path in (ROOT / "macros").rglob("*.sql"))
    vars(namespace).update(vars(environment.from_string(text).module))
    return namespace


@pytest.fixture
def read(macros):
    """Decide about columns of texts, by name, and read them: return values by name, and formats."""

    def read(reads="number", decimal=None, date_format=None, **columns):
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            names = list(columns)
            width = max(map(len, columns.values()))
            connection.execute(
                f"create table x (place integer, {', '.join(f'{n} varchar' for n in names)})"
            )
            rows = [
                [
                    place,
                    *(
                        values[place] if place < len(values) else None
                        for values in columns.values()
                    ),
                ]
                for place in range(width)
            ]
            marks = ", ".join("?" * (1 + len(names)))
            connection.executemany(f"insert into x values ({marks})", rows)
            kinds = reads if isinstance(reads, dict) else dict.fromkeys(names, reads)
            described = [
                {"name": name, "header": name, "reads": kinds[name], "shapes": []} for name in names
            ]
            found = connection.execute(str(macros.value_shapes("x", described)))
            heads = [head[0] for head in found.description]
            for row in found.fetchall():
                one = dict(zip(heads, row, strict=True))
                described[one.pop("place")]["shapes"].append(one)
            formats = decide("orders", "x.csv", described, decimal, date_format)
            expressions = [
                f"try_cast({macros.number_text(name, formats[name])} as double)"
                if kinds[name] == "number"
                else str(macros.moment_value(name, formats[name]))
                for name in names
            ]
            values = connection.execute(
                f"select {', '.join(expressions)} from x order by place"
            ).fetchall()
        by_name = zip(names, zip(*values, strict=True), strict=True)
        return {name: list(of)[: len(columns[name])] for name, of in by_name}, formats

    return read


def fault(read, **arguments) -> str:
    with pytest.raises(Fault) as raised:
        read(**arguments)
    assert "\n" not in str(raised.value)
    return str(raised.value)


# ---- Numbers ---------------------------------------------------------------------------------

NUMBERS = {
    "plain": (["1", "-2.5", "+3", ".5", "5.", "1e3", "0.125"], [1, -2.5, 3, 0.5, 5, 1000, 0.125]),
    "thousands": (["1,234.50", "12", "1,234,567", "999.9"], [1234.5, 12, 1234567, 999.9]),
    "groups alone": (["1,234,567", "12"], [1234567, 12]),
    "a decimal comma": (["12,5", "7", "-0,25", ",5"], [12.5, 7, -0.25, 0.5]),
    "comma and points": (["1.234,50", "1.234", "12"], [1234.5, 1234, 12]),
    "points alone": (["1.234.567", "1.234"], [1234567, 1234]),
    "blanks": (["1 234,50", "1\u00a0234,5", "12\u202f345", "7"], [1234.5, 1234.5, 12345, 7]),
    "apostrophes": (["1'234.50", "12\u2019345", "7.5"], [1234.5, 12345, 7.5]),
    "currency before": (["$1,234.50", "$7", "-$3.25", "$ 4"], [1234.5, 7, -3.25, 4]),
    "currency behind": (["1.234,50 €", "7,00 €", "3 €"], [1234.5, 7, 3]),
    "currency code": (["USD 12.50", "USD 1,000.00"], [12.5, 1000]),
    "abbreviation": (["Rs. 1,200.50", "Rs. 7"], [1200.5, 7]),
    "accountants": (["(12.50)", "7.25", "($1,000.00)", "4.50-"], [-12.5, 7.25, -1000, -4.5]),
    "per cent": (["12.5%", "7 %", "100%"], [12.5, 7, 100]),
    "a minus of print": (["\u221212.5", "7"], [-12.5, 7]),
    "leading zeros tell": (["0.250", "1.250", "12"], [0.25, 1.25, 12]),
    "a thousand after a comma that tells": (["0,250", "1,250", "12"], [0.25, 1.25, 12]),
    "not numbers": (
        ["1,2,3", "12-5", "n/a", "1,23.4", "7.5", "12 34", "1.2.3"],
        [None] * 4 + [7.5, None, None],
    ),
    "other marks than most": (["1.5", "2.25", "3,5"], [1.5, 2.25, None]),
}


@pytest.mark.parametrize(("values", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_read_as_its_column_writes_numbers(read, values, expected):
    assert read(x=values)[0] == {"x": expected}


def test_what_sql_reads_as_it_stands_is_left_as_it_is(read):
    for values in [["1", "-2.5"], ["1.234", "0.5"], ["7", "x"], ["1e3", " 5 "]]:
        assert read(x=values)[1]["x"]["is_plain"], values
    for values in [["1,000.5"], ["7\u00a0"], ["1.234", "0,5"], ["€7"]]:
        assert not read(x=values)[1]["x"]["is_plain"], values


@pytest.mark.parametrize(("value", "mark"), [("1.234", "point"), ("1,234", "comma")])
def test_what_may_be_a_thousand_or_a_decimal_is_asked_for(read, value, mark):
    expected = (
        f"orders: 'x.csv': its column 'x' can be read in two ways: '{value}' with the {mark}"
        " between thousands or before decimals, and no value tells which. Say it with the var"
        " decimal: point or comma."
    )
    assert fault(read, x=[value, "6", "12"]) == expected
    assert fault(read, x=[value, "6"], y=["7", "8"]) == expected
    # Two other columns that disagree tell nothing.
    assert fault(read, x=[value, "6"], y=["1.5"], z=["1,5"]) == expected


def test_what_another_column_tells_is_so_in_this(read):
    assert read(x=["1,234", "6"], y=["2.55"])[0]["x"] == [1234, 6]
    assert read(x=["1.234", "6"], y=["2.55"])[0]["x"] == [1.234, 6]
    assert read(x=["1.234", "6"], y=["2,55"])[0]["x"] == [1234, 6]
    assert read(x=["1,234", "6"], y=["2,55"])[0]["x"] == [1.234, 6]


@pytest.mark.parametrize(("decimal", "expected"), [("point", 1.234), ("comma", 1234)])
def test_what_the_user_says_is_so(read, decimal, expected):
    assert read(decimal=decimal, x=["1.234", "6"])[0]["x"] == [expected, 6]


def test_amounts_of_two_currencies_are_not_added(read):
    assert fault(read, x=["$5.00", "7.00 €", "$1.00"]).startswith(
        "orders: 'x.csv': its column 'x' is in more than one currency: '$"
    )


def test_per_cent_in_some_rows_is_none(read):
    assert fault(read, x=["5%", "0.07", "12%"]) == (
        "orders: 'x.csv': its column 'x' has numbers with a per cent sign and numbers without: 2 of"
        " 3. Write them in one way."
    )


def test_what_is_remarkable_is_said(read):
    said = {
        "12.5": None,
        "12": None,
        "12,5": "with a decimal comma",
        "1,234.5": "with a decimal point",
        "12.5%": "with a decimal point as per cent",
        "€ 12": "without its marks",
    }
    for value, expected in said.items():
        assert read(x=[value])[1]["x"]["said"] == expected, value


def test_a_shape_has_its_readings():
    assert number_readings("9") == {"point", "comma"}
    assert number_readings("9.9") == {"point"}
    assert number_readings("99 999,9") == {"comma"}
    assert (
        number_readings("9.9.9") == number_readings("9999.999.999") == number_readings(".") == set()
    )


# ---- Days and moments ------------------------------------------------------------------------


def at(*parts) -> datetime:
    return datetime(*parts)


FIRST = at(2023, 12, 1)
MOMENTS = {
    "iso": (
        ["2023-12-01", "2023-12-13 08:30:00", "2023-12-01T08:30"],
        [FIRST, at(2023, 12, 13, 8, 30), at(2023, 12, 1, 8, 30)],
    ),
    "day first": (["01/12/2023", "13/12/2023"], [FIRST, at(2023, 12, 13)]),
    "month first": (["12/01/2023", "12/13/2023 8:30"], [FIRST, at(2023, 12, 13, 8, 30)]),
    "points": (["1.12.2023", "13.12.2023 08:30"], [FIRST, at(2023, 12, 13, 8, 30)]),
    "dashes": (["01-12-2023", "13-12-2023"], [FIRST, at(2023, 12, 13)]),
    "two digits": (["01/12/23", "13/12/99"], [FIRST, at(1999, 12, 13)]),
    "years of both": (["01/12/23", "13/12/2023"], [FIRST, at(2023, 12, 13)]),
    "halves of the day": (
        ["12/1/2023 12:05 AM", "12/13/2023 1:05:30 pm"],
        [at(2023, 12, 1, 0, 5), at(2023, 12, 13, 13, 5, 30)],
    ),
    "halves behind iso": (
        ["2023-12-01 08:05:00 PM", "2023-12-02 08:05:00 AM"],
        [at(2023, 12, 1, 20, 5), at(2023, 12, 2, 8, 5)],
    ),
    "offsets": (
        ["2023-12-01T23:30:00-05:00", "2023-12-01 23:30:00+09", "2023-12-01T23:30:00Z"],
        [at(2023, 12, 2, 4, 30), at(2023, 12, 1, 14, 30), at(2023, 12, 1, 23, 30)],
    ),
    "offsets after a blank": (
        ["2023-12-01 23:30:00 -0500", "2023-12-01 23:30:00 +09:00", "2023-12-01 23:30:00 UTC"],
        [at(2023, 12, 2, 4, 30), at(2023, 12, 1, 14, 30), at(2023, 12, 1, 23, 30)],
    ),
    "offsets and others": (
        ["2023-12-01 23:30:00 -0500", "13/12/2023"],
        [at(2023, 12, 2, 4, 30), at(2023, 12, 13)],
    ),
    "a zone that is a word": (
        ["2023-12-01 23:30 CET", "2023-12-01 23:30"],
        [None, at(2023, 12, 1, 23, 30)],
    ),
    "months by name": (["1 Dec 2023", "13 Dec 2023"], [FIRST, at(2023, 12, 13)]),
    "months in full": (
        ["December 1, 2023", "March 13, 2023 8:30"],
        [FIRST, at(2023, 3, 13, 8, 30)],
    ),
    "databases": (["01-DEC-23", "13-DEC-23"], [FIRST, at(2023, 12, 13)]),
    "year first": (["2023.12.01", "2023/12/13"], [FIRST, at(2023, 12, 13)]),
    "a spreadsheet's": (["45261", "45261.5"], [FIRST, at(2023, 12, 1, 12)]),
    "seconds": (["1701388800", "1701475200"], [FIRST, at(2023, 12, 2)]),
    "milliseconds": (["1701388800000", "1701475200000"], [FIRST, at(2023, 12, 2)]),
    "compact": (["20231201", "20231213"], [FIRST, at(2023, 12, 13)]),
    "the same either way": (["05/05/2023"], [at(2023, 5, 5)]),
    "a mistake among many": (
        [*(["13/12/2023"] * 200), "12/13/2023"],
        [*([at(2023, 12, 13)] * 200), None],
    ),
    "figures beside days": (["2023-12-01", "45261"], [FIRST, None]),
    "small figures": (["1", "2"], [None, None]),
    "nothing": (["yesterday", "n/a"], [None, None]),
    "infinity": (
        ["13/12/2023", "infinity", "Infinity", "-infinity"],
        [at(2023, 12, 13), *[None] * 3],
    ),
}


@pytest.mark.parametrize(("values", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_a_moment_is_read_as_its_column_writes_them(read, values, expected):
    assert read("moment", x=values)[0] == {"x": expected}


def test_days_that_may_be_months_are_asked_for(read):
    assert fault(read, reads="moment", x=["05/05/2023", "03/12/2023", "04/11/2023 8:30"]) == (
        "orders: 'x.csv': its column 'x' can be read in two ways: '03/12/2023' is of 3 December or"
        " of 12 March, and no value has a day above 12. Say it with the var date_format: day_first"
        " or month_first."
    )


@pytest.mark.parametrize(
    ("date_format", "expected"),
    [
        ("day_first", at(2023, 12, 3)),
        ("month_first", at(2023, 3, 12)),
        ("%d/%m/%Y", at(2023, 12, 3)),
    ],
)
def test_what_the_user_says_of_days_is_so(read, date_format, expected):
    assert read("moment", date_format=date_format, x=["03/12/2023"])[0]["x"] == [expected]


def test_two_orders_in_one_column_are_one_line(read):
    assert fault(read, reads="moment", x=["13/12/2023", "12/13/2023", "01/02/2023"]) == (
        "orders: 'x.csv': its column 'x' has both days before months and months before days: 1"
        " values and 1. Which the others are, nobody can know: have it written in one way."
    )


def test_how_days_are_read_is_said(read):
    said = {
        "2023-12-01": None,
        "13/12/2023": "day first",
        "12/13/2023": "month first",
        "2023-12-01T23:30:00+09:00": "its offsets from UTC counted",
        "45261": "as the days of a spreadsheet",
        "1701388800": "as seconds since 1970",
    }
    for value, expected in said.items():
        assert read("moment", x=[value])[1]["x"]["said"] == expected, value


# ---- Columns of which nobody says what is in them ---------------------------------------------


def column(*shapes, header="x", type="unclear", decimals=0) -> dict:
    """Return a column of texts, one value of each shape."""
    counts = {"figures": len(shapes), "decimal": decimals}
    described = [
        {"shape": shape, "row_count": 1, "example": shape, "zero_count": 0, "plain_count": 0}
        | {"first_count": 1, "second_count": 0, "differ_count": 1}
        for shape in shapes
    ]
    return {"header": header, "counts": counts, "type": type, "shapes": described}


@pytest.mark.parametrize(
    ("shapes", "type", "units"),
    [
        (["9.999,99", "9"], "double", []),
        (["$9", "US$9"], None, None),
        (["R$ 9", "9"], "double", [r"R\$"]),
        (["9 zł", "9,9 zł"], "double", ["zł"]),
        (["99%", "9,9 %"], "double", []),
        (["9 pcs", "9 pcs"], "varchar", None),
        (["A9", "B99"], "varchar", None),
        (["+99 999 999"], "varchar", None),
        (["99-99", "99-99"], "varchar", None),
        (["9"] * 9 + ["much"], "double", []),
        (["9"] * 8 + ["much", "9 m"], "varchar", None),
        (["99.99.9999", "99.99.99"], "date", None),
        (["99/99/9999 99:99"], "timestamp", None),
        (["9 Jan 9999", "99 May 9999"], "date", None),
        (["9 Elm 9999"], "varchar", None),
        (["9999-99-99T99:99:99+99:99"], "timestamp", None),
    ],
)
def test_a_column_is_what_most_of_its_values_look_like(shapes, type, units):
    if type is None:
        with pytest.raises(Fault, match="is in more than one currency"):
            column_types("crm: 'x.csv' ", [column(*shapes)])
        return
    [found] = column_types("crm: 'x.csv' ", [column(*shapes)])
    assert found["type"] == type
    assert (found["format"] or {}).get("units") == units


def test_what_one_column_of_a_file_decides_is_so_in_the_others():
    either = column("9.999", header="either")
    with pytest.raises(Fault, match=r"crm: 'x.csv': its column 'either' can be read in two ways"):
        column_types("crm: 'x.csv' ", [either])
    for other, expected in [
        (column("9,9"), {"decimal": "comma"}),
        (column(type="double", decimals=3), {"decimal": "point"}),
    ]:
        [found, _] = column_types("crm: 'x.csv' ", [either, other])
        assert found["type"] == "double"
        assert expected.items() <= found["format"].items()
    [found] = column_types("crm: 'x.csv' ", [either], decimal="comma")
    assert found["format"]["decimal"] == "comma"
    numbers = either | {"counts": {"either": 1}}
    numbers["shapes"][0]["plain_count"] = 1
    [found, _] = column_types("", [numbers, column(type="double", decimals=3)])
    assert found == {"header": "either", "type": "double", "format": None}
