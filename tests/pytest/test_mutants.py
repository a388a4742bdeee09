"""Every rule of the SQL models is noticed by a unit test: broken once, it turns one red.

All mutants of a model are built into the SQL that dbt made of a unit test, and a column says
which of them is on: one query runs the test for all, not one query for each.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import duckdb
import pytest
from sqlglot.dialects import DuckDB
from sqlglot.tokens import Token, TokenType

BEFORE_A_BOUND = {
    *(TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.EQ, TokenType.NEQ),
    *(TokenType.BETWEEN, TokenType.AND, TokenType.PLUS, TokenType.DASH),
}
BEFORE_A_WORD = {
    *(TokenType.EQ, TokenType.NEQ, TokenType.LIKE, TokenType.DPIPE),
    *(TokenType.L_PAREN, TokenType.COMMA, TokenType.SELECT),
    *(TokenType.WHEN, TokenType.THEN, TokenType.ELSE),
}
CLEANING = {"trim", "lower", "upper"}
# Functions of which DuckDB wants the words to be constant.
OF_CONSTANT_WORDS = {"string_agg", "array_to_string", "date_sub", "decode", "unhex"}
# Whatever order these see their rows in, they differ in the last bits at most.
OF_ANY_ORDER = {"avg", "stddev_pop", "skewness", "corr"}
# Bounds that may as well lie one lower or higher.
AS_GOOD = {
    # Beside numbers this large 1 is nothing.
    *(("1e+100", 1), ("1e+100", -1)),
    # Below it macros/engines/three_digits.sql writes whole numbers either way.
    ("999.5", -1),
}
# Branches whose value the others come to as well: as sqrt(z * z) is exactly z, so does the formula
# in macros/wilson_bound.sql, but only there is it said.
AS_WELL = {"when 0 then 0.0"}
# The row of nulls that gives a union its types when nothing is declared: let in, it falls out again
# where the next step joins or compares.
FALLS_OUT = {
    *(("customer_attributes", "where false"), ("customer_attributes", "where false (2)")),
    *(("customer_products", "where false"), ("rfm_customers", "where false")),
    *(("rejection_summary", "where false"), ("source_list", "where false")),
    ("source_list", "where false (2)"),
    # A sum leaves out what is null, and without a sum it is 0.
    ("retail_customers", "where returned_value is not null"),
    # The unit tests that expect it have the row itself in place of its hash.
    ("checked_mall_customers", "when rejection is not null then hash(received)"),
    ("checked_campaign_customers", "when rejection is not null then hash(received)"),
    ("checked_retail_transactions", "when rejection is not null then hash(received)"),
    # What stands between names in a list of them, of which the unit test has one.
    ("source_list", ", ','"),
}
# Its texts are one message, which whole builds are seen to end with.
OF_A_MESSAGE = {"segmentation_list"}
ENDS_OF_A_KEY = (
    *(TokenType.COMMA, TokenType.ORDER_BY, TokenType.R_PAREN),
    *(TokenType.ASC, TokenType.DESC),
)


LAYERS = ["staging", "customers", "quality", "features", "clustering", "marts"]
# Columns and joins of names, nothing that a row could tell right from wrong.
PASSING_ON = {
    *("base_mall_customers", "base_campaign_customers", "base_retail_transactions"),
    *("segment_profiles", "segmentation_fits"),
}


class Mutant(NamedTuple):
    """One rule broken: what is put around a part of the SQL."""

    rule: str  # The same in every unit test of a model.
    start: int
    end: int
    before: str  # {} stands for whether the mutant is on.
    after: str


def end_of(tokens: list[Token], place: int, *ends: TokenType) -> int:
    """Return the place of the first of `ends`, from `place` on, that is not inside brackets."""
    depth = 0
    while place < len(tokens) and (depth or tokens[place].token_type not in ends):
        kind = tokens[place].token_type
        depth += kind in (TokenType.L_PAREN, TokenType.CASE)
        depth -= kind in (TokenType.R_PAREN, TokenType.END)
        place += 1
    return place


def stops_the_run(tokens: list[Token], place: int) -> bool:
    """Tell whether a case ends in error(): no unit test can expect that, test_project.py does."""
    otherwise = end_of(tokens, place + 1, TokenType.ELSE, TokenType.END)
    return tokens[otherwise + 1].text == "error"


def tokens_of_the_model(sql: str) -> list[Token]:
    """Return the tokens of the model itself: not those of the given and the expected rows."""
    # dbt's own select around the model ends with this column.
    begin = sql.find('"actual_or_expected"')
    tokens = [token for token in DuckDB().tokenize(sql) if token.start > begin]
    kept, place = [], 0
    while place < len(tokens) and tokens[place].text != "_dbt_internal_unit_test_actual":
        if tokens[place].text.startswith("__dbt__cte__") and tokens[place + 1].text == "as":
            place = end_of(tokens, place + 3, TokenType.R_PAREN)
        elif tokens[place].token_type is TokenType.CASE and stops_the_run(tokens, place):
            place = end_of(tokens, place + 1, TokenType.END)
        else:
            kept.append(tokens[place])
        place += 1
    return kept


def callers(tokens: list[Token]) -> list[str]:
    """Return for each token the function, or another word, whose brackets it is directly in."""
    around, found = [""], []
    for place, token in enumerate(tokens):
        if token.token_type is TokenType.R_PAREN:
            around.pop()
        found.append(around[-1])
        if token.token_type is TokenType.L_PAREN:
            around.append(tokens[place - 1].text.lower())
    return found


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def mutants(sql: str) -> Iterator[Mutant]:
    """Break each rule once: branches, filters, bounds, words, cleaning, what windows go by."""
    tokens = tokens_of_the_model(sql)
    caller = callers(tokens)
    lines = sql.splitlines()
    end_of_condition = 0

    def mutant(rule: str, first: int, end: int, before: str, after: str) -> Mutant:
        return Mutant(rule, tokens[first].start, tokens[end - 1].end + 1, before, after)

    def text(first: int, end: int) -> str:
        return " ".join(sql[tokens[first].start : tokens[end - 1].end + 1].split())

    met = Counter()

    def numbered(rule: str) -> str:
        """Tell apart what is written twice; what macros write for many columns stays one rule."""
        met[rule] += 1
        return f"{rule} ({met[rule]})" if met[rule] > 1 else rule

    for place, token in enumerate(tokens):
        kind, last, after = token.token_type, tokens[place - 1], tokens[place + 1 : place + 2]
        line = lines[token.line - 1].strip()
        bound = {TokenType.NUMBER: "", TokenType.STRING: "::date"}.get(kind)

        if kind is TokenType.WHEN:
            then = end_of(tokens, place + 1, TokenType.THEN)
            end = end_of(tokens, then + 1, TokenType.WHEN, TokenType.ELSE, TokenType.END)
            rule, result = text(place, then), text(then + 1, end)
            if f"{rule} then {result}" in AS_WELL:
                continue
            # In a condition false is as good as null. What is compared with null, which is a
            # var that is not set, is never met.
            if not (place < end_of_condition and result == "false") and "null::" not in rule:
                yield mutant(
                    f"{rule} then {result}", place + 1, then, "case when not {} then ", " end"
                )
            end_of_condition = max(end_of_condition, then)
        elif kind in (TokenType.WHERE, TokenType.QUALIFY, TokenType.HAVING):
            yield mutant(numbered(line), place, place + 1, "", " {} or")
        elif (kind is TokenType.NUMBER and last.token_type in BEFORE_A_BOUND) or (
            kind is TokenType.STRING and is_day(token.text)
        ):
            for step in (1, -1):
                if (token.text, step) in AS_GOOD:
                    continue
                moved = f"{bound} + case when {{}} then {step} else 0 end)"
                so_far = sql[sql.rfind("\n", 0, token.start) + 1 : token.end + 1].strip()
                yield mutant(f"{so_far} {step:+}", place, place + 1, "(", moved)
        elif (
            kind is TokenType.STRING
            and last.token_type in BEFORE_A_WORD
            and "%Y" not in token.text  # DuckDB wants formats of dates to be constant.
            and caller[place] not in OF_CONSTANT_WORDS
            # The name of a field, what is no text at all, what dbt calls a given input.
            and not (after and after[0].token_type in (TokenType.COLON, TokenType.DCOLON))
            and "__dbt__cte__" not in token.text
            and token.text[:1] not in ("[", "{")
        ):
            # A macro writes the same words for many columns: one of them has to notice.
            prefixed = "(case when {} then 'no ' else '' end || "
            yield mutant(f"{last.text} '{token.text}'", place, place + 1, prefixed, ")")
        elif kind is TokenType.VAR and token.text in CLEANING:
            end = end_of(tokens, place + 2, TokenType.R_PAREN)
            kept = text(place + 2, end_of(tokens, place + 2, TokenType.COMMA, TokenType.R_PAREN))
            yield mutant(
                f"{token.text}({kept})",
                *(place, end + 1, f"case when {{}} then {kept} else ", " end"),
            )
        elif kind is TokenType.PARTITION_BY or (
            kind is TokenType.ORDER_BY
            and caller[place] not in OF_ANY_ORDER
            # What the model's rows are sorted by in the end is no rule: tables have no order.
            and end_of(tokens, place, TokenType.R_PAREN) < len(tokens) - 1
        ):
            first = place + 1
            while tokens[first - 1].token_type in (kind, TokenType.COMMA):
                end = end_of(tokens, first, *ENDS_OF_A_KEY)
                key = text(first, end)
                if kind is TokenType.PARTITION_BY:
                    rule, turned = f"{line}: without {key}", ""
                else:
                    is_descending = (
                        tokens[end : end + 1] and tokens[end].token_type is TokenType.DESC
                    )
                    way = "asc" if is_descending else "desc"
                    rule, turned = f"{line}: {key} {way}", f"case when {{}} then {key} end {way}, "
                yield mutant(numbered(rule), first, end, turned + "case when not {} then ", " end")
                first = end_of(tokens, end, *ENDS_OF_A_KEY[:3]) + 1


def with_mutants(sql: str, broken: list[Mutant]) -> str:
    """Build the mutants into the SQL; the column `mutant` says which is on, counted from 1."""
    inserted = []
    for number, mutant in enumerate(broken, start=1):
        is_on = f"(mutant = {number})"
        # At one place what ends comes before what begins, and an outer part around an inner one.
        inserted.append((mutant.end, 0, -number, mutant.after.replace("{}", is_on)))
        inserted.append((mutant.start, 1, number, mutant.before.replace("{}", is_on)))
    pieces, place = [], 0
    for end, _, _, text in sorted(inserted):
        pieces += [sql[place:end], text]
        place = end
    return "".join([*pieces, sql[place:]])


def noticed(sql: str, broken: list[Mutant]) -> set[int]:
    """Return which mutants, counted from 1, make the unit test red; 0 is the model as it is."""
    found = f"""
        select mutant
        from unnest($mutants) as mutants (mutant), lateral (
            select count(*) as difference_count
            from (
                select * exclude (actual_or_expected)
                from ({with_mutants(sql, broken)})
                group by all
                having count(*) filter (actual_or_expected = 'actual')
                    <> count(*) filter (actual_or_expected = 'expected')
            )
        )
        where difference_count > 0
    """

    def red(mutants: list[int]) -> set[int]:
        try:
            rows = duckdb.execute(found, {"mutants": mutants}).fetchall()
        except duckdb.InvalidInputException:  # The model's own error(), in one of them at least.
            return set(mutants) if len(mutants) == 1 else set().union(*(red([m]) for m in mutants))
        return {mutant for (mutant,) in rows}

    return red(list(range(len(broken) + 1)))


@pytest.fixture(scope="module")
def manifest(built) -> dict:
    return json.loads((built.folder / "target/manifest.json").read_text())


@pytest.fixture(scope="module")
def models(manifest) -> dict[str, dict]:
    """Return the models in SQL by their names."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["language"] == "sql"
    }


