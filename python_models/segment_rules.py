"""One row per segmentation and segment: a rule for it, and how well the rule holds tonight."""

import pyarrow as pa

from segmentation.relations import to_rows
from segmentation.rules import in_words, predicate
from segmentation.scoring import customers_sql

SCHEMA = pa.schema(
    {
        "segmentation": pa.string(),
        "segment_id": pa.int32(),
        "rule": pa.string(),
        "rule_sql": pa.string(),
        "rule_precision": pa.float64(),
        "rule_coverage": pa.float64(),
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
        matches = [f"({predicate(rules[i])}) as is_match_{i}" for i in rules]
        assigned = kmeans_assignments.filter(mine).project("customer_id, segment_id")
        customers = session.sql(
            f"select customer_id::varchar as customer_id, {', '.join(matches)}"
            f" from ({customers_sql(champion)})"
        ).join(assigned.filter("segment_id is not null"), "customer_id")
        counts = [
            f"[count(*) filter (is_match_{i} and segment_id = {i}),"
            f" count(*) filter (is_match_{i}), count(*) filter (segment_id = {i})]"
            for i in rules
        ]
        [counted] = customers.aggregate(", ".join(counts)).fetchall()
        for learnt, (hits, matched, members) in zip(champion["rules"], counted, strict=True):
            rows.append(
                learnt
                | {
                    "segmentation": champion["segmentation"],
                    "rule": in_words(learnt["leaves"], labels, units),
                    "rule_sql": predicate(learnt["leaves"]),
                    "rule_precision": hits / matched if matched else None,
                    "rule_coverage": hits / members if members else None,
                }
            )
    return pa.Table.from_pylist(rows, schema=SCHEMA)
