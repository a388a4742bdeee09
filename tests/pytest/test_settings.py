"""The vars, judged before anything is built: every rule, and what is said where one breaks."""

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
import yaml

import settings
from customers import Fault
from quality.suites import BOUNDS
from settings import check

ROOT = Path(__file__).parents[2]
SOURCES = {
    "mall_customers": {"columns": ["customer_id", "age"], "vars": {}},
    "campaign_customers": {"columns": ["income"], "vars": {}},
    "retail_transactions": {
        "columns": ["invoice_no", "amount", "customer_id"],
        "vars": {
            "retail_drop_duplicates": "bool",
            "retail_numbers_restart": "bool",
            "returns": ["gross", "net"],
            "retail_cancelled_invoices": "pattern",
            "retail_non_product_codes": "list",
        },
    },
}
VARS = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]


def model(name: str) -> dict:
    """Return what dbt knows of a shipped customers model: its contract and its columns' meta."""
    [described] = yaml.safe_load((ROOT / f"models/customers/{name}.yml").read_text())["models"]
    columns = described["columns"]
    return {
        "columns": [{"name": one["name"], "type": one["data_type"]} for one in columns],
        "metas": {one["name"]: one.get("config", {}).get("meta", {}) for one in columns},
    }


MODELS = {
    name: model(name) for name in {one["customers"] for one in VARS["segmentations"].values()}
} | {
    # What it has is known only when it is built.
    "dim_customers": {"columns": None, "metas": {}}
}


def said(given=(), **changes) -> str:
    """Return what is said of the vars of dbt_project.yml with these changes, if anything."""
    try:
        check(deepcopy(VARS) | changes, list(given), SOURCES, MODELS, ["mall_customers_as_of"])
    except Fault as fault:
        return str(fault)
    return ""


def said_of(settings, name="mine") -> str:
    """Return what is said of one segmentation, less what every such line begins with."""
    line = said(segmentations={name: settings})
    start = f"vars: segmentations: {name}: "
    assert not line or line.startswith(start)
    return line.removeprefix(start)


SOUND = {"customers": "mall_customers", "k": "auto"}


def test_every_var_of_the_project_is_known_and_of_its_kind():
    assert sorted(settings.names(SOURCES)) == sorted(VARS)
    for name, kind in settings.VARS.items():
        if isinstance(kind, tuple):
            assert isinstance(VARS[name], int | float), name
        elif isinstance(kind, list):
            assert VARS[name] == kind[0], name
        else:
            assert kind is (type(VARS[name]) if isinstance(VARS[name], bool | list) else None), name


def test_the_vars_of_the_project_make_sense():
    assert said() == ""
    assert said(given=VARS) == ""


# ---- Names -----------------------------------------------------------------------------------


def test_a_var_that_there_is_not_is_told_which_there_are():
    assert said(given=["mall_customer"]) == (
        f"vars: there is no var 'mall_customer'. Those of dbt_project.yml are {', '.join(VARS)}."
    )


def test_the_day_of_a_customers_model_need_not_be_in_the_project():
    assert said(given=["mall_customers_as_of"]) == ""
    check(VARS, ["my_customers_as_of"], SOURCES, MODELS, ["my_customers_as_of"])
    with pytest.raises(Fault, match="there is no var 'my_customers_as_of'"):
        check(VARS, ["my_customers_as_of"], SOURCES, MODELS)


def test_a_source_that_there_is_not_and_a_prefix_that_is_no_name_are_one_line():
    with pytest.raises(Fault, match="vars: sources: there is no source 'shop'"):
        check(VARS, [], SOURCES | {"shop": {"columns": [], "vars": {}}}, MODELS)
    assert said(schema_prefix="seg_") == ""
    assert said(schema_prefix="a.b") == (
        "vars: schema_prefix: 'a.b' is none; write letters, digits and _."
    )


