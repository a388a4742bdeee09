"""One row per segmentation and customer: the nearest centroid of the segmentation's champion."""

NONE = """
select
    null::varchar as segmentation,
    null::varchar as customer_id,
    null::integer as fit_number,
    null::integer as segment_id,
    null::double as distance,
    null::integer as runner_up_segment_id
where false
"""


def model(dbt, session):
    customer_features = dbt.ref("customer_features")  # noqa: F841 - read by the scoring queries
    kmeans_fits = dbt.ref("kmeans_fits")

    champions = kmeans_fits.filter("status = 'champion'").order("segmentation")
    queries = [
        f"select '{segmentation}' as segmentation, customer_id, {fit_number} as fit_number,"
        f" segment_id, distance, runner_up_segment_id from ({scoring_sql})"
        for segmentation, fit_number, scoring_sql in champions.project(
            "segmentation, fit_number, scoring_sql"
        ).fetchall()
    ]
    return session.sql(" union all ".join([NONE, *queries]))
