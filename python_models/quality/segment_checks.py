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
    names = [row["segmentation"] for row in to_rows(segmentation_champions.order("segmentation"))]
    segments = {name: customers.filter(f"segmentation = '{name}'") for name in names}
    results = judge(segments, SEGMENTS, "customer_id", "'customer ' || customer_id")
    history = table_rows(session, dbt.this.schema, dbt.this.identifier)
    return to_table(history, results, "segments", datetime.now(UTC))
