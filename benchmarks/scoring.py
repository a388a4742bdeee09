"""Time the scoring of ten million customers of ten features in plain SQL, and their summary.

Run from the project's root after a build: `python benchmarks/scoring.py`. The customers are those
of the built `campaign_engagement`, copied under other ids with each feature a little changed; the
query is the champion's own, as `marts.segmentation_fits` has it.
"""

import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

CUSTOMERS = 10_000_000
RELATION = "customers.campaign_customers"


def main() -> None:
    """Print what each step took, and the most memory that the process held."""
    with duckdb.connect("warehouse.duckdb", read_only=True) as warehouse:
        [[query, features]] = warehouse.execute(
            "select scoring_sql, feature_names from marts.segmentation_fits"
            " where segmentation = 'campaign_engagement' and status = 'champion'"
        ).fetchall()
        columns = f"customer_id, {features}"
        customers = warehouse.sql(f"select {columns} from {RELATION}").to_arrow_table()
    with TemporaryDirectory() as folder, duckdb.connect(Path(folder) / "scored.duckdb") as scored:
        scored.execute("set memory_limit = '2GB'")
        scored.execute("create schema customers")
        scored.register("customers", customers)

        def timed(step: str, statement: str) -> list[tuple]:
            start = time.perf_counter()
            rows = scored.execute(statement).fetchall()
            print(f"{step}: {time.perf_counter() - start:.1f} s")
            return rows

        timed(
            f"made {CUSTOMERS:,} customers of {customers.num_columns - 1} features",
            f"create table {RELATION} as"
            " select customer_id || '-' || copy as customer_id,"
            " columns(* exclude (customer_id, copy)) * (1 + copy % 100 / 1000)"
            f" from customers, range({CUSTOMERS // len(customers) + 1}) as copies (copy)"
            f" limit {CUSTOMERS}",
        )
        timed("scored", f"create table assignments as {query}")
        rows = timed(
            "summarised",
            "select segment_id, count(*), avg(columns(features.* exclude (customer_id))),"
            " avg(confidence)"
            f" from assignments inner join {RELATION} as features using (customer_id) group by 1"
            " order by 1",
        )
        for segment_id, count, *_ in rows:
            print(f"    segment {segment_id}: {count:,} customers")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory: {peak:.2f} GB")


if __name__ == "__main__":
    main()