@pytest.fixture(scope="module")
def unit_tests(built, manifest) -> list[tuple[str, str]]:
    """Return the model and the SQL of each unit test, given and expected rows included.

    Without what Spark has to be told: DuckDB puts nulls last by itself.
    """
    run = built.folder / "target/run"
    return [
        (
            test["model"],
            next(run.rglob(f"{test['name']}.sql")).read_text().replace(" nulls last", ""),
        )
        for test in manifest["unit_tests"].values()
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_rule_is_noticed_by_a_unit_test(layer, models, unit_tests):
    rules, red = set(), set()
    of_the_layer = {name: node for name, node in models.items() if node["schema"] == layer}
    for model, sql in unit_tests:
        if model in of_the_layer:
            broken = list(mutants(sql))
            numbers = noticed(sql, broken)
            assert 0 not in numbers, model
            rules |= {(model, mutant.rule) for mutant in broken}
            red |= {(model, broken[number - 1].rule) for number in numbers}
    untested = of_the_layer.keys() - {model for model, _ in unit_tests}
    # What a base_ model lists is what src/sources.py found.
    untested = {model for model in untested if not model.startswith("base_")}
    rules |= {
        (model, mutant.rule)
        for model in untested
        for mutant in mutants(of_the_layer[model]["compiled_code"])
    }
    of_messages = {rule for rule in rules if rule[0] in OF_A_MESSAGE and "'" in rule[1]}
    assert sorted(rules - red - FALLS_OUT - of_messages) == []
    assert not FALLS_OUT & red


def test_every_model_has_a_unit_test_or_passes_on(models, unit_tests):
    assert {node["schema"] for node in models.values()} == set(LAYERS)
    assert models.keys() - {model for model, _ in unit_tests} == PASSING_ON
