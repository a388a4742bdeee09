"""Retail transactions: what is read and set aside, RFM and its segments, and the known figures."""

import csv
import os
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from segmentation.kmeans import fit_kmeans
from segmentation.scaling import fit_scaling

HEADER_OF_ONLINE_RETAIL_II = [
    *["Invoice", "StockCode", "Description", "Quantity"],
    *["InvoiceDate", "Price", "Customer ID", "Country"],
]


def accepted(project, **variables):
    """Build the staging models of the source and return the accepted lines."""
    selected = "+stg_retail_transactions"
    project.dbt("run", "--select", selected, "--vars", str(variables))
    return sorted(project.sql("from staging.stg_retail_transactions"), key=repr)


def test_online_retail_ii_reads_the_same(built, staging, tmp_path):
    with (built.folder / "seeds/sample_retail_transactions.csv").open(newline="") as file:
        _, *rows = csv.reader(file)
    for row in rows:
        row[4] = row[4] and datetime.strptime(row[4], "%m/%d/%Y %H:%M").isoformat()
        row[6] = row[6] and f"{row[6]}.0"
    path = tmp_path / "online_retail_II.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER_OF_ONLINE_RETAIL_II, *rows])
    expected = sorted(built.sql("from staging.stg_retail_transactions"), key=repr)
    assert accepted(staging, retail_transactions=str(path)) == expected


def test_the_sample_has_every_kind_of_line_that_is_set_aside(built):
    reasons = built.sql(
        "select reason from marts.rejection_summary"
        " where source = 'retail_transactions' order by reason"
    )
    assert [reason for (reason,) in reasons] == [
        "customer_id is missing",
        "invoice is cancelled",
        "invoiced_at is missing",
        "quantity is not a number",
        "quantity is zero or less",
        "unit_price is negative",
        "unit_price is zero",
    ]
    [(products, others)] = built.sql(
        "select count(*) filter (is_product), count(*) filter (not is_product)"
        " from staging.stg_retail_transactions"
    )
    assert products > others > 0
    assert built.sql(
        "select count(*) from (select customer_id from staging.stg_retail_transactions"
        " group by all having count(distinct country) > 1)"
    ) == [(2,)]


def test_not_a_penny_is_lost_from_the_lines_to_the_marts(built):
    [(lines, customers, marts)] = built.sql(
        "select (select sum(line_value) from staging.stg_retail_transactions),"
        " (select sum(monetary) from customers.retail_customers),"
        " (select sum(monetary) from marts.rfm_segments)"
    )
    assert lines == customers == marts
    [(products, bought)] = built.sql(
        "select (select sum(value) from features.customer_products"
        " where customers = 'retail_customers'),"
        " (select sum(line_value) from staging.stg_retail_transactions where is_product)"
    )
    assert products == bought < lines


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("{{ r_count + 1 }} - (", "("),
        (
            "{{ rfm_score('frequency', 'frequency_cuts', f_count) }}",
            "6 - ({{ rfm_score('frequency', 'frequency_cuts', f_count) }})",
        ),
    ],
    ids=["recency", "frequency"],
)
def test_scores_turned_round_fail_the_build(rebuilt, right, wrong):
    model = rebuilt.folder / "models/marts/rfm_segments.sql"
    assert right in model.read_text()
    model.write_text(model.read_text().replace(right, wrong))
    messages = rebuilt.dbt("build", "--select", "rfm_segments", succeeds=False)
    failed = {name for name, message in messages.items() if message.startswith("fail")}
    assert "assert_a_higher_rfm_score_is_better" in failed


def test_a_grid_with_a_field_missing_fails_the_build(rebuilt):
    rules = rebuilt.folder / "seeds/rfm_segment_rules.csv"
    rules.write_text(rules.read_text().replace("4,1,promising\n", ""))
    messages = rebuilt.dbt("build", "--select", "rfm_segment_rules", succeeds=False)
    assert messages["assert_the_rfm_rules_cover_every_score"].startswith("fail: Got 1 result")


