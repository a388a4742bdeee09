"""Numbers and names as SQL text."""

import re

import duckdb
import numpy as np


def literal(value: float) -> str:
    """Return a double as a SQL literal that reads back as the same double.

    A plain `55.29` is a DECIMAL in most engines; an exponent makes the literal a DOUBLE.

    >>> literal(55.29), literal(-3.0)
    ('5.529e+01', '-3e+00')
    """
    return np.format_float_scientific(value, unique=True, trim="-")


def identifier(name: str) -> str:
    """Return a column's name as SQL text, quoted only if it has to be.

    Quoted, a name is upper or lower case, and engines differ in which one they mean unquoted.

    >>> identifier("age"), identifier("order"), identifier("net income")
    ('age', '"order"', '"net income"')
    """
    if re.fullmatch("[a-z_][a-z0-9_]*", name):
        [(_, kind)] = duckdb.tokenize(name)
        if kind == duckdb.token_type.identifier:
            return name
    return '"' + name.replace('"', '""') + '"'
