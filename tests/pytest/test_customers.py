"""What the columns of a customers model are for: every default, every rule and its message."""

import pytest

from customers import ROLES, Fault, declared, describe, features, kind, where_fault

KINDS = {
    "number": [
        *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "UINTEGER", "UBIGINT"),
        *("FLOAT", "DOUBLE", "DECIMAL(18,4)", "decimal(10,0)", "NUMERIC", "int", "long", "short"),
        *("byte", "real", "BIGNUM"),
    ],
    "text": ["VARCHAR", "string", "TEXT", "ENUM('a', 'b')", "char(3)"],
    "date": ["DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "timestamp_ntz"],
    "boolean": ["BOOLEAN", "bool"],
    # An interval begins as an integer does; a list of numbers is none.
    "other": ["BLOB", "INTERVAL", "INTEGER[]", "STRUCT(a INTEGER)", "TIME", "UUID", "JSON"],
}


@pytest.mark.parametrize(
    ("data_type", "expected"), [(name, what) for what, names in KINDS.items() for name in names]
)
def test_the_kind_of_a_column_is_that_of_its_type(data_type, expected):
    assert kind(data_type) == expected


def columns(**types):
    return [{"name": name, "type": data_type} for name, data_type in types.items()]


def described(metas=None, **types):
    """Describe a model of these columns beside customer_id, and return them by their names."""
    found = describe("people", columns(customer_id="VARCHAR", **types), metas or {})
    return {column["name"]: column for column in found}


def fault(function, *arguments) -> str:
    with pytest.raises(Fault) as raised:
        function(*arguments)
    return str(raised.value)


def fault_of(meta, data_type="DOUBLE", **others) -> str:
    """Return what is said of a column `x` with this meta."""
    types = {"customer_id": "VARCHAR", "x": data_type} | others
    return fault(describe, "people", columns(**types), {"x": meta})


# ---- describe --------------------------------------------------------------------------------


def test_without_any_meta_a_columns_type_and_name_say_what_it_is_for():
    found = described(
        spend="DOUBLE",
        town="VARCHAR",
        is_member="BOOLEAN",
        as_of="DATE",
        born_on="DATE",
        raw="BLOB",
    )
    assert {name: column["roles"] for name, column in found.items()} == {
        "spend": ["feature"],
        "town": ["attribute"],
        "is_member": ["attribute"],
        "as_of": ["as_of"],
        "born_on": [],
        "raw": [],
    }
    assert not any(column["is_declared"] for column in found.values())


def test_what_is_not_said_has_a_default():
    assert described(yearly_spend="DECIMAL(18,4)") == {
        "yearly_spend": {
            "name": "yearly_spend",
            "type": "DECIMAL(18,4)",
            "kind": "number",
            "roles": ["feature"],
            "is_declared": False,
            "label": "yearly spend",
            "attribute": "yearly_spend",
            "unit": None,
            "transform": None,
            "missing": None,
            "levels": None,
            "range": None,
            "is_additive": True,
            "flags": None,
        }
    }


def test_what_is_said_is_taken_as_it_is():
    says = {
        "roles": ["feature", "value"],
        "label": "a year's spend",
        "unit": "€",
        "transform": "log1p",
        "missing": "median",
        "levels": ["little", "some", "much"],
        "range": [None, 9.5],
        "is_additive": False,
    }
    [column] = described({"spend": says}, spend="DOUBLE").values()
    assert {key: column[key] for key in says} == says
    assert (column["is_declared"], column["attribute"]) == (True, "a year's spend")


def test_customer_id_is_no_column_of_its_own_and_the_order_is_kept():
    found = describe("people", columns(b="DOUBLE", customer_id="BIGINT", a="DOUBLE"), {})
    assert [column["name"] for column in found] == ["b", "a"]


def test_one_role_may_be_written_without_a_list_and_an_empty_list_is_for_nobody():
    found = described(
        {"a": {"roles": "response"}, "b": {"roles": []}, "c": {"roles": ["as_of"]}},
        a="BOOLEAN", b="DOUBLE", c="TIMESTAMP",
    )  # fmt: skip
    assert [column["roles"] for column in found.values()] == [["response"], [], ["as_of"]]
    assert all(column["is_declared"] for column in found.values())


@pytest.mark.parametrize("what", ROLES)
def test_a_column_may_have_every_role_of_its_kind_and_no_other(what):
    data_type = KINDS[what][0]
    [column] = described({"x": {"roles": list(ROLES[what])}}, x=data_type).values()
    assert column["roles"] == list(ROLES[what])
    for role in {role for roles in ROLES.values() for role in roles} - {*ROLES[what]}:
        kinds = " or a ".join(name for name, roles in ROLES.items() if role in roles)
        assert fault_of({"roles": role}, data_type) == (
            f"people: the column x is of type {data_type} and has the role {role}, for which it"
            f" has to be a {kinds}: make it one, or leave the role out."
        )


