"""What is expected of every customers model: each check holds at its bound and fails beyond it."""

import hashlib

import duckdb
import pytest
from conftest import ROOT

from quality.gates import is_closed, judge
from quality.suites import NOBODY, customers_suite

BOUNDS = {
    "missing_share": 0.1,
    "one_value_share": 0.9,
    "one_customer_share": 0.5,
    "one_customer_orders": 0.2,
    "still_there_share": 0.5,
    "rows_share": 0.5,
    "newest_day_gap": 400,
}
COLUMNS = [
    {"name": "customer_id", "kind": "text", "roles": ["id"], "is_additive": False, "label": "id"},
    {"name": "age", "kind": "number", "roles": [], "is_additive": False, "label": "age"},
    {"name": "is_new", "kind": "boolean", "roles": [], "is_additive": False, "label": "new"},
    {"name": "spent", "kind": "number", "roles": ["value"], "is_additive": True, "label": "spent"},
    {"name": "seen_on", "kind": "date", "roles": ["as_of"], "is_additive": False, "label": "day"},
    {"name": "born_on", "kind": "date", "roles": [], "is_additive": False, "label": "birth"},
]
FEATURES = {"age": "reject", "is_new": "median"}
# A hundred customers, as sound as can be.
SOUND = """
    select
        'c' || place as customer_id,
        place::double as age,
        place % 2 = 0 as is_new,
        1.0::double as spent,
        date '2024-01-01' + place::int as seen_on,
        timestamp '1990-01-01 12:00:00' + to_days(place::int) as born_on,
        null::bigint as former_row_count,
        null::bigint as recorded_count,
        false as is_recorded
    from range(100) as places (place)
"""


@pytest.fixture
def customers():
    with duckdb.connect() as connection:
        yield Customers(connection)


class Customers:
    """A customers model in memory, and what its suite says of it."""

    def __init__(self, connection):
        """Fill the model with sound rows."""
        self.connection = connection
        self.fill(SOUND)

    def fill(self, query: str) -> None:
        self.connection.execute(f"create or replace table judged as {query}")

    def change(self, column: str, value: str, where: str = "true") -> None:
        """Give a column another value in some rows."""
        changed = f"case when {where} then {value} else {column} end as {column}"
        self.fill(f"select * replace ({changed}) from judged")

    def failing(self, columns=COLUMNS, features=FEATURES, **bounds) -> dict[str, dict]:
        """Return what does not hold, by its name; nothing may be without a measure."""
        # The model itself lacks the columns that the gate adds.
        self.connection.execute(
            "create or replace view model as"
            " select * exclude (former_row_count, recorded_count, is_recorded) from judged"
        )
        checks = customers_suite("model", columns, features, BOUNDS | bounds)
        results = judge(
            self.connection.table("judged"), checks, "customer_id", "'customer ' || customer_id"
        )
        assert len(results) == len(checks)
        assert [result for result in results if result["exception"]] == []
        return {result["expectation"]: result for result in results if not result["success"]}


def test_sound_customers_hold_every_check(customers):
    assert customers.failing() == {}


