"""One row per build, source and check: whether tonight's rows are what is expected of them."""

import json
from datetime import UTC, datetime

from quality.gates import judge, last_open, recorded, to_table
from quality.suites import parse
from segmentation.relations import table_arrow, to_rows

# Not the row itself: this table is published.
EXAMPLE = "'row ' || source_row::string || coalesce(' (' || rejection_reason || ')', '')"


def model(dbt, session):
    # It reads every checked_ model, so these are there.
    source_list = dbt.ref("source_list")

    history = recorded(table_arrow(session, dbt.this.schema, dbt.this.identifier))
    results = []
    for row in to_rows(source_list.order("source")):
        source, location = row["source"], row["location"]
        about = {"subject": source, "location": location, "is_sample": location is None}
        former = [] if row["may_be_shorter"] else last_open(history, source, about["is_sample"])
        former_row_count = str(former[0]["row_count"]) if former else "null::bigint"
        rows = (
            session.sql(f"select * from {row['relation']}")
            # What is later than as_of is not there yet.
            .filter("problem is distinct from 'is on or after as_of'")
            .project(f"*, {row['row_count']} as row_count, {former_row_count} as former_row_count")
        )
        checks = parse(
            json.loads(row["expectations"]), f"{source}: expectations", row["columns_found"]
        )
        for result in judge(rows, checks, "source_row", EXAMPLE):
            results.append(about | result)
    return to_table(history, results, "sources", datetime.now(UTC))
