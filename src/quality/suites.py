"""Checks: what is expected of a source, as its YAML says it, and of each segmentation.

A check judges one number about all rows of a table, which the engine computes: its cost does not
grow with what Great Expectations has to load. Rows are judged one by one in `checked_<source>`;
checks judge what remains: how many were set aside, and whether the rest can be what it says it is.
What is expected of a source is said beside its `checked_` model, in `config: meta: expectations`.
"""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass


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
    """Return the check that few rows are set aside for a column, whose name begins the reason."""
    return Check(
        f"{column}_is_usable",
        f"At most {100 * high:.0f} % of the rows are set aside for their {column}.",
        f"{cause or f'Correct {column} where the file is made'}. {LOOK}",
        column=column,
        against=f"starts_with(rejection_reason, '{column} ')",
        high=high,
    )


def varied(column: str) -> Check:
    """Return the check that a column is not filled with one value."""
    return Check(
        f"{column}_is_not_one_value",
        f"No value of {column} is that of more than 90 % of the rows.",
        f"An export that fills {column} with a default looks like this: correct it there.",
        column=column,
        measure=f"list_max(map_values(histogram({column}))) / count({column})",
        high=0.9,
    )


def median(column: str, low: float, high: float, unit: str, severity: str = "critical") -> Check:
    """Return the check that a column is in the unit it is said to be in."""
    return Check(
        f"median_{column}_is_plausible",
        f"The median {column} of the accepted rows is from {low:,} to {high:,} {unit}.",
        f"Is {column} in {unit}? Convert it, or change the bounds in src/quality/suites.py.",
        severity=severity,
        column=column,
        measure=f"median({column}) filter (where rejection_reason is null)",
        low=low,
        high=high,
    )


def recent(column: str, year: str, newest: str, cure: str, among: str = "true") -> Check:
    """Return the check that no date lies far after the others: all recency counts from it.

    `year` is the column in whole years, `newest` the function of a list that is its newest year,
    `among` the condition of the rows that the newest date is taken from.
    """
    years = f"histogram({year}) filter (where {among})"
    usual = f"[one.key for one in map_entries({years}) if one.value >= 0.01 * count({column})]"
    return Check(
        f"no_{column}_is_far_after_the_others",
        f"The newest {column} is at most a year after the newest year of 1 % of the rows.",
        cure,
        column=column,
        measure=f"abs({newest}(map_keys({years})) - {newest}({usual}))",
        high=1,
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


def parse(expectations: Sequence[dict], where: str = "expectations") -> list[Check]:
    """Return the suite that the YAML of a `checked_` model says.

    It is judged over the model's columns and former_row_count, the rows that the source had when
    its gate was last open, null if it never was.

    Parameters
    ----------
    expectations : sequence of dict
        Each has a `kind`, the name of one of KINDS, with that function's arguments; or no `kind`
        and the fields of a Check.
    where : str
        What they are expectations of, as errors begin.

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
            checks.append(_parsed(item))
        except ValueError as error:
            raise ValueError(f"{where}, number {number}: {error}") from None
    names = [check.name for check in checks]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{where}: {names.count(name)} of them are called {name}")
    return checks


def _parsed(item: dict) -> Check:
    if not isinstance(item, dict):
        raise ValueError(f"{item!r} is no expectation; write {{kind: ..., column: ...}}")
    fields = {str(name): value for name, value in item.items() if name != "kind"}
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
    return make(**fields)


FROZEN = "Look at marts.feature_drift; --vars '{refit: always}' fits the segments anew."

# The suite of the second gate, over the assignments of one segmentation: the columns of
# `kmeans_assignments`, with k, silhouette and segment_ids of the fit they were made with.
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
        "segments_are_those_of_the_fit",
        "Every segment, and every runner-up, is one of the fit's.",
        "The fits and the assignments disagree: run dbt build -s kmeans_fits+.",
        column="segment_id",
        against="segment_id is not null and not coalesce(list_contains(segment_ids, segment_id)"
        " and list_contains(segment_ids, runner_up_segment_id)"
        " and segment_id <> runner_up_segment_id, false)",
        high=0,
    ),
    Check(
        "distances_are_numbers",
        "Every distance is zero or more and finite, and so are the map coordinates.",
        "A feature overflows: correct the largest values of the source.",
        column="distance",
        against="segment_id is not null"
        " and not coalesce(distance >= 0 and isfinite(distance + map_x + map_y), false)",
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
        measure="list_max(map_values(histogram(segment_id))) / count(segment_id)",
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
        measure="list_min(map_values(histogram(segment_id))) / count(segment_id)",
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