# The column, its other value, how many of the first rows may have it, and one row too many.
LIMITS = {
    "ids_are_there": ("customer_id", "null", 0, 0),
    "ids_are_unique": ("customer_id", "'c99'", 0, 0),
    "age_is_known": ("age", "null", 10, 10),
    "is_new_is_known": ("is_new", "null", 10, 10),
    "age_is_not_one_value": ("age", "7", 90, 90),
    # As 10 of the 20 after them have it already, row 80 among them.
    "is_new_is_not_one_value": ("is_new", "true", 80, 81),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_check_holds_at_its_bound_and_fails_beyond(customers, name):
    column, value, count, too_many = LIMITS[name]
    place = "substr(customer_id, 2)::int"
    customers.change(column, value, f"{place} < {count}")
    assert name not in customers.failing()
    customers.change(column, value, f"{place} = {too_many}")
    found = customers.failing()[name]
    assert found["severity"] == "critical"
    assert is_closed([found])


@pytest.mark.parametrize("value", ["'nan'", "'inf'", "'-inf'"])
def test_what_is_no_number_is_not_known(customers, value):
    customers.change("age", value, "age < 10")
    assert "age_is_known" not in customers.failing()
    customers.change("age", value, "age = 11")
    assert customers.failing()["age_is_known"]["unexpected_count"] == 11


def test_the_one_value_is_looked_for_among_the_values_there_are(customers):
    customers.change("age", "null", "age >= 10")
    customers.change("age", "7", "age < 9")
    assert "age_is_not_one_value" not in customers.failing()
    customers.change("age", "7", "age = 9")
    assert customers.failing()["age_is_not_one_value"]["observed"] == 1


def test_a_value_of_few_is_found_by_no_median(customers):
    with pytest.raises(ValueError, match=r"one_value_share: 0.4 is below 0.5"):
        customers.failing(one_value_share=0.4)
    assert customers.failing(one_value_share=0.5) == {}


@pytest.mark.parametrize(("former", "holds"), [("null", True), (200, True), (201, False)])
def test_half_of_the_rows_may_be_missing(customers, former, holds):
    customers.change("former_row_count", str(former))
    assert ("rows_are_not_missing" not in customers.failing()) is holds


@pytest.mark.parametrize(
    ("count", "still", "holds"), [("null", 0, True), (100, 50, True), (100, 49, False)]
)
def test_customers_under_other_ids_are_not_taken_for_others(customers, count, still, holds):
    customers.change("recorded_count", str(count))
    customers.change("is_recorded", "true", f"age < {still}")
    customers.change("is_recorded", "null", "age = 99")
    assert ("recorded_customers_are_still_there" not in customers.failing()) is holds


def test_one_customer_may_have_half_of_the_value_and_is_named(customers):
    customers.change("spent", "99", "customer_id = 'c42'")
    assert customers.failing() == {}
    customers.change("spent", "100", "customer_id = 'c42'")
    found = customers.failing()["no_customer_has_most_of_the_value"]
    assert found["observed"] == 100 / 199
    assert (found["unexpected_count"], found["example"]) == (1, "customer c42")
    # The same of figures in a column that is no number of money to add up.
    ratio = [column | {"is_additive": False} for column in COLUMNS]
    assert customers.failing(columns=ratio) == {}


@pytest.mark.parametrize(("count", "holds"), [(19, True), (20, False)])
def test_of_few_customers_one_may_have_most(customers, count, holds):
    customers.fill(f"from judged limit {count}")
    customers.change("spent", "1000", "customer_id = 'c3'")
    assert ("no_customer_has_most_of_the_value" not in customers.failing()) is holds


@pytest.mark.parametrize("value", ["0", "-1", "null", "'nan'", "'inf'", "1e300"])
def test_a_total_that_nobody_can_have_a_share_of_is_no_fault_of_one_customer(customers, value):
    customers.change("spent", value)
    assert customers.failing() == {}
    # Beside sound ones it is left out of the total.
    customers.change("spent", "1", "age > 0")
    assert customers.failing() == {}


@pytest.mark.parametrize("column", ["seen_on", "born_on"])
def test_a_date_may_be_so_many_days_after_99_percent_of_the_others(customers, column):
    severity = "critical" if column == "seen_on" else "warning"
    customers.fill("select * from judged union all select * replace (customer_id || 'b' as"
                   " customer_id, seen_on - 200 as seen_on, born_on - to_days(200) as born_on)"
                   " from judged")  # fmt: skip
    [(usual,)] = customers.connection.execute(
        f"select quantile_disc(cast({column} as date), 0.99) from judged"
    ).fetchall()
    customers.change(column, f"date '{usual}' + 400", "customer_id = 'c99'")
    assert customers.failing() == {}
    customers.change(column, f"date '{usual}' + 401", "customer_id = 'c99'")
    found = customers.failing()[f"no_{column}_is_far_after_the_others"]
    assert (found["observed"], found["severity"]) == (401, severity)
    # A day that stands for never is none.
    customers.change(column, "'infinity'", "customer_id = 'c99'")
    assert customers.failing() == {}


@pytest.mark.parametrize("value", ["1.7850E+04", "1,785e+04", "2E+15", "1.79e17"])
def test_ids_that_a_spreadsheet_has_rounded_are_none(customers, value):
    customers.change("customer_id", f"'{value}'", "customer_id = 'c42'")
    found = customers.failing()["ids_are_whole"]
    assert (found["severity"], found["example"]) == ("critical", f"customer {value}")


@pytest.mark.parametrize("value", ["17850", "E+4", "1e", "1.5", "e5", "12E-4", "1E2X"])
def test_ids_with_an_e_in_them_are_ids(customers, value):
    customers.change("customer_id", f"'{value}'", "customer_id = 'c42'")
    assert customers.failing() == {}


WORDS = ["NA", "n/a", "N.A.", "NULL", "none", "-", "--", "?", "#N/A", "Guest", "GUESTS"]
WORDS += ["guest checkout", "guest_user", "anonymous", "Unknown customer", "undefined", "walk-in"]
WORDS += ["Walk in customer", "no id", "Total", "grand total", "Subtotal", "<NA>", "NaN"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_nobody_is_no_customer(customers, word):
    customers.change("customer_id", f"'{word}'", "customer_id = 'c42'")
    assert customers.failing()["ids_are_of_somebody"]["example"] == f"customer {word}"


@pytest.mark.parametrize("name", ["Nadia", "Guestrow", "Totally Shop Ltd", "N", "unknown7", "a-b"])
def test_a_name_that_begins_like_one_is_somebody(customers, name):
    customers.change("customer_id", f"'{name}'", "customer_id = 'c42'")
    assert customers.failing() == {}


def test_the_macro_that_reads_ids_knows_the_same_words():
    text = (ROOT / "macros/words_for_nobody.sql").read_text()
    assert text.split("-%}\n")[1].split("\n{%- endmacro")[0] == NOBODY


def test_ids_that_differ_by_capitals_are_warned_of(customers):
    customers.change("customer_id", "'C41'", "customer_id = 'c42'")
    found = customers.failing()["ids_differ_by_more_than_case"]
    assert (found["severity"], found["observed"]) == ("warning", 1)


def test_one_customer_may_have_a_fifth_of_the_orders(customers):
    frequency = {"name": "frequency", "kind": "number", "roles": [], "is_additive": False}
    columns = [*COLUMNS, frequency | {"label": "orders"}]
    customers.fill("select *, 1 as frequency from judged")
    customers.change("frequency", "24", "customer_id = 'c42'")
    assert customers.failing(columns) == {}
    customers.change("frequency", "25", "customer_id = 'c42'")
    found = customers.failing(columns)["no_customer_has_most_of_the_orders"]
    assert (found["severity"], found["example"]) == ("critical", "customer c42")
    assert customers.failing(columns, one_customer_orders=0.3) == {}


NAMES = ["net income", "order", 'a "b" c', "Ünits", "it's"]


def test_any_name_can_be_a_column(customers):
    for name in NAMES:
        quoted = '"' + name.replace('"', '""') + '"'
        customers.fill(
            f'select *, spent + age as {quoted}, seen_on as {quoted[:-1]} on" from judged'
        )
    columns = [
        {"name": name, "kind": "number", "roles": ["value"], "is_additive": True, "label": name}
        for name in NAMES[:1]
    ] + [
        {"name": f"{name} on", "kind": "date", "roles": [], "is_additive": False, "label": name}
        for name in NAMES
    ]
    assert customers.failing(columns, dict.fromkeys(NAMES, "reject")) == {}
    customers.change('"net income"', "null")
    assert customers.failing(columns, dict.fromkeys(NAMES, "reject")).keys() == {
        "net income_is_known"
    }


def test_where_everything_is_null_there_still_is_something_to_measure(customers):
    for column in ["customer_id", "age", "is_new", "spent", "seen_on", "born_on", "is_recorded"]:
        customers.change(column, "null")
    assert customers.failing().keys() == {"ids_are_there", "age_is_known", "is_new_is_known"}


def test_one_customer_is_the_one_value(customers):
    customers.fill("from judged limit 1")
    assert customers.failing().keys() == {"age_is_not_one_value", "is_new_is_not_one_value"}


def test_a_check_speaks_of_its_column_and_its_bound():
    checks = customers_suite("features.model", COLUMNS, FEATURES, BOUNDS | {"missing_share": 0.025})
    says = {check.name: check.says for check in checks}
    cures = {check.name: check.cure for check in checks}
    assert len(says) == len(checks) == 15
    assert says["age_is_known"] == "At most 2.5 % of the customers have no value of age."
    assert "90 %" in says["age_is_not_one_value"]
    assert "50 % of the spent" in says["no_customer_has_most_of_the_value"]
    assert "400 days" in says["no_seen_on_is_far_after_the_others"]
    assert "one row per customer_id" in says["ids_are_there"]
    assert "one row per customer_id" in says["ids_are_unique"]
    assert "from features.model" in cures["ids_are_unique"]
    assert "get no segment" in cures["age_is_known"]
    assert "median" in cures["is_new_is_known"]
    assert "may_be_shorter" in cures["rows_are_not_missing"]
    assert "may_be_shorter" in cures["recorded_customers_are_still_there"]
    assert "mistyped date" in cures["no_born_on_is_far_after_the_others"]


def test_a_feature_that_is_gone_fails_and_is_named():
    with duckdb.connect() as connection:
        connection.execute(f"create table judged as {SOUND}")
        connection.execute(
            "create view model as"
            " select * exclude (former_row_count, recorded_count, is_recorded) from judged"
        )
        checks = customers_suite("model", COLUMNS, FEATURES, BOUNDS, lost=["visits", "basket"])
        results = judge(connection.table("judged"), checks, "customer_id", "customer_id::varchar")
    [result] = [one for one in results if not one["success"]]
    assert result["expectation"] == "features_are_still_there"
    assert "Gone, or no numbers any more: visits, basket." in result["description"]


@pytest.mark.parametrize(("who", "count"), [("a", 1), ("nobody", 0)])
def test_a_customer_who_is_to_be_forgotten_and_is_there_fails(who, count):
    with duckdb.connect() as connection:
        connection.execute(f"create table judged as {SOUND}")
        connection.execute(
            "create view model as"
            " select * exclude (former_row_count, recorded_count, is_recorded) from judged"
        )
        if count:
            [(who,)] = connection.sql("select min(customer_id) from judged").fetchall()
        forgotten = [hashlib.md5(str(who).encode()).hexdigest()]
        checks = customers_suite("model", COLUMNS, FEATURES, BOUNDS, forgotten=forgotten)
        results = judge(connection.table("judged"), checks, "customer_id", "customer_id::varchar")
    [result] = [one for one in results if one["expectation"] == "forgotten_customers_are_gone"]
    assert (result["success"], result["observed"]) == (not count, count)
    assert result["severity"] == "critical"
    # A gate does not show whom to forget.
    assert result.get("example") is None
