"""Checks: of a source, as its YAML says them, of every customers model and every segmentation.

A check judges one number about all rows of a table, which the engine computes: its cost does not
grow with what Great Expectations has to load. Rows are judged one by one in `checked_<source>`;
checks judge what remains: how many were set aside, and whether the rest can be what it says it is.
What is expected of a source is said beside its `checked_` model, in `config: meta: expectations`.
The SQL is in words of both engines: in those that both have, or those of `engines.words`.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segmentation.sql import identifier


@dataclass(frozen=True)
class Check:
    """One expectation.

    Parameters
    ----------
    name : str
        What is expected; unique in its suite.
    says : str
        The same as a sentence for people.
    cure : str
        What to do where it does not hold.
    severity : {"critical", "warning", "info"}
        A critical check closes its gate; the others are told and stored.
    low, high : float, optional
        The lowest and the highest value that is as expected.
    column : str, optional
        The column it is about.
    against : str, optional
        SQL condition of the rows that speak against it: they are counted, and the first is shown.
    measure : str, optional
        SQL aggregate over all rows: the number that is judged. The share of the rows that speak
        against it if left out.
    shown : str, optional
        SQL expression of a row: the one with the highest is shown where no rows speak against it,
        but one of them makes the measure what it is.
    """

    name: str
    says: str
    cure: str
    severity: str = "critical"
    low: float | None = None
    high: float | None = None
    column: str | None = None
    against: str = "false"
    measure: str | None = None
    shown: str | None = None

    def __post_init__(self):
        """Derive the measure.

        Raises
        ------
        ValueError
            If there is no bound, nothing to measure, or no such severity: such a check would
            always hold.
        """
        if self.severity not in ("critical", "warning", "info"):
            raise ValueError(f"{self.name}: no severity is called {self.severity!r}")
        if self.low is None and self.high is None:
            raise ValueError(f"{self.name}: it has no bound")
        if self.measure is None:
            if self.against == "false":
                raise ValueError(f"{self.name}: there is nothing to measure")
            share = f"count(*) filter (where {self.against}) / count(*)"
            object.__setattr__(self, "measure", share)


# Of doubles: neither NaN, which is the highest, nor infinite.
FINITE = "between -1.7976931348623157e308 and 1.7976931348623157e308"
ACCEPTED = "count(*) filter (where rejection_reason is null)"
LOOK = "marts.rejected_rows has these rows with their reasons."


def complete() -> Check:
    """Return the check that the source is not cut off."""
    return Check(
        "rows_are_not_missing",
        "The source has at least half of the rows that it had when its gate was last open.",
        "Have the file delivered again; if it is meant to be shorter, name its source in the var "
        "may_be_shorter for one build.",
        measure="count(*) / coalesce(any_value(former_row_count), count(*))",
        low=0.5,
    )


def rows_usable(high: float) -> Check:
    """Return the check that few rows are set aside, for whatever reason."""
    return Check(
        "rows_are_usable",
        f"At most {100 * high:.0f} % of the rows are set aside.",
        f"Correct what the reasons name. {LOOK}",
        against="rejection_reason is not null",
        high=high,
    )


def usable(column: str, high: float, cause: str = "") -> Check:
    """Return the check that few rows are set aside for a column."""
    return Check(
        f"{column}_is_usable",
        f"At most {100 * high:.0f} % of the rows are set aside for their {column}.",
        f"{cause or f'Correct {column} where the file is made'}. {LOOK}",
        column=column,
        against=f"rejected_column = '{column}'",
        high=high,
    )


def varied(column: str) -> Check:
    """Return the check that a column is not filled with one value."""
    return Check(
        f"{column}_is_not_one_value",
        f"No value of {column} is that of more than 90 % of the rows.",
        f"An export that fills {column} with a default looks like this: correct it there.",
        column=column,
        measure=f"rows_of_the_most_frequent({column}) / count({column})",
        high=0.9,
    )


def median(column: str, low: float, high: float, unit: str, severity: str = "critical") -> Check:
    """Return the check that a column is in the unit it is said to be in."""
    return Check(
        f"median_{column}_is_plausible",
        f"The median {column} of the accepted rows is from {low:,} to {high:,} {unit}.",
        f"Is {column} in {unit}? Convert it, or change its bounds, beside the checked_ model.",
        severity=severity,
        column=column,
        measure=f"median({column}) filter (where rejection_reason is null)",
        low=low,
        high=high,
    )


# The days that are usual: those of all rows but this share, or of all but one row.
FEW = 0.01


def recent(column: str, day: str, cure: str, among: str = "true") -> Check:
    """Return the check that no date lies far after the others: all recency counts from it.

    `day` is the column in whole days, `among` the condition of the rows that are looked at. What
    is judged is the longest time without a row that only a few rows are after.
    """
    return Check(
        f"no_{column}_is_far_after_the_others",
        f"The newest {column} is at most 60 days after those of 99 % of the rows.",
        cure,
        column=column,
        measure=f"longest_gap({day}, {among}, {FEW})",
        high=60,
        shown=f"case when {among} and is_finite_day({day}) then {day} end",
    )


def known(column: str) -> Check:
    """Return the check that a category is there."""
    return Check(
        f"{column}_is_known",
        f"At most half of the rows are without {column}.",
        f"Without {column} the demographics say little: look whether the file has it.",
        severity="warning",
        column=column,
        against=f"{column} = 'Unknown'",
        high=0.5,
    )


KINDS = {
    kind.__name__: kind for kind in (complete, rows_usable, usable, varied, median, recent, known)
}
NUMBERS = {"low", "high"}


def parse(
    expectations: Sequence[dict], where: str = "expectations", found: Sequence[str] | None = None
) -> list[Check]:
    """Return the suite that the YAML of a `checked_` model says.

    It is judged over the model's columns and two more: row_count, the rows that the source has,
    and former_row_count, those that it had when its gate was last open, null if it never was.

    Parameters
    ----------
    expectations : sequence of dict
        Each has a `kind`, the name of one of KINDS, with that function's arguments; or no `kind`
        and the fields of a Check. One that `needs` a column which the source lacks is left out, and
        so is one that holds `unless` there is a column which it has.
    where : str
        What they are expectations of, as errors begin.
    found : sequence of str, optional
        The columns that the source has. Without it none is left out.

    Returns
    -------
    list of Check

    Raises
    ------
    ValueError
        One line, if there is none, if there is no such kind or field, if a field is missing or
        no number where one is meant, if a check would always hold, or if two have one name.
    """
    if not isinstance(expectations, list | tuple) or not expectations:
        raise ValueError(f"{where}: there are none, so the gate could not open")
    checks = []
    for number, item in enumerate(expectations, 1):
        try:
            check, needs, unless = _parsed(item)
        except ValueError as error:
            raise ValueError(f"{where}, number {number}: {error}") from None
        if found is None or ((needs is None or needs in found) and unless not in found):
            checks.append(check)
    names = [check.name for check in checks]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{where}: {names.count(name)} of them are called {name}")
    return checks


def _parsed(item: dict) -> tuple[Check, str | None, str | None]:
    if not isinstance(item, dict):
        raise ValueError(f"{item!r} is no expectation; write {{kind: ..., column: ...}}")
    besides = ("kind", "needs", "unless")
    fields = {str(name): value for name, value in item.items() if name not in besides}
    for name in ("needs", "unless"):
        if not isinstance(item.get(name), str | None):
            raise ValueError(f"{name}: {item[name]!r} is no text")
    kind = item.get("kind")
    if "kind" in item and kind not in list(KINDS):
        raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(KINDS)}")
    make = KINDS[kind] if kind else Check
    parameters = inspect.signature(make).parameters
    called = f"kind {kind}" if kind else "an expectation without a kind"
    for name in fields:
        if name not in parameters:
            raise ValueError(f"{called} has no field {name!r}; it has {', '.join(parameters)}")
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in fields:
            raise ValueError(f"{called} lacks the field {name!r}")
    for name, value in fields.items():
        meant = (int, float) if name in NUMBERS else str
        if isinstance(value, bool) or not isinstance(value, meant):
            raise ValueError(f"{name}: {value!r} is no {'number' if name in NUMBERS else 'text'}")
    return make(**fields), item.get("needs"), item.get("unless")


# What is written where a customer has no id, as a pattern that DuckDB and Python read.
NOBODY = (
    "(?i)<na>|na|n/a|n[.]a[.]?|nan|null|none|nil|-+|[?]+|[#]n/a|undefined|unknown|anonymous|anon|"
    "(anonymous|guest|unknown)[ _-]?(user|customer|buyer|checkout)?|guests|no[ _-]?(customer|id)|"
    "walk[ _-]?in([ _-]?customer)?|(grand[ _-]?|sub[ _-]?)?total"
)
# Below it one customer may well have most of what all have.
CUSTOMERS_OF_A_SHARE = 20
ONE_ROW = "a customers model has one row per customer_id"
# As in dbt_project.yml, which says what each is: those that the var does not name.
BOUNDS = {
    "missing_share": 0.5,
    "one_value_share": 0.99,
    "one_customer_share": 0.3,
    "one_customer_orders": 0.2,
    "still_there_share": 0.5,
    "rows_share": 0.5,
    "newest_day_gap": 366,
}


def customers_suite(
    relation: str,
    columns: Sequence[Mapping],
    features: Mapping[str, str],
    bounds: Mapping[str, float],
    lost: Sequence[str] = (),
    forgotten: Sequence[str] = (),
) -> list[Check]:
    """Return the suite of a customers model, whatever its data are about.

    It is judged over the model's columns and three more: former_row_count, the rows that there
    were when the gate was last open, null if it never was; recorded_count, the customers that the
    last build recorded for the segmentations of the model, null if it recorded none; is_recorded,
    whether this customer is one of them. Every measure is a number for one row or more, whatever
    is null: so no gate is closed for want of something to measure.

    Parameters
    ----------
    relation : str
        The model as SQL text, which can follow `from`.
    columns : sequence of mapping
        The model's columns: name, kind (number, text, boolean, date or other), roles (a list),
        is_additive and label.
    features : mapping of str to str
        The columns that segmentations cluster on, and what becomes of a customer without a value:
        reject (no segment) or median (of the others).
    bounds : mapping of str to float
        missing_share, one_value_share, one_customer_share, one_customer_orders, still_there_share
        and rows_share, from 0 to 1, and newest_day_gap, in days; `BOUNDS` has those that are left
        out.
    lost : sequence of str
        Features that segmentations which take all were fitted on, and that are none any more.
    forgotten : sequence of str
        The customers who are to be forgotten: md5 of their ids.

    Returns
    -------
    list of Check

    Raises
    ------
    ValueError
        If one_value_share is below a half: a value of fewer customers need not be the median, by
        which it is found.
    """
    bounds = BOUNDS | bounds
    if bounds["one_value_share"] < 0.5:
        raise ValueError(f"one_value_share: {bounds['one_value_share']} is below 0.5")
    kinds = {column["name"]: column["kind"] for column in columns}
    checks = [
        *_keys(relation),
        *_nobody_forgotten(forgotten),
        _rows_there(bounds["rows_share"]),
        _still_there(bounds["still_there_share"]),
        _features_there(lost),
    ]
    for name, missing in features.items():
        checks.append(_known(name, kinds.get(name), missing, bounds["missing_share"]))
        checks.append(_not_one_value(relation, name, bounds["one_value_share"]))
    for column in columns:
        if "value" in column["roles"] and column["is_additive"]:
            checks.append(_value(relation, column["name"], bounds["one_customer_share"]))
        if column["name"] == "frequency" and column["kind"] == "number":
            checks.append(_orders(relation, bounds["one_customer_orders"]))
        if column["kind"] == "date":
            is_as_of = "as_of" in column["roles"]
            checks.append(_newest_day(column["name"], is_as_of, bounds["newest_day_gap"]))
    return checks


def _percent(share: float) -> str:
    return f"{100 * share:g} %"


def _features_there(lost: Sequence[str]) -> Check:
    named = f" Gone, or no numbers any more: {', '.join(lost)}." if lost else ""
    return Check(
        "features_are_still_there",
        "Every feature that the segments were fitted on is still there, and a number." + named,
        "Have the column delivered again as it was. If it is meant to be gone, list the features of"
        " the segmentation in dbt_project.yml, and it is fitted anew.",
        measure=f"count(*) * 0 + {len(lost)}",
        high=0,
    )


def _keys(relation: str) -> list[Check]:
    return [
        Check(
            "ids_are_there",
            f"Every row has a customer_id: {ONE_ROW}.",
            "Give each row the id of its customer, or have the model leave out rows of nobody.",
            column="customer_id",
            against="customer_id is null",
            high=0,
        ),
        Check(
            "ids_are_unique",
            f"No customer_id is in two rows: {ONE_ROW}.",
            "Have the model group by customer_id, or keep one row of each. To see them: "
            f"select customer_id from {relation} group by all having count(*) > 1",
            column="customer_id",
            measure="count(customer_id) - count(distinct customer_id)",
            high=0,
        ),
        Check(
            "ids_are_whole",
            "No customer_id is in scientific notation.",
            "A spreadsheet wrote the first digits of these ids alone, so that several customers "
            "have the same: have the column exported as text.",
            column="customer_id",
            against="is_match(customer_id::string, '[0-9]([.,][0-9]+)?[eE][+]?[0-9]+')",
            high=0,
        ),
        Check(
            "ids_are_of_somebody",
            "No customer_id is a word for nobody, such as guest or unknown.",
            "Have the model leave out rows of nobody; of a source, name the word in the var "
            "missing_ids.",
            column="customer_id",
            against=f"is_match(customer_id::string, '{NOBODY}')",
            high=0,
        ),
        Check(
            "ids_differ_by_more_than_case",
            "No two customers have ids that differ only by capitals.",
            "They may be the same people: write the ids in one way.",
            severity="warning",
            column="customer_id",
            measure="count(distinct customer_id::string)"
            " - count(distinct lower(customer_id::string))",
            high=0,
        ),
    ]


def _nobody_forgotten(forgotten: Sequence[str]) -> list[Check]:
    if not forgotten:
        return []
    return [
        Check(
            "forgotten_customers_are_gone",
            "No customer of the var forget_customers is in the model.",
            "Delete them where the model reads from, or have it leave them out; a model that calls"
            " read_customers or customers_from_orders does so by itself.",
            column="customer_id",
            measure="count(*) filter (where md5(customer_id::string) in"
            f" ({', '.join(map(repr, forgotten))}))",
            high=0,
        )
    ]


def _rows_there(low: float) -> Check:
    return Check(
        "rows_are_not_missing",
        f"There are at least {_percent(low)} of the customers that there were when the gate was "
        "last open.",
        "Look whether what the model reads was cut off; if there are meant to be fewer, name the "
        "model in the var may_be_shorter for one build.",
        measure="count(*) / coalesce(nullif(any_value(former_row_count), 0), count(*))",
        low=low,
    )


def _still_there(low: float) -> Check:
    return Check(
        "recorded_customers_are_still_there",
        f"At least {_percent(low)} of the customers that the last build recorded are still there.",
        "Ids that are written in another way look like this, and everybody would be recorded as "
        "lost and gained: write them as before. If these really are other customers, name the "
        "model in the var may_be_shorter for one build.",
        column="customer_id",
        measure="coalesce(count(*) filter (where is_recorded)"
        " / nullif(any_value(recorded_count), 0), 1)",
        low=low,
    )


def _known(name: str, kind: str | None, missing: str, high: float) -> Check:
    column = identifier(name)
    # Neither NaN nor infinity is a value that can be clustered on.
    is_number = f"coalesce({column}::double {FINITE}, false)"
    fate = "get no segment" if missing == "reject" else "are taken for the median customer"
    return Check(
        f"{name}_is_known",
        f"At most {_percent(high)} of the customers have no value of {name}.",
        f"Customers without {name} {fate}: look why it is missing, or cluster on something else.",
        column=name,
        against=f"not {is_number}" if kind == "number" else f"{column} is null",
        high=high,
    )


def _not_one_value(relation: str, name: str, high: float) -> Check:
    column = identifier(name)
    # A value that more than half of them have is the median; counting each would not stay small.
    median = f"(select percentile_disc(0.5) within group (order by {column}) from {relation})"
    return Check(
        f"{name}_is_not_one_value",
        f"At most {_percent(high)} of the customers that have a value of {name} have the same.",
        f"A column filled with a default looks like this: correct {name}, or cluster on "
        "something else.",
        column=name,
        # Without any value there is no one value; that it is missing is another check's matter.
        measure=f"coalesce(count(*) filter (where {column} = {median})"
        f" / nullif(count({column}), 0), 0)",
        high=high,
    )


def _value(relation: str, name: str, high: float) -> Check:
    # Exact, so the same in whatever order the rows come; null where it is no number.
    value = f"try_cast({identifier(name)} as decimal(38, 8))"
    return Check(
        "no_customer_has_most_of_the_value",
        f"No customer has more than {_percent(high)} of the {name} of all.",
        f"A mistyped amount looks like this: correct {name} of this customer.",
        column=name,
        against=f"{value} = (select max({value}) from {relation})",
        measure=f"case when count(*) >= {CUSTOMERS_OF_A_SHARE} and sum({value}) > 0"
        f" then max({value})::double / sum({value})::double else 0 end",
        high=high,
    )


def _orders(relation: str, high: float) -> Check:
    return Check(
        "no_customer_has_most_of_the_orders",
        f"No customer has more than {_percent(high)} of the orders of all.",
        "One id for all guests looks like this: name it in the var missing_ids. If it is a "
        "customer, raise one_customer_orders in the var customers_gate.",
        column="frequency",
        against=f"frequency = (select max(frequency) from {relation})",
        measure=f"case when count(*) >= {CUSTOMERS_OF_A_SHARE} and sum(frequency) > 0"
        " then max(frequency) / sum(frequency) else 0 end",
        high=high,
    )


def _newest_day(name: str, is_as_of: bool, high: float) -> Check:
    day = f"cast({identifier(name)} as date)"
    counts = ", for the days of all customers count from the newest" if is_as_of else ""
    return Check(
        f"no_{name}_is_far_after_the_others",
        f"The newest {name} is at most {high:g} days after the days of 99 % of the customers.",
        f"A mistyped date looks like this: correct it{counts}.",
        severity="critical" if is_as_of else "warning",
        column=name,
        measure=f"coalesce(newest_after_most({day}, 0.99), 0)",
        high=high,
    )


FROZEN = "Look at marts.feature_drift; --vars '{refit: always}' fits the segments anew."

# The suite of the last gate, over the assignments of one segmentation: the columns of
# `kmeans_assignments`, with k, silhouette and segment_ids of the fit they were made with, and with
# the value of each customer, null where values do not add up.
SEGMENTS = [
    Check(
        "customers_have_a_segment",
        "At most 10 % of the customers are without a segment.",
        "unscored_reason in clustering.kmeans_assignments says why: correct the feature it names.",
        column="segment_id",
        against="segment_id is null",
        high=0.1,
    ),
    Check(
        "value_is_in_segments",
        "At most 10 % of the value is that of customers without a segment.",
        "A few customers of much value are left out: unscored_reason in"
        " clustering.kmeans_assignments says why, correct the feature it names.",
        column="value",
        measure="coalesce(sum(value) filter (where segment_id is null)::double"
        " / nullif(sum(value), 0)::double, 0)",
        high=0.1,
    ),
    Check(
        "segments_are_those_of_the_fit",
        "Every segment, and every runner-up, is one of the fit's.",
        "The fits and the assignments disagree: run dbt build -s kmeans_fits+.",
        column="segment_id",
        against="segment_id is not null and not coalesce(array_contains(segment_ids, segment_id)"
        " and array_contains(segment_ids, runner_up_segment_id)"
        " and segment_id <> runner_up_segment_id, false)",
        high=0,
    ),
    Check(
        "distances_are_numbers",
        "Every distance is zero or more and finite, and so are the map coordinates.",
        "A feature overflows: correct the largest values of the source.",
        column="distance",
        against="segment_id is not null"
        f" and not coalesce(distance >= 0 and distance + map_x + map_y {FINITE}, false)",
        high=0,
    ),
    Check(
        "confidences_are_from_0_to_1",
        "Every confidence is from 0 to 1.",
        "The scoring query is not what the fit wrote: run dbt build -s kmeans_fits+.",
        column="confidence",
        against="segment_id is not null and not coalesce(confidence between 0 and 1, false)",
        high=0,
    ),
    Check(
        "no_segment_has_nearly_all",
        "No segment has more than 90 % of the customers.",
        f"One value in many customers, or other customers than the fit's? {FROZEN}",
        column="segment_id",
        measure="rows_of_the_most_frequent(segment_id) / count(segment_id)",
        high=0.9,
    ),
    Check(
        "every_segment_has_customers",
        "Every segment of the fit has a customer.",
        f"A campaign for an empty segment reaches nobody. {FROZEN}",
        severity="warning",
        column="segment_id",
        measure="any_value(k) - count(distinct segment_id)",
        high=0,
    ),
    Check(
        "segments_are_no_slivers",
        "The smallest segment has at least 0.5 % of the customers.",
        f"Outliers make such segments. {FROZEN}",
        severity="warning",
        column="segment_id",
        measure="rows_of_the_rarest(segment_id) / count(segment_id)",
        low=0.005,
    ),
    Check(
        "few_customers_are_outliers",
        "At most 25 % of the customers are farther out than 99 % were at the fit.",
        f"The model no longer describes these customers. {FROZEN}",
        column="is_outlier",
        against="is_outlier",
        high=0.25,
    ),
    Check(
        "outliers_are_about_as_many_as_at_the_fit",
        "At most 5 % of the customers are farther out than 99 % were at the fit.",
        f"The customers begin to differ from the fit's. {FROZEN}",
        severity="warning",
        column="is_outlier",
        against="is_outlier",
        high=0.05,
    ),
    Check(
        "customers_are_nearer_to_their_segment_than_to_the_next",
        "The mean confidence of the customers is at least 0.05.",
        f"The segments hardly differ: choose other features or a smaller k. {FROZEN}",
        column="confidence",
        measure="avg(confidence::decimal(9, 8))",
        low=0.05,
    ),
    Check(
        "silhouette_is_of_segments",
        "The fit's mean silhouette is at least 0.1.",
        "The segments overlap widely: marts.k_selection shows what other k come to.",
        severity="warning",
        measure="any_value(silhouette)",
        low=0.1,
    ),
    Check(
        "silhouette_is_not_of_outliers_cut_off",
        "The fit's mean silhouette is at most 0.6.",
        "Above it a few outliers were usually cut off: look at the smallest segment.",
        severity="info",
        measure="any_value(silhouette)",
        high=0.6,
    ),
]