def test_a_flag_of_filled_in_values_is_no_attribute_of_its_customer():
    found = described(income="DOUBLE", is_income_imputed="BOOLEAN", is_town_imputed="BOOLEAN")
    flag, other = found["is_income_imputed"], found["is_town_imputed"]
    assert (flag["flags"], flag["roles"]) == ("income", [])
    # There is no town that it could tell of.
    assert (other["flags"], other["roles"]) == (None, ["attribute"])
    [_, number] = described(income="DOUBLE", is_income_imputed="INTEGER").values()
    assert (number["flags"], number["roles"]) == (None, ["feature"])


def test_a_flag_that_is_declared_an_attribute_is_one():
    meta = {"is_income_imputed": {"roles": "attribute"}}
    found = described(meta, income="DOUBLE", is_income_imputed="BOOLEAN")
    assert found["is_income_imputed"]["roles"] == ["attribute"]
    assert found["is_income_imputed"]["flags"] == "income"


def test_a_model_without_ids_is_told_which_columns_it_has():
    assert fault(describe, "people", columns(id="BIGINT", spend="DOUBLE"), {}) == (
        "people: it has no column customer_id, only id, spend. A customers model has one row per"
        " customer_id: name that column so in its select."
    )


def test_a_role_that_there_is_not_is_told_the_roles():
    assert fault_of({"roles": ["feature", "features"]}) == (
        "people: the column x has the role 'features', which there is not. Roles are feature,"
        " attribute, value, response, product, as_of."
    )


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"transform": "log"}, "transform is 'log', which is none of none, log1p."),
        ({"missing": "mean"}, "missing is 'mean', which is none of reject, median."),
        ({"is_additive": "no"}, "is_additive is 'no', which is none of true, false."),
        (
            {"levels": ["low", "high"]},
            "levels is ['low', 'high']. Write three texts: for a low, a middle and a high value.",
        ),
        (
            {"levels": "low"},
            "levels is low. Write three texts: for a low, a middle and a high value.",
        ),
        (
            {"levels": [1, 2, 3]},
            "levels is [1, 2, 3]. Write three texts: for a low, a middle and a high value.",
        ),
        *(
            (
                {"range": limits},
                f"range is {limits}. Write [low, high], two numbers, or null for an open end.",
            )
            for limits in ([1], 5, [2, 1], [1, 1], ["0", 1], [True, 2], [0, 1, 2])
        ),
    ],
    ids=str,
)
def test_a_word_that_makes_no_sense_is_told_what_does(meta, expected):
    assert fault_of(meta) == f"people: the column x: {expected}"


@pytest.mark.parametrize("limits", [[0, 1], [None, 1], [-1.5, None], [None, None]])
def test_a_range_may_be_open(limits):
    assert described({"x": {"range": limits}}, x="DOUBLE")["x"]["range"] == limits


def test_a_yaml_that_speaks_of_a_column_that_there_is_not_is_told_which_there_are():
    found = columns(customer_id="VARCHAR", spend="DOUBLE")
    assert fault(describe, "people", found, {"spent": {"unit": "€"}}) == (
        "people: its YAML speaks of a column spent, and it has none of this name. It has"
        " customer_id, spend."
    )
    # One that says nothing of it promises nothing.
    assert len(describe("people", found, {"spent": {}})) == 1


def test_two_attributes_may_not_be_called_the_same():
    found = columns(customer_id="VARCHAR", town="VARCHAR", city="VARCHAR")
    assert fault(describe, "people", found, {"city": {"label": "town"}}) == (
        "people: two attributes are called 'town'. Give one another label."
    )
    # A feature may: it is told apart by the column's name.
    found = columns(customer_id="VARCHAR", town="VARCHAR", city="DOUBLE")
    assert len(describe("people", found, {"city": {"label": "town"}})) == 2


@pytest.mark.parametrize(("role", "data_type"), [("value", "DOUBLE"), ("as_of", "DATE")])
def test_of_a_role_that_is_one_columns_two_are_one_too_many(role, data_type):
    meta = {"x": {"roles": role}, "y": {"roles": role}}
    found = columns(customer_id="VARCHAR", x=data_type, y=data_type)
    assert fault(describe, "people", found, meta) == (
        f"people: x and y have the role {role}. One column at most may have it: take it from the"
        " others."
    )


# ---- features --------------------------------------------------------------------------------