# ---- Values ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["retail_drop_duplicates", "audience_with_borderline"])
@pytest.mark.parametrize("value", ["false", 0, None])
def test_what_is_true_or_false_is_nothing_else(name, value):
    assert said(**{name: value}) == f"vars: {name}: '{value}' is neither true nor false."
    assert said(**{name: not VARS[name]}) == ""


@pytest.mark.parametrize(
    "name", ["may_be_shorter", "retail_non_product_codes", "forget_fits", "k_range"]
)
@pytest.mark.parametrize("value", ["a", None, 3])
def test_a_list_is_a_list(name, value):
    assert said(**{name: value}) == f"vars: {name}: '{value}' is no list; write [{value}]."


@pytest.mark.parametrize("value", ["point", "comma", None])
def test_the_mark_before_decimals_is_a_point_or_a_comma(value):
    assert said(decimal=value) == ""
    assert said(decimal=f"{value}s") == f"vars: decimal: '{value}s' is neither point nor comma."


@pytest.mark.parametrize("value", ["day_first", "month_first", "%d.%m.%Y", "%Y%m%d", None])
def test_days_are_in_one_of_two_orders_or_in_a_format(value):
    assert said(date_format=value) == ""


@pytest.mark.parametrize("value", ["dd.mm.yyyy", "", 7, "%d'; --", "100%", "day first"])
def test_what_is_neither_is_no_format_of_days(value):
    assert said(date_format=value) == (
        f"vars: date_format: '{value}' is neither day_first nor month_first, and no format such as"
        " %d.%m.%Y."
    )


def test_which_invoices_are_cancellations_is_a_pattern():
    assert said(retail_cancelled_invoices="STORNO.*|'x'") == ""
    for value in ["[C", "", None, 7, ["C"]]:
        assert said(retail_cancelled_invoices=value) == (
            f"vars: retail_cancelled_invoices: '{value}' is no pattern, such as [Cc][0-9]+."
        )


NO_RANGE = [[1, 9], [5, 4], [3], [3, 4, 5], ["3", 4], [3.0, 4], [True, 4]]


@pytest.mark.parametrize("value", NO_RANGE, ids=str)
def test_a_range_of_k_is_two_whole_numbers_from_2(value):
    line = f"k_range: {value} is no range; write [low, high], low being 2 or more."
    assert said(k_range=value) == f"vars: {line}"
    assert said_of(SOUND | {"k_range": value}) == line


def test_a_segmentation_may_have_a_range_of_its_own():
    assert said_of(SOUND | {"k_range": [2, 2]}) == ""
    assert said_of(SOUND | {"k_range": "auto"}) == (
        "k_range: auto is no range; write [low, high], low being 2 or more."
    )


@pytest.mark.parametrize("value", [None, {}, [], "mall"])
def test_without_a_segmentation_there_is_nothing_to_do(value):
    assert said(segmentations=value) == (
        f"vars: segmentations: '{value}' says nothing. Write one line for each, such as"
        " my_segments: {customers: my_customers, k: auto}."
    )


def test_what_may_be_shorter_is_a_source_or_a_customers_model():
    assert said(may_be_shorter=["retail_transactions", "retail_customers"]) == ""
    assert said(may_be_shorter=["mall"]) == (
        "vars: may_be_shorter: there is no source or customers model 'mall'; they are"
        " mall_customers, campaign_customers, retail_transactions, retail_customers."
    )


def test_the_evidence_for_k_is_one_of_two_words():
    assert said(k_evidence="all") == said(k_evidence="deciding") == ""
    assert said(k_evidence=True) == "vars: k_evidence: 'True' is none of deciding, all."


