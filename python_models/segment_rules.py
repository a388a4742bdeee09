"""One row per segmentation and segment: a rule for it, and how well the rule holds tonight."""

import pyarrow as pa

from segmentation.relations import to_rows
from segmentation.rules import in_words, predicate

SCHEMA = pa.schema(
    {
        "segmentation": pa.string(),
        "segment_id": pa.int32(),
        "rule": pa.string(),
        "rule_sql": pa.string(),
        "rule_precision": pa.float64(),
        "rule_coverage": pa.float64(),
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
        customers = session.sql(f"from {champion['features_relation']}").join(
            kmeans_assignments.filter(f"{mine} and segment_id is not null"), "customer_id"
        )
        counted = []
        for rule in champion["rules"]:
            matching, member = predicate(rule["leaves"]), f"segment_id = {rule['segment_id']}"
            for condition in (f"({matching}) and {member}", matching, member):
                counted.append(f"count(*) filter ({condition})")
        [counts] = customers.aggregate(", ".join(counted)).fetchall()
        for rule, hits, matches, members in zip(
            champion["rules"], counts[::3], counts[1::3], counts[2::3], strict=True
        ):
            rows.append(
                {
                    "segmentation": champion["segmentation"],
                    "segment_id": rule["segment_id"],
                    "rule": in_words(rule["leaves"], labels, units),
                    "rule_sql": predicate(rule["leaves"]),
                    "rule_precision": hits / matches if matches else None,
                    "rule_coverage": hits / members if members else None,
                }
            )
    return pa.Table.from_pylist(rows, schema=SCHEMA)
