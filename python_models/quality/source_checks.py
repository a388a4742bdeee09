"""One row per build, source and check: whether tonight's rows are what is expected of them."""

from datetime import UTC, datetime

from quality.gates import judge, last_open, to_table
from quality.suites import SOURCES
from segmentation.relations import table_rows, to_rows

EXAMPLE = "concat('row ', source_row, ' (' || rejection_reason || ')')"


def model(dbt, session):
    checked_mall_customers = dbt.ref("checked_mall_customers")
    checked_campaign_customers = dbt.ref("checked_campaign_customers")
    checked_retail_transactions = dbt.ref("checked_retail_transactions")
    source_list = dbt.ref("source_list")

    checked = {
        "mall_customers": checked_mall_customers,
        "campaign_customers": checked_campaign_customers,
        "retail_transactions": checked_retail_transactions,
    }
    history = table_rows(session, dbt.this.schema, dbt.this.identifier)
    results = []
    for row in to_rows(source_list.order("source")):
        source, location = row["source"], row["location"]
        former = [] if row["may_be_shorter"] else last_open(history, source, location is None)
        former_row_count = str(former[0]["row_count"]) if former else "null"
        rows = (
            checked[source]
            # What is later than as_of is not there yet.
            .filter("rejection_reason is distinct from 'invoiced_at is on or after as_of'")
            .project(f"*, {former_row_count} as former_row_count")
        )
        for result in judge(rows, SOURCES[source], "source_row", EXAMPLE):
            results.append({"subject": source, "location": location} | result)
    return to_table(history, results, "sources", datetime.now(UTC))
