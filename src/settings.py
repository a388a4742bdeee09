"""Whether the vars of dbt_project.yml and of the command line make sense."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from customers import MISSING, TRANSFORMS, Fault, describe, features, is_number, where_fault
from quality.suites import BOUNDS
from sources import check_formats, check_mapping

SEGMENTATION_KEYS = ("customers", "features", "where", "k", "k_range", "transform", "missing")
# The vars that are about no source, in the order of dbt_project.yml: bool, list, the words that are
# allowed, the lowest and the highest number, or None for what has rules of its own.
VARS = {
    "decimal": None,
    "date_format": None,
    "missing_ids": list,
    "may_be_shorter": list,
    "segmentations": None,
    "customers_gate": None,
    "k_range": list,
    "k_min_share": (0, 1),
    "k_min_stability": (-1, 1),
    "k_stable_from": (-1, 1),
    "k_silhouette_tie": (0, 2),
    "k_evidence": ["deciding", "all"],
    "evidence_rows": (100, None),
    "fit_rows": (100, None),
    "random_seed": (0, None),
    "refit": ["auto", "always", "never"],
    "drift_threshold": (0, None),
    "forget_fits": list,
    "forget_days": None,
    "forget_customers": list,
    "level_threshold": (0, None),
    "borderline_confidence": (0, 1),
    "outlier_quantile": (0, 1),
    "audience_holdout_share": (0, 1),
    "audience_with_borderline": bool,
    "small_cell_threshold": (0, None),
    "rfm_scores": None,
    "schema_prefix": None,
    "sources": list,
    "publish_to": None,
}
# What the var rfm_scores cuts, and the most scores that it makes.
MEASURES = ("recency_days", "frequency", "monetary")
MOST_SCORES = 10


def names(sources: Mapping[str, Mapping]) -> list[str]:
    """Return the names of all vars: those of the sources, as in `check`, and the others."""
    return list(_kinds(sources))


def _kinds(sources: Mapping[str, Mapping]) -> dict:
    kinds = {"bool": bool, "list": list, "pattern": re.Pattern}
    of_sources = {}
    for source, described in sources.items():
        of_sources |= {source: None, f"{source}_as_of": None}
        of_sources |= {
            name: kind if isinstance(kind, list) else kinds[kind]
            for name, kind in described["vars"].items()
        }
    return of_sources | VARS


def check(
    variables: Mapping,
    given: Sequence[str],
    sources: Mapping[str, Mapping],
    models: Mapping[str, Mapping],
    as_of_names: Sequence[str] = (),
) -> None:
    """Look at all vars.

    Parameters
    ----------
    variables : mapping
        The values of all vars of the project, as dbt has them.
    given : sequence of str
        The names that somebody gives values to: on the command line, or, in a project that has
        this one as a package, below its name.
    sources : mapping of str to mapping
        The sources by name: columns, our names of what each has; and vars, the vars that are about
        it alone, with `bool`, `list`, `pattern` or the list of words that are allowed for what each
        is.
    models : mapping of str to mapping
        The models that may be customers models, by name: columns, a list of ``{"name": …,
        "type": …}`` where the model's contract says what it has and None where that is known only
        when it is built; and metas, the `meta` of each column.
    as_of_names : sequence of str
        Vars that need not be in dbt_project.yml: those of the days of customers models.

    Raises
    ------
    Fault
        If one makes no sense.
    """
    for name, described in sources.items():
        if not described["columns"]:
            raise Fault(f"vars: sources: there is no source '{name}'.")
    _check_names(variables, given, as_of_names)
    for name, kind in _kinds(sources).items():
        _check_kind(name, variables[name], kind)
    for name, described in sources.items():
        check_mapping(name, variables[name], described["columns"])
    _check_values(variables, list(sources))
    for name, settings in variables["segmentations"].items():
        check_segmentation(name, settings, models)


def _check_names(variables: Mapping, given: Sequence[str], as_of_names: Sequence[str]) -> None:
    for name in given:
        if name not in variables and name not in as_of_names:
            raise Fault(
                f"vars: there is no var '{name}'. Those of dbt_project.yml are"
                f" {', '.join(variables)}."
            )


def _check_kind(name: str, value, kind) -> None:
    if isinstance(kind, tuple):
        _check_number(f"vars: {name}: ", value, *kind)
    if isinstance(kind, list) and value not in kind:
        raise Fault(f"vars: {name}: '{value}' is none of {', '.join(kind)}.")
    if kind is bool and not isinstance(value, bool):
        raise Fault(f"vars: {name}: '{value}' is neither true nor false.")
    if kind is re.Pattern and not _is_pattern(value):
        raise Fault(f"vars: {name}: '{value}' is no pattern, such as [Cc][0-9]+.")
    if kind is list and not isinstance(value, list):
        raise Fault(f"vars: {name}: '{value}' is no list; write [{value}].")


def _is_pattern(value) -> bool:
    try:
        return isinstance(value, str) and bool(value) and bool(re.compile(value))
    except re.error:
        return False


def _check_values(variables: Mapping, sources: Sequence[str]) -> None:
    check_formats("vars: ", variables)
    _check_range("vars: k_range: ", variables["k_range"])
    segmentations = variables["segmentations"]
    if not isinstance(segmentations, Mapping) or not segmentations:
        raise Fault(
            f"vars: segmentations: '{segmentations}' says nothing. Write one line for each, such as"
            " my_segments: {customers: my_customers, k: auto}."
        )
    known = [*sources, *(one.get("customers") for one in segmentations.values() if _is_map(one))]
    for name in variables["may_be_shorter"]:
        if name not in known:
            raise Fault(
                f"vars: may_be_shorter: there is no source or customers model '{name}'; they are"
                f" {', '.join(dict.fromkeys(map(str, known)))}."
            )
    prefix = variables["schema_prefix"]
    if not isinstance(prefix, str) or not re.fullmatch("[A-Za-z0-9_]*", prefix):
        raise Fault(f"vars: schema_prefix: '{prefix}' is none; write letters, digits and _.")
    for name in variables["forget_fits"]:
        if name not in segmentations:
            raise Fault(f"vars: forget_fits: there is no segmentation '{name}'.")
    _check_days(variables["forget_days"], segmentations)
    _check_scores(variables["rfm_scores"])
    bounds = variables["customers_gate"]
    if not _is_map(bounds):
        raise Fault(f"vars: customers_gate: '{bounds}' is no list of bounds.")
    for name, value in bounds.items():
        if name not in BOUNDS:
            raise Fault(
                f"vars: customers_gate: there is no bound '{name}'; there are {', '.join(BOUNDS)}."
            )
        # By the median a value is found that at least half of the customers have.
        low = 0.5 if name == "one_value_share" else 0
        high = None if name == "newest_day_gap" else 1
        _check_number(f"vars: customers_gate: {name}: ", value, low, high)


def _check_days(days, segmentations: Mapping) -> None:
    if not _is_map(days):
        raise Fault(
            f"vars: forget_days: '{days}' says nothing; write {{my_segments: [2024-11-02]}}."
        )
    for name, listed in days.items():
        if name not in segmentations:
            raise Fault(f"vars: forget_days: there is no segmentation '{name}'.")
        for day in listed if isinstance(listed, list) else [listed]:
            if not isinstance(listed, list) or not _is_day(day):
                raise Fault(
                    f"vars: forget_days: {name}: '{day}' is no list of days; write [2024-11-02]."
                )


def _is_day(value) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _check_number(says: str, value, low: float, high: float | None) -> None:
    if not is_number(value) or not value >= low or (high is not None and value > high):
        upto = "" if high is None else f" to {high}"
        raise Fault(f"{says}'{value}' is no number from {low}{upto}.")


def _check_scores(scores) -> None:
    if _is_map(scores):
        for name in scores:
            if name not in MEASURES:
                raise Fault(
                    f"vars: rfm_scores: there is no '{name}'; there are {', '.join(MEASURES)}."
                )
        for name in MEASURES:
            cuts = scores.get(name)
            if not (
                isinstance(cuts, list)
                and 1 <= len(cuts) <= MOST_SCORES - 1
                and all(is_number(cut) for cut in cuts)
                and all(low < high for low, high in pairwise(cuts))
            ):
                raise Fault(
                    f"vars: rfm_scores: {name}: '{cuts}' is no list of cut points; write 1 to"
                    f" {MOST_SCORES - 1} numbers, each above the one before."
                )
    elif not isinstance(scores, int) or isinstance(scores, bool) or not 2 <= scores <= MOST_SCORES:
        raise Fault(
            f"vars: rfm_scores: '{scores}' is no number from 2 to {MOST_SCORES}, and no mapping of"
            f" cut points for {', '.join(MEASURES)}."
        )


def _check_range(says: str, value) -> None:
    is_range = (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(k, int) and not isinstance(k, bool) for k in value)
        and 2 <= value[0] <= value[1]
    )
    if not is_range:
        raise Fault(f"{says}{value} is no range; write [low, high], low being 2 or more.")


def _is_map(value) -> bool:
    return isinstance(value, Mapping)


def check_segmentation(name: str, settings, models: Mapping[str, Mapping]) -> None:
    """Look at one entry of the var `segmentations`.

    Parameters
    ----------
    name : str
        Its name.
    settings : mapping
        The entry.
    models : mapping
        As `check`.

    Raises
    ------
    Fault
        If it makes no sense.
    """
    says = f"vars: segmentations: {name}: "
    if not re.fullmatch("[a-z_][a-z0-9_]*", name):
        raise Fault(f"{says}write its name in small letters, digits and _, a letter first.")
    if not _is_map(settings):
        raise Fault(f"{says}'{settings}' says nothing; write {{customers: …, k: auto}}.")
    for key in settings:
        if key == "source":
            raise Fault(
                f"{says}source is now customers, the model with one row per customer; its features"
                " are a list, features: […]. CHANGELOG.md has a line for each."
            )
        if key not in SEGMENTATION_KEYS:
            raise Fault(f"{says}there is no '{key}'; there are {', '.join(SEGMENTATION_KEYS)}.")
    for key in ("customers", "k"):
        if settings.get(key) is None:
            raise Fault(f"{says}{key} is missing.")
    k = settings["k"]
    if k != "auto" and (not isinstance(k, int) or isinstance(k, bool) or k < 2):
        raise Fault(f"{says}k is '{k}'; write auto or a whole number from 2.")
    if "k_range" in settings:
        _check_range(f"{says}k_range: ", settings["k_range"])
    for key, allowed in (("transform", TRANSFORMS), ("missing", MISSING)):
        if settings.get(key) not in (None, *allowed):
            raise Fault(f"{says}{key} is '{settings[key]}', which is none of {', '.join(allowed)}.")
    names = settings.get("features")
    if names is not None and (
        not isinstance(names, list) or not names or not all(isinstance(x, str) for x in names)
    ):
        raise Fault(f"{says}features: '{names}' is no list of columns; leave it out for all.")
    for column in names or []:
        if names.count(column) > 1:
            raise Fault(f"{says}features: {column} is there twice.")
    customers = settings["customers"]
    if customers not in models:
        raise Fault(
            f"{says}there is no model '{customers}'. Its customers are a model with one row per"
            " customer_id, such as a select in models/customers/."
        )
    if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", customers):
        raise Fault(f"{says}rename the model '{customers}': letters, digits and _ alone.")
    where = settings.get("where")
    if where is not None and not isinstance(where, str):
        raise Fault(f"{says}where: '{where}' is no text; write a condition in quotes.")
    columns = models[customers]["columns"]
    if columns is not None:
        features(name, settings, describe(customers, columns, models[customers]["metas"]))
    reason = where_fault(where, columns) if where else ""
    if reason:
        raise Fault(f"{says}where: '{where}' is no condition over {customers} ({reason}).")
