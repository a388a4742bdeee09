"""Campaign customers: the sample and the real files, built for real in a temporary copy."""

import csv
import itertools
import random
import shutil

import duckdb
import pytest
from conftest import copy_project
from scipy.stats import binomtest

RUN = ["run", "--select", "+stg_campaign_customers"]
ACCEPTED = "from staging.stg_campaign_customers order by customer_id"
REJECTED = (
    "select reason, row_count from marts.rejection_summary"
    " where source = 'campaign_customers' order by reason"
)
SIZES = (
    "select segment_name, customer_count from marts.segment_summary"
    " where segmentation = 'campaign_engagement' order by segment_id"
)


@pytest.fixture
def read(staging):
    """Build the staging models from a file: return its accepted rows, or the message."""

    def build(path, succeeds=True):
        if path.suffix == ".csv":
            # Files of one name: with other vars dbt would parse the project anew.
            shutil.copy(path, staging.folder / "campaign.csv")
            path = "campaign.csv"
        variables = str({"campaign_customers": str(path)})
        messages = staging.dbt(*RUN, "--vars", variables, succeeds=succeeds)
        return staging.sql(ACCEPTED) if succeeds else messages["base_campaign_customers"]

    return build


@pytest.fixture(scope="module")
def prepared(real_data, tmp_path_factory):
    """Return the project built on the real ifood_df.csv."""
    project = copy_project(tmp_path_factory.mktemp("prepared") / "project")
    project.dbt("seed")
    project.run(campaign_customers=str(real_data / "ifood_df.csv"))
    return project


def disjoint_pairs(project, campaign):
    """Count the pairs of segments whose response intervals do not overlap."""
    intervals = project.sql(
        "select response_rate_low, response_rate_high from marts.segment_responses"
        f" where segmentation = 'campaign_engagement' and campaign = '{campaign}'"
    )
    assert len(intervals) == 5
    return sum(
        high < other_low or other_high < low
        for (low, high), (other_low, other_high) in itertools.combinations(intervals, 2)
    )


