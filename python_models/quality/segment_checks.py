"""One row per build, segmentation and check: whether tonight's segments are what is expected."""

from datetime import UTC, datetime

from quality.gates import judge, to_table
from quality.suites import SEGMENTS
from segmentation.relations import table_rows, to_rows

FIT = "segmentation, len(segment_ids) as k, segment_ids, silhouette"


def model(dbt, session):
    kmeans_assignments = dbt.ref("kmeans_assignments")
    kmeans_fits = dbt.ref("kmeans_fits")
    segmentation_champions = dbt.ref("segmentation_champions")

    champions = kmeans_fits.filter("status = 'champion'")
    customers = kmeans_assignments.join(champions.project(FIT), "segmentation")
    declared = segmentation_champions.project("segmentation")
    fits = declared.join(champions.project("segmentation, is_sample"), "segmentation")
    results = []
    for row in to_rows(fits.order("segmentation")):
        segmentation = row["segmentation"]
        about = {"subject": segmentation, "is_sample": row["is_sample"]}
        mine = customers.filter(f"segmentation = '{segmentation}'")
        for result in judge(mine, SEGMENTS, "customer_id", "'customer ' || customer_id"):
            results.append(about | result)
    history = table_rows(session, dbt.this.schema, dbt.this.identifier)
    return to_table(history, results, "segments", datetime.now(UTC))
