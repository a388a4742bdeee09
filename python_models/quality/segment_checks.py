"""One row per build, segmentation and check: whether tonight's segments are what is expected."""

from datetime import UTC, datetime

from quality.gates import judge, recorded, to_table
from quality.suites import SEGMENTS
from segmentation.relations import table_arrow, to_rows

FIT = "segmentation, is_sample, cardinality(segment_ids) as k, segment_ids, silhouette"
ADDITIVE = "customers, customer_id, case when is_additive then value end as value"


def model(dbt, session):
    kmeans_assignments = dbt.ref("kmeans_assignments")
    kmeans_fits = dbt.ref("kmeans_fits")
    segmentation_champions = dbt.ref("segmentation_champions").project("segmentation, customers")
    customer_values = dbt.ref("customer_values").project(ADDITIVE)

    fits = kmeans_fits.filter("status = 'champion'").project(FIT)
    customers = kmeans_assignments.join(fits, "segmentation").join(
        segmentation_champions, "segmentation"
    )
    valued = customers.join(customer_values, "customers, customer_id", how="left")
    results = []
    for row in to_rows(segmentation_champions.join(fits, "segmentation").order("segmentation")):
        segmentation = row["segmentation"]
        about = {"subject": segmentation, "is_sample": row["is_sample"]}
        mine = valued.filter(f"segmentation = '{segmentation}'")
        for result in judge(mine, SEGMENTS, "customer_id", "'customer ' || customer_id::string"):
            results.append(about | result)
    history = recorded(table_arrow(session, dbt.this.schema, dbt.this.identifier))
    return to_table(history, results, "segments", datetime.now(UTC))
