"""One row per fit: fits K-Means where a fit is due, and keeps every fit there ever was."""

from datetime import UTC, datetime

from segmentation import registry
from segmentation.relations import to_matrix, to_rows


def model(dbt, session):
    customer_features = dbt.ref("customer_features")
    feature_list = dbt.ref("feature_list")
    segmentation_list = dbt.ref("segmentation_list")

    fits = []
    if session.sql(
        "select 1 from duckdb_tables() where database_name = current_database()"
        f" and schema_name = '{dbt.this.schema}' and table_name = '{dbt.this.identifier}'"
    ).fetchall():
        fits = to_rows(session.sql(f"select * from {dbt.this}"))

    # Under `--empty` the list has no row, so nothing is fitted.
    for row in to_rows(segmentation_list.order("segmentation")):
        mine = f"segmentation = '{row['segmentation']}'"
        features = to_rows(feature_list.filter(mine).order("position"))
        settings = {key: row[key] for key in ("segmentation", "k", "k_min", "k_max", "random_seed")}
        settings["feature_names"] = [feature["feature"] for feature in features]
        settings["transforms"] = [feature["transform"] for feature in features]
        due = registry.due(fits, settings, row["data_hash"])
        if due:
            # scikit-learn takes over a second to import: only where there is something to fit.
            from segmentation.fitting import fit_segmentation

            # Sorted: K-Means starts from rows it draws, so their order is part of the input.
            customers = customer_features.filter(mine).order("customer_id").project("features")
            fit = fit_segmentation(to_matrix(customers), **settings)
            fits = registry.add_champion(fits, fit | due | {"fitted_at": datetime.now(UTC)})

    return registry.to_table(fits)
