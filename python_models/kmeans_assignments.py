"""One row per segmentation and customer: what the segmentation's champion says of the customer."""

NONE = """
select
    null::varchar as segmentation,
    null::integer as fit_number,
    null::varchar as customer_id,
    null::integer as segment_id,
    null::double as distance,
    null::integer as runner_up_segment_id,
    null::double as confidence,
    null::boolean as is_outlier,
    null::double as map_x,
    null::double as map_y,
    null::varchar as unscored_reason
where false
"""


def model(dbt, session):
    segmentation_champions = dbt.ref("segmentation_champions")

    champions = segmentation_champions.project("segmentation, fit_number, scoring_sql")
    queries = [
        f"select '{segmentation}' as segmentation, {fit_number} as fit_number, * from ({query})"
        for segmentation, fit_number, query in champions.order("segmentation").fetchall()
    ]
    return session.sql(" union all by name ".join([NONE, *queries]))
