"""What the columns of a customers model are for, and which of them a segmentation takes."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import duckdb

# What a column of each kind may be for. The first is what it is for where nothing is said.
ROLES = {
    "number": ("feature", "attribute", "value", "product"),
    "text": ("attribute",),
    "boolean": ("attribute", "response"),
    "date": ("as_of",),
    "other": (),
}
ALL_ROLES = ("feature", "attribute", "value", "response", "product", "as_of")
KEYS = (
    "roles",
    "label",
    "unit",
    "transform",
    "levels",
    "range",
    "missing",
    "is_additive",
)
TRANSFORMS = ("none", "log1p")
MISSING = ("reject", "median")
NUMBER = re.compile(
    "(u?(tiny|small|big|huge)int|u?integer|int|long|short|byte|float|double|real|bignum"
    r"|decimal.*|numeric.*)",
    re.IGNORECASE,
)


class Fault(ValueError):  # noqa: N818
    """What is wrong with a declaration, as the one line that the user reads."""


def declared(
    segmentations: Mapping[str, Mapping],
    sources: Sequence[str],
    given: Sequence[str],
    parents: Mapping[str, Sequence[str]],
) -> dict:
    """Return which of the declared segmentations have data tonight, and whose it is.

    As soon as anything is the user's own, nothing is read from the generated samples: a source
    that a var names, or a customers model that is made from none of the sources.

    Parameters
    ----------
    segmentations : mapping of str to mapping
        The var.
    sources : sequence of str
        The names of this project's sources, each read by a model `base_<source>`.
    given : sequence of str
        Those that a var names.
    parents : mapping of str to sequence of str
        What each model is made from, by its name, as dbt's ids (`model.<project>.<name>`).

    Returns
    -------
    dict
        segmentations, without those that are made from absent sources alone; left_out, the names
        of these; is_own_data; absent_sources, which have no row; and sources, those that each
        customers model is made from.
    """
    read = {
        settings["customers"]: sorted(
            name.removeprefix("base_")
            for name in _ancestors(settings["customers"], parents)
            if name.removeprefix("base_") in sources and name.startswith("base_")
        )
        for settings in segmentations.values()
    }
    is_own = bool(given) or any(
        not of_model for model, of_model in read.items() if model in parents
    )
    absent = [source for source in sources if is_own and source not in given]
    left_out = [
        name
        for name, settings in segmentations.items()
        if read[settings["customers"]] and set(read[settings["customers"]]) <= set(absent)
    ]
    return {
        "segmentations": {
            name: settings for name, settings in segmentations.items() if name not in left_out
        },
        "left_out": left_out,
        "is_own_data": is_own,
        "absent_sources": absent,
        "sources": read,
    }


def _ancestors(model: str, parents: Mapping[str, Sequence[str]]) -> set[str]:
    found, left = set(), [model]
    while left:
        for parent in parents.get(left.pop(), []):
            name = parent.split(".")[-1]
            if name not in found:
                found.add(name)
                left.append(name)
    return found


def kind(data_type: str) -> str:
    """Return which kind of column a data type makes: a key of `ROLES`.

    >>> kind("DECIMAL(18,4)"), kind("VARCHAR"), kind("TIMESTAMP WITH TIME ZONE"), kind("BLOB")
    ('number', 'text', 'date', 'other')
    """
    name = data_type.lower()
    if NUMBER.fullmatch(name):
        return "number"
    if name.startswith(("varchar", "string", "text", "enum", "char")):
        return "text"
    if name.startswith(("date", "timestamp")):
        return "date"
    return "boolean" if name in ("boolean", "bool") else "other"


def describe(
    customers: str,
    found: Sequence[Mapping],
    metas: Mapping[str, Mapping],
    currency: str | None = None,
) -> list[dict]:
    """Return what each column of a customers model is for.

    Parameters
    ----------
    customers : str
        Name of the model.
    found : sequence of mapping
        Its columns in their order, as ``{"name": …, "type": …}``.
    metas : mapping of str to mapping
        What the YAML says in the `meta` of each column.
    currency : str, optional
        What stands for `{currency}` in a unit. Without it such a unit is none.

    Returns
    -------
    list of dict
        One per column beside `customer_id`: name, type, kind, roles (a list, empty for a column
        that nothing reads), is_declared (whether the YAML says the roles), label, attribute
        (what an attribute is called: its label, else the column's name), unit,
        transform and missing (None where nothing is said), levels, range, is_additive, and
        flags, the name of the feature whose filled-in values a boolean column
        `is_<feature>_imputed` flags.

    Raises
    ------
    Fault
        If there is no `customer_id`, or a role or another word of the YAML makes no sense.
    """
    names = [column["name"] for column in found]
    if "customer_id" not in names:
        raise Fault(
            f"{customers}: it has no column customer_id, only {', '.join(names)}. A customers model"
            " has one row per customer_id: name that column so in its select."
        )
    columns = [
        _described(customers, column, metas.get(column["name"]) or {}, names, currency)
        for column in found
        if column["name"] != "customer_id"
    ]
    for name, meta in metas.items():
        if meta and name not in names:
            raise Fault(
                f"{customers}: its YAML speaks of a column {name}, and it has none of this name."
                f" It has {', '.join(names)}."
            )
    called = [column["attribute"] for column in columns if "attribute" in column["roles"]]
    for name in called:
        if called.count(name) > 1:
            raise Fault(f"{customers}: two attributes are called '{name}'. Give one another label.")
    for role in ("value", "as_of"):
        of_role = [column["name"] for column in columns if role in column["roles"]]
        if len(of_role) > 1:
            raise Fault(
                f"{customers}: {' and '.join(of_role)} have the role {role}. One column at most"
                " may have it: take it from the others."
            )
    return columns


def _described(
    customers: str, column: Mapping, meta: Mapping, names: Sequence[str], currency: str | None
) -> dict:
    name = column["name"]
    says = f"{customers}: the column {name}"
    what = kind(column["type"])
    flagged = re.fullmatch("is_(.+)_imputed", name)
    flags = flagged[1] if flagged and flagged[1] in names and what == "boolean" else None
    roles = meta.get("roles")
    if roles is None and name == "as_of" and what != "date":
        raise Fault(
            f"{says} is of type {column['type']}, and the day that a row describes is a date. Make"
            " it one in the select, such as as_of::date, or give the column another name."
        )
    if roles is None:
        is_as_of = what == "date" and name == "as_of"
        is_default = what in ("number", "text", "boolean") and not flags
        roles = ROLES[what][:1] if is_as_of or is_default else []
    roles = [roles] if isinstance(roles, str) else list(roles)
    for role in roles:
        if role not in ALL_ROLES:
            raise Fault(
                f"{says} has the role '{role}', which there is not. Roles are"
                f" {', '.join(ALL_ROLES)}."
            )
        if role not in ROLES[what]:
            kinds = " or a ".join(key for key, allowed in ROLES.items() if role in allowed)
            raise Fault(
                f"{says} is of type {column['type']} and has the role {role}, for which it has to"
                f" be a {kinds}: make it one, or leave the role out."
            )
    _check_words(says, meta)
    return {
        "name": name,
        "type": column["type"],
        "kind": what,
        "roles": roles,
        "is_declared": meta.get("roles") is not None,
        "label": str(meta.get("label") or name.replace("_", " ")),
        "attribute": str(meta.get("label") or name),
        "unit": _unit(meta.get("unit"), currency),
        "transform": meta.get("transform"),
        "missing": meta.get("missing"),
        "levels": meta.get("levels"),
        "range": meta.get("range"),
        "is_additive": meta.get("is_additive", True),
        "flags": flags,
    }


def _unit(unit: str | None, currency: str | None) -> str | None:
    """Return a unit with the currency in it; of money in nobody knows what, None."""
    if unit is None or "{currency}" not in str(unit):
        return unit
    return unit.replace("{currency}", currency) if currency else None


def _check_words(says: str, meta: Mapping) -> None:
    # Other tools keep words of their own there, so only what looks like one of these is a slip.
    for key in meta:
        [meant] = get_close_matches(key, KEYS, n=1, cutoff=0.8) or [key]
        if meant != key:
            raise Fault(f"{says}: its meta has a word '{key}'. Is {meant} meant?")
    choices = {"transform": TRANSFORMS, "missing": MISSING, "is_additive": (True, False)}
    for key, allowed in choices.items():
        if key in meta and meta[key] not in allowed:
            words = ", ".join(str(word).lower() for word in allowed)
            raise Fault(f"{says}: {key} is '{meta[key]}', which is none of {words}.")
    levels, limits = meta.get("levels"), meta.get("range")
    if levels is not None and not (
        isinstance(levels, list) and len(levels) == 3 and all(isinstance(x, str) for x in levels)
    ):
        raise Fault(
            f"{says}: levels is {levels}. Write three texts: for a low, a middle and a high value."
        )
    if limits is not None and not (
        isinstance(limits, list)
        and len(limits) == 2
        and all(x is None or is_number(x) for x in limits)
        and (None in limits or limits[0] < limits[1])
    ):
        raise Fault(
            f"{says}: range is {limits}. Write [low, high], two numbers, or null for an open end."
        )


def is_number(value) -> bool:
    """Tell whether a value of YAML is a number: true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def features(segmentation: str, settings: Mapping, columns: Sequence[Mapping]) -> list[dict]:
    """Return the features of a segmentation, in their order.

    Parameters
    ----------
    segmentation : str
        Its name.
    settings : mapping
        What `dbt_project.yml` declares of it: customers, and perhaps features, transform, missing.
    columns : sequence of mapping
        As `describe` returns them.

    Returns
    -------
    list of dict
        One per feature: name, type, label, unit, transform, missing, levels, range, and flag, the
        column that says whether the value was filled in, None if there is none.

    Raises
    ------
    Fault
        If a column is named that there is not or that is no feature, if there is no feature, or if
        its condition is none over these columns.
    """
    says = f"vars: segmentations: {segmentation}: features: "
    customers = settings["customers"]
    usable = {column["name"]: column for column in columns if "feature" in column["roles"]}
    every = {column["name"]: column for column in columns}
    listed = f"The features of {customers} are {', '.join(usable) or 'none'}."
    for name in settings.get("features") or []:
        if name not in every:
            raise Fault(f"{says}{customers} has no column '{name}'. {listed}")
        if every[name]["kind"] != "number":
            raise Fault(
                f"{says}{name} of {customers} is of type {every[name]['type']}, and a feature is a"
                f" number. {listed}"
            )
        if name not in usable:
            roles = ", ".join(every[name]["roles"]) or "none"
            raise Fault(
                f"{says}{name} of {customers} is no feature; its roles are {roles}. {listed} Add"
                " the role to its meta, or leave it out."
            )
    names = settings.get("features") or list(usable)
    if not names:
        raise Fault(
            f"{says}{customers} has no feature: none of its columns is a number that is meant to be"
            f" one. Its columns are {', '.join(every) or 'none'}."
        )
    where = settings.get("where")
    found = [{"name": "customer_id", "type": "VARCHAR"}, *columns]
    reason = where_fault(where, found) if where else ""
    if reason:
        raise Fault(
            f"vars: segmentations: {segmentation}: where: '{where}' is no condition over"
            f" {customers} ({reason})."
        )
    return [
        {
            "name": name,
            "type": usable[name]["type"],
            "label": usable[name]["label"],
            "unit": usable[name]["unit"],
            "transform": usable[name]["transform"] or settings.get("transform") or "none",
            "missing": usable[name]["missing"] or settings.get("missing") or "reject",
            "levels": usable[name]["levels"]
            or [f"{level} {usable[name]['label']}" for level in ("low", "middle", "high")],
            "range": usable[name]["range"] or [None, None],
            "flag": next((one["name"] for one in columns if one["flags"] == name), None),
        }
        for name in names
    ]


def features_of_all(
    segmentations: Mapping[str, Mapping], columns: Mapping[str, Sequence[Mapping]]
) -> dict[str, list[dict]]:
    """Return the features of every segmentation, as `features` does; none of a model not built.

    Parameters
    ----------
    segmentations : mapping of str to mapping
        What is declared, by name.
    columns : mapping of str to sequence of mapping
        By customers model, as `describe` returns them.
    """
    return {
        name: features(name, settings, columns[settings["customers"]])
        if columns[settings["customers"]]
        else []
        for name, settings in segmentations.items()
    }


def held_back(
    closed: Mapping[str, Sequence[str]], segmentations: Mapping[str, Mapping]
) -> list[str]:
    """Return who is held back by closed gates.

    Parameters
    ----------
    closed : mapping of str to sequence of str
        Whose gate is closed: `customer_gate` by customers model, and `segment_gate` by
        segmentation, without which the customers models are meant.
    segmentations : mapping of str to mapping
        What is declared, by name.

    >>> declared = {"rfm": {"customers": "buyers"}, "age": {"customers": "people"}}
    >>> held_back({"customer_gate": ["buyers"], "segment_gate": []}, declared)
    ['rfm']
    >>> held_back({"customer_gate": ["buyers"]}, declared)
    ['buyers']
    """
    if "segment_gate" not in closed:
        return list(closed["customer_gate"])
    return [
        name
        for name, settings in segmentations.items()
        if name in closed["segment_gate"] or settings["customers"] in closed["customer_gate"]
    ]


def where_fault(where: str, columns: Sequence[Mapping] | None) -> str:
    """Return why a filter cannot be one, or the empty string.

    It is tried on a table with one row of nulls, so none is needed and none is read.

    Parameters
    ----------
    where : str
        A SQL condition over the columns of a customers model.
    columns : sequence of mapping, or None
        Its columns, as ``{"name": …, "type": …}``, customer_id among them; None while they are
        not known, when only the grammar is looked at.
    """
    # Both ways, so that a bracket inside closes none outside.
    queries = [f"select * from customers where {where}", f"select * from customers where ({where})"]
    with duckdb.connect() as connection:
        try:
            if any(len(connection.extract_statements(query)) != 1 for query in queries):
                return "it is more than one condition"
            if columns is not None:
                listed = ", ".join(
                    '"' + column["name"].replace('"', '""') + '" ' + column["type"]
                    for column in columns
                )
                connection.execute(f"create table customers ({listed})")
                # On a row a text that is no number is noticed too.
                connection.execute("insert into customers default values")
                connection.execute(queries[1])
        except duckdb.Error as error:
            return " ".join(str(error).split("\n\n")[0].split())
    return ""
