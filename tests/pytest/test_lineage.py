"""What the segments are made of, by the manifest that dbt wrote and by what columns are for."""

import json
import re

import pytest

ANSWERS = re.compile("accept|respon|complain|campaign", re.IGNORECASE)


@pytest.fixture(scope="module")
def nodes(built):
    """Return every node of the project, by name."""
    manifest = json.loads((built.folder / "target/manifest.json").read_text())
    return {node["name"]: node for node in manifest["nodes"].values()}


@pytest.fixture(scope="module")
def columns(built):
    """Return what each column of each customers model is for, as the build has found it."""
    return {
        customers: {column["name"]: column for column in json.loads(described)}
        for customers, described in built.sql(
            "select customers, columns from customers.customers_list"
        )
    }


def upstream(nodes, name):
    """Return the names of all that a node is made from."""
    found = set()
    for unique_id in nodes[name]["depends_on"].get("nodes", []):
        parent = unique_id.split(".")[-1]
        found |= {parent} | upstream(nodes, parent)
    return found


def test_the_fits_are_made_from_the_customers_models(nodes, built):
    declared = built.sql("select distinct customers from features.segmentation_list")
    assert {name for (name,) in declared} == {
        "mall_customers",
        "campaign_customers",
        "retail_customers",
    }
    assert {name for (name,) in declared} <= upstream(nodes, "kmeans_fits")


def test_responses_are_no_part_of_any_fit(nodes):
    assert "customer_responses" in upstream(nodes, "segment_responses")
    assert "customer_responses" not in upstream(nodes, "kmeans_fits")
    assert "customer_responses" not in upstream(nodes, "kmeans_assignments")


def test_no_feature_tells_of_a_response_or_a_complaint(built):
    features = [name for (name,) in built.sql("select feature from features.feature_list")]
    assert not [name for name in features if ANSWERS.search(name)]


def test_no_response_is_a_feature_of_any_segmentation(built, columns):
    taken = built.sql(
        "select customers, feature from features.feature_list"
        " inner join features.segmentation_list using (segmentation)"
    )
    assert len(taken) == 18
    for customers, feature in taken:
        assert "feature" in columns[customers][feature]["roles"], feature
        assert "response" not in columns[customers][feature]["roles"], feature
        # Nor is it another name of one.
        assert columns[customers][feature]["kind"] == "number", feature


def test_every_answer_is_a_response_and_a_complaint_is_for_nobody(columns):
    answers = {
        name: column["roles"]
        for of_model in columns.values()
        for name, column in of_model.items()
        if ANSWERS.search(name)
    }
    assert answers.pop("complained") == []
    assert sorted(answers) == [*(f"accepted_{number}" for number in range(1, 6)), "accepted_last"]
    assert {tuple(roles) for roles in answers.values()} == {("response",)}


def test_no_query_that_scores_or_fits_reads_an_answer(built, columns):
    """By the queries themselves: a condition of a segmentation could name one too."""
    queries = built.sql(
        "select segmentation, scoring_sql || coalesce(customers_where, '')"
        " from clustering.kmeans_fits"
    )
    assert len(queries) == 4
    for segmentation, query in queries:
        assert not ANSWERS.search(query.replace("campaign_customers", "")), segmentation
