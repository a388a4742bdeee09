"""Customers whom the project has never seen: a select and a line each, in one build."""

import csv
import json

import duckdb
import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

SEGMENTATIONS = {
    "all_members": {"customers": "members", "k": 3, "transform": "log1p", "missing": "median"},
    "basic_members": {
        "customers": "members",
        "where": "plan = 'basic' or visits > 1000",
        "features": ["spend", "visits"],
        "k": "auto",
        "k_range": [2, 4],
    },
    "complete_members": {"customers": "members", "k": 2},
}
YAML = """
models:
  - name: members
    description: One row per member.
    columns:
      - name: spend
        config: {meta: {roles: [feature, value], label: yearly spend, unit: USD}}
      - name: opened
        config: {meta: {roles: response, label: spring letter}}
      - name: books
        config: {meta: {roles: [feature, product]}}
"""


def inertia(features: np.ndarray, k: int) -> float:
    """Return what scikit-learn comes to on log1p of the features, medians filled in."""
    filled = SimpleImputer(strategy="median").fit_transform(features)
    scaled = StandardScaler().fit_transform(np.log1p(filled))
    return KMeans(k, n_init=50, random_state=0).fit(scaled).inertia_


@pytest.fixture(scope="module")
def members(tmp_path_factory, request):
    """Return a project whose customers are generated members, ids the numbers of mall customers."""
    from conftest import copy_project

    project = copy_project(tmp_path_factory.mktemp("members") / "project")
    rng = np.random.default_rng(5)
    spend = np.round(rng.lognormal([[3], [5], [7]], 0.4, (3, 200)).ravel(), 2)
    visits = rng.poisson(np.repeat([2, 9, 30], 200))
    books = np.round(rng.lognormal(2, 1, 600), 2)
    rows = [
        [
            number + 1,
            spend[number],
            visits[number],
            books[number] if number % 20 else "",
            ("basic", "plus", "family")[number % 3],
            f"{number}@example.com",
            "true" if number % 2 else "false",
            "true" if number % 7 == 0 else "false",
        ]
        for number in range(600)
    ]
    with (project.folder / "members.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "spend", "visits", "books", "plan", "email", "is_parent", "opened"])
        writer.writerows(rows)
    (project.folder / "models/customers/members.sql").write_text(
        "select id as customer_id, * exclude (id) from read_csv('members.csv')\n"
    )
    (project.folder / "models/customers/members.yml").write_text(YAML)
    project.dbt(
        "build",
        "--vars",
        json.dumps({"segmentations": SEGMENTATIONS}),
    )
    return project


def test_the_fit_is_that_of_scikit_learn_with_medians_filled_in(members):
    features = members.sql("select spend, visits, books from customers.members order by all")
    expected = inertia(np.array(features, dtype=float), 3)
    [(found,)] = members.sql(
        "select inertia from marts.segmentation_fits where segmentation = 'all_members'"
    )
    assert found == pytest.approx(expected, rel=1e-3)


def test_missing_values_are_filled_in_or_leave_a_customer_out_and_both_are_counted(members):
    assert members.sql(
        "select segmentation, customer_count, missing_count, imputed_count"
        " from marts.feature_statistics where feature = 'books' order by segmentation"
    ) == [("all_members", 600, 30, 30), ("complete_members", 570, 30, 0)]
    assert members.sql(
        "select segmentation, reason, count(*) from marts.unscored_customers group by all"
    ) == [("complete_members", "books is missing", 30)]


def test_a_fill_value_is_frozen_with_its_fit(members):
    assert members.sql(
        "select fill_values[3] from clustering.kmeans_fits where segmentation = 'all_members'"
    ) == members.sql("select median(books) from customers.members")
    assert members.sql(
        "select count(distinct profiles.population_mean) from marts.segment_profiles as profiles"
        " where segmentation = 'all_members' and feature = 'books'"
        " and round(population_mean, 9) = (select round(avg(coalesce(books,"
        " (select median(books) from customers.members))), 9)"
        " from customers.members)"
    ) == [(1,)]


def test_sums_and_shares_are_of_the_segmentations_own_customers(members):
    found = members.sql(
        "select segmentation, sum(customer_count), sum(value_total), round(sum(value_share), 9)"
        " from marts.segment_summary group by all order by all"
    )
    assert found == members.sql(
        "select 'all_members', count(*), sum(spend::decimal(38, 4)), 1 from customers.members"
        " union all select 'basic_members', count(*), sum(spend::decimal(38, 4)), 1"
        " from customers.members where plan = 'basic'"
        " union all select 'complete_members', count(*), sum(spend::decimal(38, 4)), 1"
        " from customers.members where books is not null order by all"
    )


def test_texts_and_flags_describe_and_what_names_a_person_does_not(members):
    assert members.sql(
        "select attribute, list(distinct attribute_value order by attribute_value)"
        " from marts.segment_demographics where segmentation = 'all_members'"
        " group by all order by all"
    ) == [("is_parent", ["no", "yes"]), ("plan", ["basic", "family", "plus"])]
    assert members.sql(
        "select distinct campaign, sum(customer_count) over (), sum(response_count) over ()"
        " from marts.segment_responses where segmentation = 'all_members'"
    ) == [("spring letter", 600, 86)]
    assert members.sql("select distinct product from marts.segment_products") == [("books",)]


def test_no_row_of_a_sample_is_published_or_counted(members):
    """The ids are the numbers of generated mall customers, whom nothing of theirs may reach."""
    assert members.sql("select count(*) from customers.mall_customers") == [(0,)]
    assert members.sql("select distinct customers from features.customer_attributes") == [
        ("members",)
    ]
    with duckdb.connect(members.folder / "serving/segments.duckdb", read_only=True) as published:
        tables = published.sql(
            "select schema_name || '.' || table_name, list(column_name order by column_index)"
            " from duckdb_columns() where not internal group by all"
        ).fetchall()
        for table, columns in tables:
            for column in {"segmentation", "customers", "source", "subject"} & set(columns):
                values = published.sql(f"select distinct {column} from {table}").fetchall()
                assert {value for (value,) in values} <= {*SEGMENTATIONS, "members"}, table
        assert published.sql(
            "select count(*) from marts.rfm_segments union all"
            " select count(*) from marts.rejection_summary"
        ).fetchall() == [(0,), (0,)]
        assert dict(tables)["customers.members"] == [
            "customer_id",
            "spend",
            "visits",
            "books",
            "plan",
        ]


def test_the_published_scoring_query_scores_the_published_customers(members):
    with duckdb.connect(members.folder / "serving/segments.duckdb", read_only=True) as published:
        for name, query in published.sql(
            "select segmentation, scoring_sql from marts.segmentation_fits"
        ).fetchall():
            assert (
                published.sql(
                    f"select customer_id::varchar, segment_id from ({query})"
                    " where segment_id is not null except select customer_id, segment_id"
                    f" from marts.customer_segments where segmentation = '{name}'"
                ).fetchall()
                == []
            )


def test_credit_card_customers_need_a_select_and_a_line(real_data, project):
    """The public card customers: 8,950, of whom 313 and 1 lack a value."""
    file = real_data / "credit_cards.csv"
    model = project.folder / "models/customers/cards.sql"
    model.write_text(f"select * from {{{{ read_customers('{file}', id='CUST_ID') }}}}\n")
    filled = {"customers": "cards", "k": 6, "transform": "log1p", "missing": "median"}
    rejecting = {"customers": "cards", "k": 6, "transform": "log1p"}
    project.dbt(
        "build",
        "--vars",
        json.dumps({"segmentations": {"cards_filled": filled, "cards_complete": rejecting}}),
    )
    features = project.sql(
        "select columns(* exclude (customer_id)) from customers.cards order by all"
    )
    expected = inertia(np.array(features, dtype=float), 6)
    assert expected == pytest.approx(70_261, rel=1e-3)
    [(found,)] = project.sql(
        "select inertia from marts.segmentation_fits where segmentation = 'cards_filled'"
    )
    assert found == pytest.approx(expected, rel=1e-3)
    assert project.sql(
        "select segmentation, feature, customer_count, missing_count, imputed_count"
        " from marts.feature_statistics where missing_count > 0 order by all"
    ) == [
        ("cards_complete", "credit_limit", 8636, 1, 0),
        ("cards_complete", "minimum_payments", 8636, 313, 0),
        ("cards_filled", "credit_limit", 8950, 1, 1),
        ("cards_filled", "minimum_payments", 8950, 313, 313),
    ]
    assert project.sql(
        "select reason, count(*) from marts.unscored_customers group by all order by all"
    ) == [("credit_limit is missing", 1), ("minimum_payments is missing", 313)]
    assert project.sql(
        "select count(*), count(distinct (segmentation, segment_name)) from marts.segment_summary"
    ) == [(12, 12)]


def test_filtered_segmentations_of_real_transactions_add_up_to_their_own_customers(
    real_data, project
):
    wheres = {
        "uk": "country = 'United Kingdom'",
        "active": "recency_days <= 90",
        "uk_active": "country = 'United Kingdom' and recency_days <= 90",
    }
    segmentations = {
        name: {"customers": "retail_customers", "where": where, "k": 3}
        for name, where in wheres.items()
    }
    project.dbt(
        "build",
        "--vars",
        json.dumps(
            {
                "segmentations": segmentations,
                "retail_transactions": str(real_data / "online_retail.parquet"),
            }
        ),
    )
    expected = " union all ".join(
        f"select '{name}', count(*), sum(monetary)::decimal(38, 4), 1"
        f" from customers.retail_customers where {where}"
        for name, where in wheres.items()
    )
    assert project.sql(
        "select segmentation, sum(customer_count), sum(value_total), round(sum(value_share), 9)"
        " from marts.segment_summary group by all order by all"
    ) == project.sql(f"{expected} order by all")
    with duckdb.connect(project.folder / "serving/segments.duckdb", read_only=True) as published:
        assert published.sql(
            "select distinct segmentation from marts.customer_segments order by all"
        ).fetchall() == [("active",), ("uk",), ("uk_active",)]