def test_days_to_forget_are_listed_by_segmentation():
    assert said(forget_days={"retail_rfm": ["2024-11-02", date(2024, 11, 3)]}) == ""
    assert said(forget_days=["2024-11-02"]) == (
        "vars: forget_days: '['2024-11-02']' says nothing; write {my_segments: [2024-11-02]}."
    )
    assert said(forget_days={"rfm": []}) == "vars: forget_days: there is no segmentation 'rfm'."
    for day in ("soon", "2024-11-31", "'; drop table x"):
        assert said(forget_days={"retail_rfm": [day]}) == (
            f"vars: forget_days: retail_rfm: '{day}' is no list of days; write [2024-11-02]."
        )
    assert "is no list of days" in said(forget_days={"retail_rfm": "2024-11-02"})


@pytest.mark.parametrize("value", ["auto", "always", "never"])
def test_refit_is_one_of_three_words(value):
    assert said(refit=value) == ""
    assert said(refit=f"{value} ") == f"vars: refit: '{value} ' is none of auto, always, never."


def test_what_is_forgotten_is_declared():
    assert said(forget_fits=["mall_spending"]) == ""
    assert said(forget_fits=["mall"]) == "vars: forget_fits: there is no segmentation 'mall'."


NUMBERS = {name: kind for name, kind in settings.VARS.items() if isinstance(kind, tuple)}


@pytest.mark.parametrize(
    ("name", "low", "high"), [(name, *kind) for name, kind in NUMBERS.items()], ids=NUMBERS
)
def test_a_number_is_between_its_bounds(name, low, high):
    upto = "" if high is None else f" to {high}"
    for value in [low, high if high is not None else 10**6]:
        assert said(**{name: value}) == ""
    wrong = [low - 1, "5", None, True, float("nan"), *([] if high is None else [high + 0.001])]
    for value in wrong:
        assert said(**{name: value}) == f"vars: {name}: '{value}' is no number from {low}{upto}."


@pytest.mark.parametrize("name", VARS["customers_gate"])
def test_the_bounds_of_the_customers_gate_are_shares_and_days(name):
    def of_gate(value):
        return said(customers_gate=VARS["customers_gate"] | {name: value})

    is_days = name == "newest_day_gap"
    low = 0.5 if name == "one_value_share" else 0
    upto = "" if is_days else " to 1"
    for value in [low, 1, *([1000] if is_days else [])]:
        assert of_gate(value) == ""
    for value in [low - 0.001, "half", None, *([] if is_days else [1.001])]:
        assert of_gate(value) == (
            f"vars: customers_gate: {name}: '{value}' is no number from {low}{upto}."
        )


def test_a_bound_that_is_left_out_is_as_in_dbt_project_and_another_name_is_none():
    assert VARS["customers_gate"] == BOUNDS
    assert said(customers_gate={"one_value_share": 1}) == ""
    assert said(customers_gate={"one_value": 1}) == (
        "vars: customers_gate: there is no bound 'one_value'; there are missing_share,"
        " one_value_share, one_customer_share, one_customer_orders, still_there_share, rows_share,"
        " newest_day_gap."
    )


@pytest.mark.parametrize("value", [None, [], 0.5])
def test_the_customers_gate_has_bounds_by_their_names(value):
    assert said(customers_gate=value) == f"vars: customers_gate: '{value}' is no list of bounds."


CUTS = {"recency_days": [30, 90], "frequency": [1], "monetary": [0.5, 10]}


@pytest.mark.parametrize("scores", [2, 5, 10, CUTS])
def test_scores_are_a_number_or_cut_points(scores):
    assert said(rfm_scores=scores) == ""


@pytest.mark.parametrize("scores", [1, 11, 2.5, "5", True, None, [1, 2]])
def test_what_is_neither_is_no_way_to_score(scores):
    assert said(rfm_scores=scores) == (
        f"vars: rfm_scores: '{scores}' is no number from 2 to 10, and no mapping of cut points for"
        " recency_days, frequency, monetary."
    )