def write(path, header, rows, delimiter=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def sample_rows(built):
    with (built.folder / "seeds/sample_campaign_customers.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def iso(rows, column):
    """Return the rows with the days of one column turned from dd-mm-yyyy into ISO."""
    return [
        [*row[:column], "-".join(row[column].split("-")[::-1]), *row[column + 1 :]] for row in rows
    ]


def test_the_samples_faults_are_set_aside_with_their_reasons(built):
    assert built.sql(REJECTED) == [
        ("age is outside 0 to 100", 3),
        ("customer_days is missing", 1),
        ("customer_id is repeated", 1),
        ("income is not a number", 1),
        ("income is outside 0 to 600000", 1),
        ("wines is outside 0 to 1000000", 1),
    ]


def test_every_dialect_and_format_of_dates_reads_the_same(built, read, tmp_path):
    expected = built.sql(ACCEPTED)
    header, rows = sample_rows(built)
    enrolled = header.index("Dt_Customer")
    assert read(write(tmp_path / "tab.csv", header, rows, "\t")) == expected
    assert read(write(tmp_path / "semicolon.csv", header, rows, ";")) == expected
    iso_file = write(tmp_path / "iso.csv", header, iso(rows, enrolled))
    assert read(iso_file) == expected
    duckdb.sql(f"copy (from '{iso_file}') to '{tmp_path}/typed.parquet'")
    assert read(tmp_path / "typed.parquet") == expected


def test_a_column_that_a_source_may_lack_is_null_and_a_needed_one_is_one_clear_line(
    built, read, tmp_path
):
    header, rows = sample_rows(built)
    rows = rows[:100]

    def without(*names):
        kept = [place for place, name in enumerate(header) if name not in names]
        return write(
            tmp_path / "less.csv",
            [header[place] for place in kept],
            [[row[place] for place in kept] for row in rows],
        )

    columns = [name for name, *_ in built.sql("describe staging.stg_campaign_customers")]
    accepted = read(without("Education", "Marital_Status", "Z_Revenue"))
    assert {row[columns.index("education")] for row in accepted} == {"Unknown"}
    assert {row[columns.index("marital_status")] for row in accepted} == {"Unknown"}
    assert len(read(without("ID"))) == len(accepted)

    message = read(without("Income"), succeeds=False)
    assert "campaign_customers: '" in message
    assert (
        "campaign.csv' has no column 'income' (accepted: income, Income); it has: ID, Year"
        in message
    )
    message = read(without("Year_Birth"), succeeds=False)
    assert (
        "campaign.csv' has no column 'birth_year' and no column 'age', of which it needs" in message
    )
    message = read(without("Dt_Customer"), succeeds=False)
    assert "has no column 'enrolled_on' and no column 'customer_days'" in message


def test_a_file_without_ids_gives_the_same_keys_in_any_order(built, read, tmp_path):
    header, rows = sample_rows(built)
    rows = [row[1:] for row in rows]
    expected = read(write(tmp_path / "campaign.csv", header[1:], rows))
    random.Random(1).shuffle(rows)
    assert read(write(tmp_path / "campaign.csv", header[1:], rows)) == expected


def test_response_intervals_are_scipys(built):
    rows = built.sql(
        "select response_count, customer_count, response_rate_low, response_rate_high"
        " from marts.segment_responses"
    )
    assert any(row[0] == 0 for row in rows)
    for accepted, customers, low, high in rows:
        interval = binomtest(accepted, customers).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((interval.low, interval.high), rel=1e-12)


def test_the_samples_segments_answer_the_last_campaign_differently(built):
    assert disjoint_pairs(built, "last") >= 5


def test_every_row_of_the_original_file_is_accepted_or_set_aside(real):
    assert real.sql(REJECTED) == [
        ("age is outside 0 to 100", 3),
        ("income is outside 0 to 600000", 1),
    ]
    assert real.sql("select count(*) from staging.checked_campaign_customers") == [(2240,)]
    assert real.sql(
        "select count(*), count(*) filter (is_income_imputed), count(*) filter (is_duplicate),"
        " any_value(as_of)::varchar, count(distinct as_of) from staging.stg_campaign_customers"
    ) == [(2236, 24, 182, "2014-06-30", 1)]


def test_what_is_impossible_is_set_aside_and_what_is_missing_imputed(real):
    assert real.sql(
        "select row_json ->> 'Year_Birth', reason from marts.rejected_rows"
        " where source = 'campaign_customers' and reason like 'age%' order by all"
    ) == [(year, "age is outside 0 to 100") for year in ("1893", "1899", "1900")]
    assert real.sql(
        "select row_json ->> 'Income' from marts.rejected_rows where reason like 'income is out%'"
    ) == [("666666",)]
    # Graduation's median; of the accepted rows alone, so that no impossible income counts.
    assert real.sql(
        "with medians as (select education, median(income) as income"
        " from staging.stg_campaign_customers where not is_income_imputed group by education)"
        " select bool_and(stg.income = medians.income) from staging.stg_campaign_customers as stg"
        " join medians using (education) where is_income_imputed"
    ) == [(True,)]
    assert real.sql(
        "select distinct marital_status from staging.stg_campaign_customers order by all"
    ) == [(name,) for name in ("Divorced", "Married", "Single", "Together", "Unknown", "Widow")]


def test_the_original_file_falls_into_five_readable_segments(real):
    assert real.sql(SIZES) == [
        ("Loyal premium shoppers", 487),
        ("Elite spenders", 487),
        ("Browsers on a low income", 486),
        ("Deal-seeking families", 392),
        ("Budget families", 384),
    ]


def test_the_segments_respond_differently(real):
    assert disjoint_pairs(real, "last") >= 7
    assert disjoint_pairs(real, "1") >= 6
    assert disjoint_pairs(real, "5") >= 6


def test_the_prepared_file_is_read_as_it_states_ages_and_days(prepared):
    assert prepared.sql(REJECTED) == []
    assert prepared.sql(
        "select count(*), count(distinct customer_id), count(*) filter (is_duplicate),"
        " count(*) filter (is_income_imputed), min(age), max(age), min(customer_days),"
        " max(customer_days), any_value(as_of)::varchar from staging.stg_campaign_customers"
    ) == [(2205, 2205, 184, 0, 24.0, 80.0, 2159.0, 2858.0, "2020-05-27")]
    assert prepared.sql(
        "select list(distinct education order by education),"
        " list(distinct marital_status order by marital_status)"
        " from staging.stg_campaign_customers"
    ) == [
        (
            ["2n Cycle", "Basic", "Graduation", "Master", "PhD"],
            ["Divorced", "Married", "Single", "Together", "Widow"],
        )
    ]
    assert [size for _, size in prepared.sql(SIZES)] == [486, 486, 482, 382, 369]
    assert disjoint_pairs(prepared, "last") >= 7


def test_variants_of_the_original_file_read_the_same(real, real_data, read, tmp_path):
    with (real_data / "marketing_campaign.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file, delimiter="\t")
    expected = real.sql(ACCEPTED)
    enrolled = header.index("Dt_Customer")
    assert read(write(tmp_path / "comma.csv", header, rows)) == expected
    assert read(write(tmp_path / "semicolon.csv", header, rows, ";")) == expected
    assert read(write(tmp_path / "iso.csv", header, iso(rows, enrolled))) == expected