def test_moments_with_a_zone_are_read_in_utc_wherever_the_machine_is(staging, tmp_path):
    path = tmp_path / "zoned.parquet"
    duckdb.sql(
        "copy (select '1' as Invoice, 'A' as StockCode, 'LAMP' as Description, 2 as Quantity,"
        " '2011-12-09 23:30:00+00'::timestamptz as InvoiceDate, 1.5 as Price,"
        " 17850.0::double as \"Customer ID\", 'France' as Country)"
        f" to '{path}'"
    )
    # Another process: the engine asks for the machine's zone once.
    subprocess.run(
        [
            *[Path(sys.executable).parent / "dbt", "run", "--select", "+stg_retail_transactions"],
            *["--vars", str({"retail_transactions": str(path)})],
        ],
        cwd=staging.folder,
        env={**os.environ, "TZ": "Asia/Tokyo"},
        check=True,
        capture_output=True,
    )
    assert staging.sql(
        "select invoiced_at, line_value, customer_id from staging.stg_retail_transactions"
    ) == [(datetime(2011, 12, 9, 23, 30), Decimal("3"), "17850")]


@pytest.fixture(scope="module")
def file(real_data):
    return str(real_data / "online_retail.parquet")


def test_real_lines_are_accepted_and_rejected_as_the_field_does(real):
    assert real.sql(
        "select count(*), count(distinct customer_id), count(distinct invoice_no),"
        " count(distinct stock_code), count(distinct country), sum(line_value)"
        " from staging.stg_retail_transactions"
    ) == [(397_884, 4338, 18_532, 3665, 37, Decimal("8911407.904"))]
    assert real.sql(
        "select reason, row_count from marts.rejection_summary"
        " where source = 'retail_transactions' order by reason"
    ) == [
        ("customer_id is missing", 135_080),
        ("invoice is cancelled", 8905),
        ("unit_price is zero", 40),
    ]
    assert 397_884 + 135_080 + 8905 + 40 == 541_909


def test_real_codes_of_no_product(real):
    assert real.sql(
        "select stock_code, count(*) from staging.stg_retail_transactions"
        " where not is_product group by all order by stock_code"
    ) == [("BANK CHARGES", 12), ("C2", 133), ("DOT", 16), ("M", 284), ("PADS", 3), ("POST", 1099)]
    assert real.sql(
        "select count(*), count(distinct product), sum(value)"
        " from features.customer_products where customers = 'retail_customers'"
    ) == [(266_221, 3659, Decimal("8761066.65"))]


def test_real_recency_frequency_and_monetary_value(real):
    [figures] = real.sql(
        "select min(recency_days), median(recency_days), max(recency_days), avg(recency_days),"
        " min(frequency), median(frequency), max(frequency), avg(frequency),"
        " min(monetary)::double, max(monetary)::double, avg(monetary)"
        " from customers.retail_customers"
    )
    assert [round(figure, 6) for figure in figures] == [
        *[1, 51, 374, 92.536422],
        *[1, 2, 209, 4.272015],
        *[3.75, 280206.02, 2054.26646],
    ]
    assert real.sql(
        "select customer_id, recency_days, frequency, monetary from customers.retail_customers"
        " where customer_id in ('12346', '12748', '14646', '18287') order by customer_id"
    ) == [
        ("12346", 326, 1, Decimal("77183.60")),
        ("12748", 1, 209, Decimal("33719.73")),
        ("14646", 2, 73, Decimal("280206.02")),
        ("18287", 43, 3, Decimal("1837.28")),
    ]
    assert real.sql("select distinct as_of::varchar from customers.retail_customers") == [
        ("2011-12-10",)
    ]


@pytest.mark.parametrize(("k", "inertia"), [(3, 4867.846645), (4, 3938.509954), (5, 3295.976329)])
def test_real_rfm_reaches_the_reference_inertia(real, k, inertia):
    features = np.array(
        real.sql(
            "select recency_days, frequency, monetary from customers.retail_customers"
            " order by customer_id"
        ),
        dtype=float,
    )
    scaled = fit_scaling(features, ["log1p"] * 3).apply(features)
    partition = fit_kmeans(scaled, k, n_init=10, random_seed=42)
    assert partition.inertia == pytest.approx(inertia, rel=1e-6)


