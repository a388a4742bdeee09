"""One row per fit: fits K-Means where a fit is due, and keeps every fit there ever was."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from segmentation import registry


def model(dbt, session):
    customer_features = dbt.ref("customer_features")
    feature_list = dbt.ref("feature_list")
    segmentation_list = dbt.ref("segmentation_list")

    fits = []
    if session.sql(
        "select 1 from duckdb_tables() where database_name = current_database()"
        f" and schema_name = '{dbt.this.schema}' and table_name = '{dbt.this.identifier}'"
    ).fetchall():
        fits = session.sql(f"select * from {dbt.this}").to_arrow_table().to_pylist()

    for row in segmentation_list.order("segmentation").df().to_dict("records"):
        name = row["segmentation"]
        if row["customer_count"] == 0:  # `--empty` checks the plumbing, not the mathematics
            continue
        features = feature_list.filter(f"segmentation = '{name}'").order("position").df()
        settings = {key: row[key] for key in ("k", "k_min", "k_max", "random_seed")}
        settings |= {
            "feature_names": features["feature"].tolist(),
            "transforms": features["transform"].tolist(),
        }
        hashes = {
            "settings_hash": registry.settings_hash(settings),
            "data_hash": row["data_hash"],
        }
        reason = registry.refit_reason(registry.champion(fits, name), **hashes)
        if reason is None:
            continue
        # Sorted: K-Means starts from rows it draws, so their order is part of the input.
        customers = customer_features.filter(f"segmentation = '{name}'").order("customer_id")
        matrix = np.stack(customers.project("features").fetchnumpy()["features"])
        fit = registry.fit_segmentation(name, matrix, **settings)
        fit |= {**hashes, "refit_reason": reason, "fitted_at": datetime.now(UTC)}
        fits = registry.add_champion(fits, fit)

    return pa.Table.from_pylist(fits, schema=registry.SCHEMA)
