"""One row per build, customers model and check: whether tonight's customers can be meant."""

import json
from datetime import UTC, datetime

from quality.gates import judge, last_open, recorded, to_table
from quality.suites import customers_suite
from segmentation.relations import recorded_customers, recorded_features, table_arrow, to_rows


def model(dbt, session):
    customers_list = dbt.ref("customers_list")

    history = recorded(table_arrow(session, dbt.this.schema, dbt.this.identifier))
    # What the project's schemas begin with, in a project that has it as a package.
    prefix = dbt.this.schema.removesuffix("quality")
    results = []
    for row in to_rows(customers_list.order("customers")):
        subject, relation, is_sample = row["customers"], row["relation"], row["is_sample"]
        former = [] if row["may_be_shorter"] else last_open(history, subject, is_sample)
        former_count = str(former[0]["row_count"]) if former else "null::bigint"
        remembered = [] if row["may_be_shorter"] else json.loads(row["remembered"])
        customers = recorded_customers(session, relation, remembered, is_sample, prefix).project(
            f"*, {former_count} as former_row_count"
        )
        features = json.loads(row["features"])
        former = recorded_features(session, json.loads(row["of_all_features"]), is_sample, prefix)
        suite = customers_suite(
            relation,
            lost=[name for name in former if name not in features],
            columns=json.loads(row["columns"]),
            features=features,
            bounds=json.loads(row["bounds"]),
            forgotten=json.loads(row["forgotten"]),
        )
        for result in judge(customers, suite, "customer_id", "'customer ' || customer_id::string"):
            results.append({"subject": subject, "is_sample": is_sample} | result)
    return to_table(history, results, "customers", datetime.now(UTC))
