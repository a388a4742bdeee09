"""What macros ask of src/: one function for every engine, given and answering JSON."""

import json

import customers
import formats
import settings
import sources
from serving.publication import publication_fault

# What has been answered already in this run, by function, run and whom it is about.
KNOWN = {}

# Types as both engines call them.
TYPES = {
    "bool": "boolean",
    "double": "double",
    "int64": "bigint",
    "string": "string",
    "timestamp[us]": "timestamp",
}


def check_columns() -> str:
    """Return the columns of the gates' tables of checks, as `create table` takes them."""
    # Takes a while to import, and is asked once in the life of a warehouse.
    from quality.gates import SCHEMA

    return ", ".join(f'"{field.name}" {TYPES[str(field.type)]}' for field in SCHEMA)


# By the names that macros ask for.
FUNCTIONS = {
    "check_columns": check_columns,
    "column_type": formats.column_type,
    "column_types": formats.column_types,
    "customers_columns": sources.customers_columns,
    "declared": customers.declared,
    "describe_customers": customers.describe,
    "features_of_all": customers.features_of_all,
    "formats": formats.decide,
    "held_back": customers.held_back,
    "moment_pattern": formats.moment_pattern,
    "names_in": sources.names_in,
    "open_file": sources.open_file,
    "place_of": sources.place_of,
    "publication_fault": publication_fault,
    "resolve": sources.resolve,
    "settings_check": settings.check,
    "settings_names": settings.names,
    "where_fault": customers.where_fault,
}


def ask_python(name: str, question: str) -> str:
    """Answer a question of a macro.

    Parameters
    ----------
    name : str
        Which of `FUNCTIONS` is asked.
    question : str
        Its arguments as a JSON object. With a `run` beside them, and what it is `about`, the answer
        is kept, and given again to a question that has these alone.

    Returns
    -------
    str
        A JSON object: the answer, null if none is kept; or the fault, the one line that says what
        is wrong.
    """
    asked = json.loads(question)
    run = asked.pop("run", None)
    place = (name, run, asked.pop("about", None))
    if run and not asked:
        return json.dumps({"answer": KNOWN.get(place)})
    try:
        answer = FUNCTIONS[name](**asked)
    except customers.Fault as fault:
        return json.dumps({"fault": str(fault)})
    if run:
        for former in [key for key in KNOWN if key[1] != run]:
            del KNOWN[former]
        KNOWN[place] = answer
    return json.dumps({"answer": answer})
