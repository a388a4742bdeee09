"""One row per segmentation and segment: a rule for it, and how well the rule holds tonight."""

import pyarrow as pa

from segmentation.relations import to_rows
from segmentation.rules import measured, predicate
from segmentation.scoring import customers_sql

SCHEMA = pa.schema(
    {
        "segmentation": pa.string(),
        "segment_id": pa.int32(),
        "rule": pa.string(),
        "rule_sql": pa.string(),
        "rule_precision": pa.float64(),
        "rule_coverage": pa.float64(),
        "rule_branches": pa.list_(pa.string()),
        "rule_branch_coverages": pa.list_(pa.float64()),
        "held_out_precision": pa.float64(),
        "held_out_coverage": pa.float64(),
    }
)


def model(dbt, session):
    feature_list = dbt.ref("feature_list")
    kmeans_assignments = dbt.ref("kmeans_assignments")
    segmentation_champions = dbt.ref("segmentation_champions")

    rows = []
    for champion in to_rows(segmentation_champions.order("segmentation")):
        mine = f"segmentation = '{champion['segmentation']}'"
        features = to_rows(feature_list.filter(mine))
        labels = {feature["feature"]: feature["label"] for feature in features}
        units = {feature["feature"]: feature["unit"] for feature in features}
        rules = {rule["segment_id"]: rule["leaves"] for rule in champion["rules"]}
        # Matched before the join: a feature may be named like a column of the assignments.
        branches = [(i, n, leaf) for i in rules for n, leaf in enumerate(rules[i])]
        matches = [f", ({predicate([leaf])}) as is_match_{i}_{n}" for i, n, leaf in branches]
        assigned = kmeans_assignments.filter(mine).project("customer_id, segment_id")
        customers = session.sql(
            f"select customer_id::string as customer_id{''.join(matches)}"
            f" from ({customers_sql(champion)})"
        ).join(assigned.filter("segment_id is not null"), "customer_id")
        members = [f"count(*) filter (where segment_id = {i})" for i in rules]
        counts = [
            f"count(*) filter (where is_match_{i}_{n} and segment_id = {i}),"
            f" count(*) filter (where is_match_{i}_{n})"
            for i, n, _ in branches
        ]
        [counted] = customers.aggregate(", ".join(members + counts)).fetchall()
        of_branches = iter(counted[len(rules) :])
        for learnt, size in zip(champion["rules"], counted, strict=False):
            found = [(next(of_branches), next(of_branches)) for _ in learnt["leaves"]]
            figures = measured(learnt["leaves"], found, size, labels, units)
            rows.append(learnt | figures | {"segmentation": champion["segmentation"]})
    return pa.Table.from_pylist(rows, schema=SCHEMA)