@pytest.mark.parametrize("cuts", [None, [], 5, [1, 1], [2, 1], ["1"], [True], list(range(10))])
def test_cut_points_are_numbers_that_ascend(cuts):
    assert said(rfm_scores=CUTS | {"monetary": cuts}) == (
        f"vars: rfm_scores: monetary: '{cuts}' is no list of cut points; write 1 to 9 numbers, each"
        " above the one before."
    )
    assert said(rfm_scores=CUTS | {"recency": [1]}) == (
        "vars: rfm_scores: there is no 'recency'; there are recency_days, frequency, monetary."
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"from": "orders.csv"}, ""),
        ({"from": "orders.csv", "columns": {"amount": "Paid"}, "where": "a = 'b'"}, ""),
        ({"from": "ref('orders')", "currency": "EUR"}, ""),
        ({"from": "orders.csv", "currency": "€"}, ""),
        ({"from": "orders.csv", "currency": "$"}, ""),
        (
            {"form": "orders.csv"},
            "there is no 'form'; there are from, columns, where, currency, decimal, date_format.",
        ),
        ({"from": "orders.csv", "decimal": "comma", "date_format": "day_first"}, ""),
        ({"from": "orders.csv", "decimal": ","}, "decimal: ',' is neither point nor comma."),
        ({"currency": "EUR"}, "from is missing: the path, glob or relation that is read."),
        (
            {"from": "orders.csv", "columns": ["total"]},
            "columns: '['total']' is no mapping; write {invoice_no: its name there}.",
        ),
        (
            {"from": "orders.csv", "columns": {"total": "amount"}},
            "columns: there is no column 'total'; there are invoice_no, amount, customer_id.",
        ),
        (
            {"from": "orders.csv", "columns": {"amount": 3}},
            "columns: amount: '3' is no name of a column; null is none.",
        ),
        (
            {"from": "orders.csv", "columns": {"amount": "  "}},
            "columns: amount: '  ' is no name of a column; null is none.",
        ),
        (
            {"from": "orders.csv", "where": True},
            "where: 'True' is no text; write a condition in quotes.",
        ),
        (
            {"from": "orders.csv", "where": "status = "},
            "where: 'status = ' is no condition (Parser Error: syntax error at or near \"=\"). A"
            " name with a blank stands in double quotes.",
        ),
        (
            {"from": "orders.csv", "where": "true; drop table x"},
            "where: 'true; drop table x' is no condition (it is more than one condition).",
        ),
        *(
            (
                {"from": "orders.csv", "currency": currency},
                f"currency: '{currency}' is no unit of money, such as USD.",
            )
            for currency in ["", "US dollars", "<b>", "12", "'", 5]
        ),
    ],
)
def test_a_source_is_a_place_or_a_mapping(given, expected):
    line = said(retail_transactions=given)
    assert line == (expected and f"vars: retail_transactions: {expected}")


# ---- One segmentation ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine", "_mine", "my_2nd"])
def test_a_name_that_sql_reads_as_it_is(name):
    assert said_of(SOUND, name) == ""


@pytest.mark.parametrize("name", ["Mine", "my mine", "2nd", "my-mine", "größe", "a'; --", ""])
def test_any_other_name_is_refused(name):
    assert said_of(SOUND, name) == (
        "write its name in small letters, digits and _, a letter first."
    )


@pytest.mark.parametrize("value", [None, "mall_customers", ["mall_customers"]])
def test_a_segmentation_is_said_by_key_and_value(value):
    assert said_of(value) == f"'{value}' says nothing; write {{customers: …, k: auto}}."


def test_the_former_key_is_told_what_took_its_place():
    assert said_of({"source": "mall_customers", "k": 5}) == (
        "source is now customers, the model with one row per customer; its features are a list,"
        " features: […]. CHANGELOG.md has a line for each."
    )


def test_a_key_that_there_is_not_is_told_which_there_are():
    assert said_of(SOUND | {"filter": "age > 30"}) == (
        "there is no 'filter'; there are customers, features, where, k, k_range, transform,"
        " missing."
    )


