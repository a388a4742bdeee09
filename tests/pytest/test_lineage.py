"""What the segments are made of, by the manifest that dbt wrote."""

import json
import re

import pytest


@pytest.fixture(scope="module")
def nodes(built):
    """Return every node of the project, by name."""
    manifest = json.loads((built.folder / "target/manifest.json").read_text())
    return {node["name"]: node for node in manifest["nodes"].values()}


def upstream(nodes, name):
    """Return the names of all that a node is made from."""
    found = set()
    for unique_id in nodes[name]["depends_on"].get("nodes", []):
        parent = unique_id.split(".")[-1]
        found |= {parent} | upstream(nodes, parent)
    return found


def test_the_fits_are_made_from_the_features_models(nodes, built):
    declared = built.sql("select segmentation || '_features' from features.segmentation_list")
    assert {name for (name,) in declared} <= upstream(nodes, "kmeans_fits")


def test_responses_are_no_part_of_any_fit(nodes):
    assert "customer_responses" in upstream(nodes, "segment_responses")
    assert "customer_responses" not in upstream(nodes, "kmeans_fits")
    assert "customer_responses" not in upstream(nodes, "kmeans_assignments")


def test_no_feature_tells_of_a_response_or_a_complaint(built):
    features = [name for (name,) in built.sql("select feature from features.feature_list")]
    answers = re.compile("accept|respon|complain|campaign", re.IGNORECASE)
    assert not [name for name in features if answers.search(name)]


def test_no_features_model_reads_a_response_or_a_complaint(nodes, built):
    answers = re.compile("accepted_|complained")
    for (name,) in built.sql("select segmentation || '_features' from features.segmentation_list"):
        assert not answers.search(nodes[name]["raw_code"])