def test_the_fit_on_real_rfm_is_no_worse_than_the_best_known(real):
    [(k, inertia, silhouette)] = real.sql(
        "select k, inertia, silhouette from marts.segmentation_fits"
        " where segmentation = 'retail_rfm'"
    )
    assert k == 4
    assert inertia <= 3938.0492 * 1.001
    assert 0.33 <= silhouette <= 0.34


def test_real_rule_segments_run_from_champions_to_hibernating(real):
    segments = dict(real.sql("select rfm_segment, count(*) from marts.rfm_segments group by all"))
    # The reference breaks ties in frequency by customer id, so that equal customers differ.
    assert segments == {
        "hibernating": 1325,
        "loyal customers": 695,
        "champions": 604,
        "potential loyalists": 495,
        "about to sleep": 476,
        "at risk": 348,
        "promising": 175,
        "need attention": 118,
        "new customers": 67,
        "cannot lose": 35,
    }
    medians = {
        name: figures
        for name, *figures in real.sql(
            "select rfm_segment, median(recency_days), median(monetary)"
            " from marts.rfm_segments group by all"
        )
    }
    path = ["champions", "loyal customers", "need attention", "hibernating"]
    recency, spend = zip(*(medians[name] for name in path), strict=True)
    assert list(recency) == sorted(recency)
    assert list(spend) == sorted(spend, reverse=True)


def test_recency_scores_are_those_of_quantile_cuts(real):
    rows = real.sql("select recency_days, r_score from marts.rfm_segments")
    days, scores = np.array(rows).T
    cuts = np.quantile(days, [0.2, 0.4, 0.6, 0.8])
    assert (scores == 5 - np.searchsorted(cuts, days, side="left")).all()


def test_a_set_day_leaves_later_lines_out_and_counts_calendar_days(file, project):
    project.dbt(
        *["build", "--select", "+retail_customers", "--indirect-selection", "cautious", "--vars"],
        str({"retail_transactions": file, "retail_transactions_as_of": "2011-12-10"}),
    )
    assert project.sql(
        "select count(*), min(recency_days), max(recency_days), round(avg(recency_days), 6)"
        " from customers.retail_customers"
    ) == [(4338, 1, 374, 93.059474)]
    project.dbt(
        *["build", "--select", "+retail_customers", "--indirect-selection", "cautious", "--vars"],
        str({"retail_transactions": file, "retail_transactions_as_of": "2011-09-01"}),
    )
    with duckdb.connect() as connection:
        [(later,)] = connection.sql(
            f"select count(*) from '{file}' where InvoiceDate >= '2011-09-01'"
        ).fetchall()
        [(lines, customers, days)] = connection.sql(
            "select count(*), count(distinct CustomerID), '2011-09-01' - max(InvoiceDate)::date"
            f" from '{file}' where CustomerID is not null and InvoiceNo not like 'C%'"
            " and Quantity > 0 and UnitPrice > 0 and InvoiceDate < '2011-09-01'"
        ).fetchall()
    assert project.sql(
        "select (select count(*) from staging.stg_retail_transactions), count(*),"
        " min(recency_days) from customers.retail_customers"
    ) == [(lines, customers, days)]
    assert project.sql(
        "select count(*) from staging.checked_retail_transactions"
        " where rejection_reason = 'invoiced_at is on or after as_of'"
    ) == [(later,)]


def test_exact_duplicates_are_set_aside_when_that_is_asked_for(file, staging):
    assert len(accepted(staging, retail_transactions=file, retail_drop_duplicates=True)) == 392_692


def test_a_csv_of_the_file_reads_the_same(file, real, staging, tmp_path):
    path = tmp_path / "online_retail.csv"
    duckdb.sql(
        "copy (select * replace (strftime(InvoiceDate, '%-m/%-d/%Y %-H:%M') as InvoiceDate)"
        f" from '{file}') to '{path}'"
    )
    assert accepted(staging, retail_transactions=str(path)) == sorted(
        real.sql("from staging.stg_retail_transactions"), key=repr
    )
