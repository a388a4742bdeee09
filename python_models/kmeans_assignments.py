"""One row per segmentation and customer: what the segmentation's champion says of the customer."""

from segmentation.relations import recorded_periods, to_rows
from segmentation.scoring import fit_sql, read_by

NONE = """
select
    null::string as segmentation,
    null::date as as_of,
    null::integer as fit_number,
    null::string as customer_id,
    null::integer as segment_id,
    null::double as distance,
    null::integer as runner_up_segment_id,
    null::double as confidence,
    null::boolean as is_outlier,
    null::double as map_x,
    null::double as map_y,
    null::string as unscored_reason,
    null::integer as former_fit_segment_id
where false
"""
SCORED = "scored.segment_id, scored.distance, scored.runner_up_segment_id, scored.confidence,"
SCORED += " scored.is_outlier, scored.map_x, scored.map_y, scored.unscored_reason"


def model(dbt, session):
    kmeans_fits = dbt.ref("kmeans_fits")
    segmentation_champions = dbt.ref("segmentation_champions")

    queries = [NONE]
    for champion in to_rows(segmentation_champions.order("segmentation")):
        name, number = champion["segmentation"], champion["fit_number"]
        among = champion["customers_relation"], champion["customers_where"]
        as_of = f"date '{champion['as_of']}'" if champion["as_of"] else "null::date"
        earlier = [
            period
            for period in recorded_periods(session, dbt.this.schema, name)
            if champion["as_of"] and period["as_of"] < champion["as_of"]
        ]
        former_number = earlier[-1]["fit_number"] if earlier else None
        former_fits = to_rows(
            kmeans_fits.filter(f"segmentation = '{name}' and fit_number = {former_number or 0}")
        )
        former_id, join = "null::integer", ""
        if former_number == number:
            former_id = "scored.segment_id"
        # A fit whose features are gone cannot say where it would put tonight's customers.
        elif former_fits and set(former_fits[0]["feature_names"]) <= set(champion["feature_names"]):
            former_id = "former.segment_id"
            former = read_by(session, fit_sql(former_fits[0], *among))
            join = f" left join ({former}) as former on scored.customer_id = former.customer_id"
        queries.append(
            f"select '{name}', {as_of}, {number}, scored.customer_id::string, {SCORED}, {former_id}"
            f" from ({read_by(session, champion['scoring_sql'])}) as scored{join}"
        )
    return session.sql(" union all ".join(queries))