SHOP = describe(
    "people",
    columns(
        customer_id="VARCHAR", spend="DOUBLE", town="VARCHAR", orders="BIGINT", answered="BOOLEAN",
        score="INTEGER",
    ),
    {
        "spend": {
            "label": "a year's spend", "unit": "€", "transform": "log1p", "missing": "median",
            "levels": ["little", "some", "much"], "range": [0, None],
        },
        "answered": {"roles": "response"},
        "score": {"roles": ["value", "attribute"]},
    },
)  # fmt: skip


def of_shop(**settings):
    return features("mine", {"customers": "people"} | settings, SHOP)


def test_without_a_list_all_that_are_features_are_taken_in_their_order():
    assert [feature["name"] for feature in of_shop()] == ["spend", "orders"]


def test_a_list_is_taken_in_its_own_order():
    found = of_shop(features=["orders", "spend"])
    assert [feature["name"] for feature in found] == ["orders", "spend"]


def test_a_feature_says_what_its_column_says_and_else_what_the_segmentation_says():
    assert of_shop() == [
        {
            "name": "spend", "type": "DOUBLE", "label": "a year's spend", "unit": "€",
            "transform": "log1p", "missing": "median", "levels": ["little", "some", "much"],
            "range": [0, None], "flag": None,
        },
        {
            "name": "orders", "type": "BIGINT", "label": "orders", "unit": None,
            "transform": "none", "missing": "reject",
            "levels": ["low orders", "middle orders", "high orders"], "range": [None, None],
            "flag": None,
        },
    ]  # fmt: skip
    both = [(one["transform"], one["missing"]) for one in of_shop(transform="log1p")]
    assert both == [("log1p", "median"), ("log1p", "reject")]
    # What the column says stands before what the segmentation says.
    both = [
        (one["transform"], one["missing"]) for one in of_shop(transform="none", missing="median")
    ]
    assert both == [("log1p", "median"), ("none", "median")]
    [spend, _] = of_shop(missing="reject")
    assert spend["missing"] == "median"


def test_a_feature_says_which_column_flags_its_filled_in_values():
    found = columns(customer_id="VARCHAR", income="DOUBLE", is_income_imputed="BOOLEAN")
    [income] = features("mine", {"customers": "people"}, describe("people", found, {}))
    assert income["flag"] == "is_income_imputed"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("spent", "people has no column 'spent'. The features of people are spend, orders."),
        (
            "town",
            "town of people is of type VARCHAR, and a feature is a number. The features of people"
            " are spend, orders.",
        ),
        (
            # An answer to a campaign is what segments are judged by.
            "answered",
            "answered of people is of type BOOLEAN, and a feature is a number. The features of"
            " people are spend, orders.",
        ),
        (
            "score",
            "score of people is no feature; its roles are value, attribute. The features of people"
            " are spend, orders. Add the role to its meta, or leave it out.",
        ),
    ],
)
def test_what_is_no_feature_is_told_why_and_which_there_are(name, expected):
    said = fault(features, "mine", {"customers": "people", "features": ["spend", name]}, SHOP)
    assert said == f"vars: segmentations: mine: features: {expected}"


def test_a_model_without_a_feature_is_told_its_columns():
    found = describe("people", columns(customer_id="VARCHAR", town="VARCHAR"), {})
    assert fault(features, "mine", {"customers": "people"}, found) == (
        "vars: segmentations: mine: features: people has no feature: none of its columns is a"
        " number that is meant to be one. Its columns are town."
    )
    assert fault(features, "mine", {"customers": "people"}, []).endswith("Its columns are none.")
    silent = describe("people", columns(customer_id="VARCHAR", x="DOUBLE"), {"x": {"roles": []}})
    said = fault(features, "mine", {"customers": "people", "features": ["x"]}, silent)
    assert "x of people is no feature; its roles are none. The features of people are none." in said


# ---- declared --------------------------------------------------------------------------------


PARENTS = {
    "shoppers": ["model.us.stg_shops"],
    "stg_shops": ["model.us.checked_shops"],
    "checked_shops": ["model.us.base_shops"],
    "base_shops": ["seed.us.sample_shops"],
    "callers": ["model.us.base_calls", "model.us.base_shops"],
    "base_calls": ["seed.us.sample_calls"],
    "dim_customers": ["source.theirs.crm.people"],
    # No source is called so.
    "base_camps": ["seed.us.camps"],
    "campers": ["model.us.base_camps"],
}


def what_is_there(given=(), **segmentations):
    of = {name: {"customers": customers} for name, customers in segmentations.items()}
    return declared(of, ["shops", "calls"], list(given), PARENTS)


