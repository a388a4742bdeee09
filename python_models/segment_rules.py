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
        predicates = [predicate(rule["leaves"]) for rule in champion["rules"]]
        # A feature may have the name of a column of the assignments.
        matches = "".join(f", ({rule}) as is_match_{i}" for i, rule in enumerate(predicates))
        customers = (
            session.sql(f"select customer_id{matches} from {champion['features_relation']}")
            .join(kmeans_assignments.filter(mine).project("customer_id, segment_id"), "customer_id")
            .filter("segment_id is not null")
        )
        counted = [
            f"count(*) filter ({condition})"
            for i, rule in enumerate(champion["rules"])
            for condition in (
                f"is_match_{i} and segment_id = {rule['segment_id']}",
                f"is_match_{i}",
                f"segment_id = {rule['segment_id']}",
            )
        ]
        [counts] = customers.aggregate(", ".join(counted)).fetchall()
        for rule, matching, hits, matches, members in zip(
            champion["rules"], predicates, counts[::3], counts[1::3], counts[2::3], strict=True
        ):
            rows.append(
                {
                    "segmentation": champion["segmentation"],
                    "segment_id": rule["segment_id"],
                    "rule": in_words(rule["leaves"], labels, units),
                    "rule_sql": matching,
                    "rule_precision": hits / matches if matches else None,
                    "rule_coverage": hits / members if members else None,
                }
            )
    return pa.Table.from_pylist(rows, schema=SCHEMA)
