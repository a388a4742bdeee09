"""One row per fit: fits K-Means where a fit is due, and keeps every fit there ever was."""

from datetime import UTC, datetime

from dbt.adapters.events.logging import AdapterLogger

from segmentation import registry, relations
from segmentation.scoring import refreshed

LOGGER = AdapterLogger("Segmentation")


def model(dbt, session):
    customer_features = dbt.ref("customer_features")
    feature_list = dbt.ref("feature_list")
    segmentation_list = dbt.ref("segmentation_list")

    fits = relations.table_rows(session, dbt.this.schema, dbt.this.identifier)
    # Under `--empty` the list has no row, so nothing is fitted.
    rows = relations.to_rows(segmentation_list.order("segmentation"))
    for row in rows:
        name, mine = row["segmentation"], f"segmentation = '{row['segmentation']}'"
        customers = customer_features.filter(mine)
        listed = relations.to_rows(feature_list.filter(mine).order("position"))
        settings = registry.settings(row["settings"], listed, row["customers_where"])
        every, others = registry.split(fits, name)
        history = registry.remembered(every, row["is_sample"], row["is_forgotten"])
        if len(history) < len(every):
            LOGGER.warning(f"{name}: {len(every) - len(history)} fits are deleted")
        champion = registry.comparable_champion(history, settings)
        comparison = compared(champion, customers)
        policy = {key: row[key] for key in ("refit", "drift_threshold")}
        reason = registry.refit_reason(history, settings, comparison, **policy)
        if reason:
            # Takes over a second to import: only where there is something to fit.
            from segmentation.fitting import fit_segmentation

            LOGGER.info(f"{name}: fitting {row['customer_count']} customers ({reason[1]})")
            drawn = relations.hash_sample(customers, settings["fit_rows"])
            last_ids = relations.last_segment_ids(session, dbt.this.schema, drawn)
            fit = {key: row[key] for key in ("segmentation", "is_sample", "customer_count")}
            fit |= {"fit_number": registry.next_fit_number(every), "fitted_at": datetime.now(UTC)}
            fit |= fit_segmentation(
                relations.to_matrix(drawn.project("features")),
                champion=champion,
                former_ids=last_ids if history else None,
                next_segment_id=registry.next_segment_id(history),
                **settings,
            )
            history = registry.add(history, fit, settings, reason, comparison)
        comparison = comparison or compared(registry.champion(history), customers)
        fits = others + refreshed(registry.remember(history, comparison), row)
    # At the end: the number of a fit that goes is not used again.
    return registry.to_table(registry.without_samples(fits, all(row["is_sample"] for row in rows)))


def compared(fit, customers):
    return fit and registry.compare(
        fit, relations.bin_counts(customers, fit["bin_edges"], fit.get("fill_values"))
    )