def test_with_nothing_given_all_is_there_from_the_samples():
    found = what_is_there(one="shoppers", two="callers")
    assert found == {
        "segmentations": {"one": {"customers": "shoppers"}, "two": {"customers": "callers"}},
        "left_out": [],
        "is_own_data": False,
        "absent_sources": [],
        "sources": {"shoppers": ["shops"], "callers": ["calls", "shops"]},
    }


def test_beside_a_source_that_is_given_no_other_has_a_row():
    found = what_is_there(["calls"], one="shoppers", two="callers")
    assert (found["is_own_data"], found["absent_sources"]) == (True, ["shops"])
    # Its other source is there.
    assert (list(found["segmentations"]), found["left_out"]) == (["two"], ["one"])
    found = what_is_there(["shops", "calls"], one="shoppers", two="callers")
    assert (found["absent_sources"], found["left_out"]) == ([], [])


@pytest.mark.parametrize("own", ["dim_customers", "campers"])
def test_beside_a_model_of_ones_own_no_sample_has_a_row(own):
    found = what_is_there(one="shoppers", mine=own)
    assert (found["is_own_data"], found["absent_sources"]) == (True, ["shops", "calls"])
    assert (list(found["segmentations"]), found["left_out"]) == (["mine"], ["one"])
    assert found["sources"][own] == []


def test_a_model_that_there_is_not_is_nobodys_own():
    """What is wrong with it is said by the settings' own check."""
    found = what_is_there(one="shoppers", mistyped="shopers")
    assert (found["is_own_data"], found["left_out"]) == (False, [])


# ---- where_fault -----------------------------------------------------------------------------


COLUMNS = columns(
    **{"customer_id": "VARCHAR", "country": "VARCHAR", "spend": "DOUBLE", 'odd "name"': "DATE"}
)


@pytest.mark.parametrize(
    "where",
    [
        "country = 'United Kingdom'",
        "spend > 5 and country in ('UK', 'France') or customer_id is null",
        "(spend > 5) = (country <> ';')",
        '"odd ""name""" >= \'2024-01-01\'',
        "spend > 5 -- not all of them\n",
    ],
)
def test_a_condition_over_the_columns_is_one(where):
    assert where_fault(where, COLUMNS) == ""


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("county = 'UK'", 'Binder Error: Referenced column "county" not found'),
        ("spend >", 'Parser Error: syntax error at or near ">"'),
        ("spend > 5; drop table customers", "it is more than one condition"),
        # A bracket that closes ours, a comment that hides it, a clause behind it.
        ("1 = 1) or (1 = 1", 'Parser Error: syntax error at or near ")"'),
        ("spend > 5 -- not all of them", "Parser Error: syntax error"),
        ("true limit 3", 'Parser Error: syntax error at or near "limit"'),
        ("country = 'it's'", "Parser Error: unterminated string literal"),
        ("country > date '2024-02-28'", "Binder Error: Cannot compare values of type VARCHAR"),
        ("spend > 'much'", "Conversion Error: Could not convert string 'much'"),
        ("sum(spend) > 5", "Binder Error: WHERE clause cannot contain aggregates"),
        ("customer_id in (select id from elsewhere)", "Catalog Error: Table with name elsewhere"),
    ],
)
def test_anything_else_is_told_why_it_is_none_in_one_line(where, expected):
    found = where_fault(where, COLUMNS)
    assert found.startswith(expected)
    assert "\n" not in found


def test_before_the_columns_are_known_the_grammar_alone_is_looked_at():
    assert where_fault("county = 'UK'", None) == ""
    assert where_fault("spend >", None) != ""
    assert where_fault("spend > 5; select 1", None) == "it is more than one condition"


def test_a_word_that_looks_like_one_of_the_known_is_a_slip_and_others_are_left_alone():
    found = columns(customer_id="VARCHAR", x="DOUBLE")
    assert fault(describe, "people", found, {"x": {"tranform": "log1p"}}) == (
        "people: the column x: its meta has a word 'tranform'. Is transform meant?"
    )
    assert describe("people", found, {"x": {"colour": "red", "contains_pii": True}})


def test_a_day_that_is_a_text_is_told():
    found = columns(customer_id="VARCHAR", as_of="VARCHAR", x="DOUBLE")
    assert fault(describe, "people", found, {}) == (
        "people: the column as_of is of type VARCHAR, and the day that a row describes is a date."
        " Make it one in the select, such as as_of::date, or give the column another name."
    )
    [as_of, _] = describe("people", found, {"as_of": {"roles": "attribute"}})
    assert as_of["roles"] == ["attribute"]


def test_a_condition_is_tried_on_the_columns_there_are():
    assert of_shop(where="customer_id = 'a' and town = 'x'")
    with pytest.raises(Fault, match="mine: where: 'towm = 1' is no condition over people"):
        of_shop(where="towm = 1")
