"""One row per published table: the last node, so that nothing untested gets out."""

from datetime import UTC, datetime
from pathlib import Path

from segmentation.relations import to_rows
from segmentation.scoring import columns_read
from serving.publication import SCHEMA, publish_from


def model(dbt, session):
    marts = {
        "customer_segments": dbt.ref("customer_segments"),
        "data_quality_results": dbt.ref("data_quality_results"),
        "days": dbt.ref("days"),
        "feature_correlations": dbt.ref("feature_correlations"),
        "feature_drift": dbt.ref("feature_drift"),
        "feature_statistics": dbt.ref("feature_statistics"),
        "k_selection": dbt.ref("k_selection"),
        "rejection_summary": dbt.ref("rejection_summary"),
        "rfm_segment_crossings": dbt.ref("rfm_segment_crossings"),
        "rfm_segments": dbt.ref("rfm_segments"),
        "segment_audiences": dbt.ref("segment_audiences"),
        "segment_demographics": dbt.ref("segment_demographics"),
        "segment_entries": dbt.ref("segment_entries"),
        "segment_history": dbt.ref("segment_history"),
        "segment_migrations": dbt.ref("segment_migrations"),
        "segment_products": dbt.ref("segment_products"),
        "segment_profiles": dbt.ref("segment_profiles"),
        "segment_responses": dbt.ref("segment_responses"),
        "segment_summary": dbt.ref("segment_summary"),
        "segment_value_history": dbt.ref("segment_value_history"),
        "segmentation_fits": dbt.ref("segmentation_fits"),
        "unscored_customers": dbt.ref("unscored_customers"),
    }
    features = to_rows(dbt.ref("feature_list").order("position"))
    customers = columns_read(to_rows(dbt.ref("segmentation_list")), features)  # what scoring reads
    dbt.ref("rejected_rows")  # waited for and not published: these rows are as they came
    if not marts["customer_segments"].limit(1).fetchall():
        return SCHEMA.empty_table()
    champions = marts["segmentation_fits"].filter("status = 'champion'").order("segmentation")
    champions = champions.project("segmentation, fit_number, fitted_at, k, customer_count")
    return publish_from(
        session,
        tables=dict.fromkeys([*(f"marts.{name}" for name in marts), "features.feature_list"])
        | customers,
        path=Path(dbt.config.meta_get("path")),
        fits=to_rows(champions),
        at=datetime.now(UTC).replace(tzinfo=None),
        prefix=dbt.this.schema.removesuffix("serving"),
    )