@pytest.mark.parametrize("key", ["customers", "k"])
def test_what_is_needed_is_asked_for(key):
    assert said_of({name: value for name, value in SOUND.items() if name != key}) == (
        f"{key} is missing."
    )
    assert said_of(SOUND | {key: None}) == f"{key} is missing."


@pytest.mark.parametrize("k", ["five", 1, 0, -3, 2.0, "5", True, [5]])
def test_k_is_auto_or_a_number_from_2(k):
    assert said_of(SOUND | {"k": k}) == f"k is '{k}'; write auto or a whole number from 2."


@pytest.mark.parametrize("k", ["auto", 2, 40])
def test_k_may_be_outside_of_the_range_that_auto_chooses_from(k):
    assert said_of(SOUND | {"k": k}) == ""


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("transform", "log", "none, log1p"), ("missing", "mean", "reject, median")],
)
def test_a_default_of_the_features_is_one_of_its_words(key, value, words):
    assert said_of(SOUND | {key: value}) == f"{key} is '{value}', which is none of {words}."
    for word in [*words.split(", "), None]:
        assert said_of(SOUND | {key: word}) == ""


@pytest.mark.parametrize("value", ["age", [], [3], {"age": 1}], ids=str)
def test_features_are_a_list_of_columns(value):
    assert said_of(SOUND | {"features": value}) == (
        f"features: '{value}' is no list of columns; leave it out for all."
    )


def test_features_may_be_left_out_and_none_is_there_twice():
    assert said_of(SOUND | {"features": None}) == ""
    assert said_of(SOUND | {"features": ["age", "spending_score"]}) == ""
    assert said_of(SOUND | {"features": ["age", "spending_score", "age"]}) == (
        "features: age is there twice."
    )


@pytest.mark.parametrize("customers", ["shop", "mall_spending", 5])
def test_customers_are_a_model(customers):
    assert said_of(SOUND | {"customers": customers}) == (
        f"there is no model '{customers}'. Its customers are a model with one row per customer_id,"
        " such as a select in models/customers/."
    )


def test_what_a_contract_says_is_held_against_the_features_at_once():
    assert said_of(SOUND | {"features": ["spending"]}) == (
        "features: mall_customers has no column 'spending'. The features of mall_customers are age,"
        " annual_income, spending_score."
    )
    # Of a model without a contract it is said when the model is there.
    assert said_of(SOUND | {"customers": "dim_customers", "features": ["spending"]}) == ""


def test_a_fault_in_the_meta_of_a_contract_is_said_at_once(monkeypatch):
    metas = MODELS["mall_customers"]["metas"] | {"age": {"missing": "mean"}}
    monkeypatch.setitem(MODELS, "mall_customers", MODELS["mall_customers"] | {"metas": metas})
    assert said() == (
        "mall_customers: the column age: missing is 'mean', which is none of reject, median."
    )


def test_a_condition_is_one_over_the_columns_of_the_contract():
    assert said_of(SOUND | {"where": "age > 30 and gender = 'Female'"}) == ""
    assert said_of(SOUND | {"where": None}) == ""
    assert said_of(SOUND | {"where": ["age > 30"]}) == (
        "where: '['age > 30']' is no text; write a condition in quotes."
    )
    assert said_of(SOUND | {"where": "agee > 30"}).startswith(
        "where: 'agee > 30' is no condition over mall_customers (Binder Error: Referenced column"
    )
    own = SOUND | {"customers": "dim_customers"}
    assert said_of(own | {"where": "agee > 30"}) == ""
    assert said_of(own | {"where": "agee >"}).startswith(
        "where: 'agee >' is no condition over dim_customers (Parser Error: "
    )


def test_every_segmentation_is_looked_at():
    both = {"one": SOUND, "two": SOUND | {"k": 1}}
    assert said(segmentations=both).startswith("vars: segmentations: two: k is '1'")
