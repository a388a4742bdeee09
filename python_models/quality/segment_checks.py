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

    champions = kmeans_fits.filter("status = 'champion'").project(FIT)
    customers = kmeans_assignments.join(champions, "segmentation")
    results = []
    for row in to_rows(segmentation_champions.project("segmentation").order("segmentation")):
        segmentation = row["segmentation"]
        mine = customers.filter(f"segmentation = '{segmentation}'")
        for result in judge(mine, SEGMENTS, "customer_id", "'customer ' || customer_id"):
            results.append({"subject": segmentation} | result)
    history = table_rows(session, dbt.this.schema, dbt.this.identifier)
    return to_table(history, results, "segments", datetime.now(UTC))
