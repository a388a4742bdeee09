"""The whole project, built for real in a temporary copy."""

import csv
import io
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from conftest import Project, copy_project

RUN_TIMES = {"segmentation_fits": ["fitted_at"]}
# Its rows are numbered as they stand in the source, so their order does matter there.
ROW_NUMBERS = {"rejected_rows": ["source_row"]}
# A log of all builds: its last one, without when, from where, and whose rows they were.
LOG = (
    "select * exclude (checked_at, location, is_sample) from marts.data_quality_results"
    " where is_latest"
)


# Of sources with campaigns, products or a date alone.
SOURCE_SPECIFIC = {
    "segment_products",
    "segment_responses",
    "segment_history",
    "segment_value_history",
    "rfm_segment_crossings",
}
RETAIL_RFM = {
    "customers": "retail_customers",
    "features": ["recency_days", "frequency", "monetary"],
    "k": 4,
}
README = Path(__file__).parents[2] / "README.md"


def columns(project, mart):
    """Return the names of a mart's columns."""
    return [name for name, *_ in project.sql(f"describe marts.{mart}")]


def lines(message: str) -> list[str]:
    """Return the lines of a message: dbt's heading, what is said, and where it was."""
    return [line.strip() for line in message.strip().splitlines()]


def marts(project, left_out=RUN_TIMES):
    """Return the content of every mart, less the columns that may differ, and of a log its end."""
    queries = {"data_quality_results": LOG} | {
        name: f"select * exclude ({', '.join(columns)}) from marts.{name}"
        for name, columns in left_out.items()
    }
    with duckdb.connect(project.folder / "warehouse.duckdb", read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
        return {
            name: sorted(
                connection.execute(queries.get(name, f"from marts.{name}")).fetchall(),
                key=repr,
            )
            for (name,) in names
        }


def write_rows(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture(scope="module")
def sample(built):
    """Return the sample as header and rows, its faults included."""
    with (built.folder / "seeds/sample_mall_customers.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def test_the_sample_build_fills_every_mart(built):
    # All customers have a place, and a first day has none before it.
    empty = {name for name, rows in marts(built).items() if not rows}
    assert empty == {"unscored_customers", "segment_entries", "segment_migrations"}


def test_a_second_build_leaves_identical_marts_and_no_second_fit(rebuilt):
    before = marts(rebuilt, left_out={})
    rebuilt.run()
    assert marts(rebuilt, left_out={}) == before


UK = "country = 'United Kingdom' and monetary > 100"


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> tuple[Project, str]:
    """Return the project with two segmentations of its own of one model, and what it printed."""
    project = copy_project(tmp_path_factory.mktemp("two") / "project")
    printed = io.StringIO()
    with redirect_stdout(printed):
        project.build(
            segmentations={"retail_rfm": RETAIL_RFM, "uk_rfm": RETAIL_RFM | {"where": UK, "k": 3}}
        )
    return project, printed.getvalue()


def test_a_segmentation_is_the_same_whatever_others_there_are(built, two):
    project, printed = two
    assert (
        "segment_playbook: there is no segmentation campaign_engagement, mall_demographic,"
        " mall_spending; its 17 lines have no effect"
    ) in printed
    for mart in ("customer_segments", "segment_summary", "k_selection", "segment_products"):
        mine = f"from marts.{mart} where segmentation = 'retail_rfm' order by all"
        assert project.sql(mine) == built.sql(mine) != []


def test_an_empty_build_adds_no_fit_to_a_fresh_warehouse(project):
    project.dbt("seed")
    project.dbt("run", "--empty")
    assert not any(marts(project).values())


def test_an_empty_build_passes_all_gates_and_keeps_fits_results_and_what_is_published(rebuilt):
    before = marts(rebuilt, left_out={})
    results = rebuilt.sql("from marts.data_quality_results order by all")
    published = {path.name: path.read_bytes() for path in (rebuilt.folder / "serving").iterdir()}
    rebuilt.dbt("build", "--empty")
    assert rebuilt.sql("select count(*) from marts.customer_segments") == [(0,)]
    for gate in ("source_gate", "customer_gate", "segment_gate"):
        query = f"select bool_and(is_open), sum(row_count) from quality.{gate}"
        assert rebuilt.sql(query) in ([(True, 0)], [(None, None)]), gate
    assert rebuilt.sql("from marts.data_quality_results order by all") == results
    # Without customers nothing is published.
    assert published == {
        path.name: path.read_bytes() for path in (rebuilt.folder / "serving").iterdir()
    }
    # The view of the registry is emptied like every table; the registry is not.
    assert rebuilt.sql("select count(*) from clustering.kmeans_fits") == [(4,)]
    rebuilt.dbt("seed")
    rebuilt.run()
    assert marts(rebuilt, left_out={}) == before


def test_scoring_sql_pasted_on_its_own_gives_the_published_segments(built):
    queries = built.sql("select segmentation, scoring_sql from marts.segmentation_fits")
    assert len(queries) == 4
    for segmentation, query in queries:
        published = built.sql(
            "select customer_id, segment_id, distance, runner_up_segment_id, confidence,"
            " is_outlier, map_x, map_y, null from marts.customer_segments"
            f" where segmentation = '{segmentation}' order by all"
        )
        assert built.sql(f"{query} order by all") == published


def test_the_registry_shows_the_choice_and_what_auto_would_take(built):
    assert built.sql(
        "select segmentation, count(*), list(k) filter (is_chosen),"
        " list(k) filter (is_auto_choice), bool_and(is_eligible = (rejection_reason is null))"
        " from marts.k_selection group by segmentation order by segmentation"
    ) == [
        ("campaign_engagement", 8, [5], [3], True),
        ("mall_demographic", 8, [6], [6], True),
        ("mall_spending", 8, [5], [5], True),
        ("retail_rfm", 8, [4], [4], True),
    ]


def test_as_of_is_what_the_var_says_and_else_the_source(built, rebuilt):
    query = "select distinct segmentation, as_of::varchar from marts.segment_summary order by all"
    assert built.sql(query) == [
        ("campaign_engagement", "2014-06-30"),
        ("mall_demographic", None),
        ("mall_spending", None),
        ("retail_rfm", "2024-12-10"),
    ]
    rebuilt.run(
        *("--select", "+segment_summary"),
        mall_customers_as_of="2024-03-31",
        campaign_customers_as_of="2015-01-01",
        retail_transactions_as_of="2024-11-01",
    )
    assert rebuilt.sql(query) == [
        ("campaign_engagement", "2015-01-01"),
        ("mall_demographic", "2024-03-31"),
        ("mall_spending", "2024-03-31"),
        ("retail_rfm", "2024-11-01"),
    ]


def test_dbt_runs_from_any_folder(staging, tmp_path):
    """As cron, Airflow and editors start it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = staging.folder / "warehouse.duckdb"
    path.unlink()
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "build", "--project-dir", staging.folder),
            *("--profiles-dir", staging.folder, "--select", "+base_mall_customers"),
        ],
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert staging.sql("select count(*) from staging.base_mall_customers") == [(200,)]
    assert list(elsewhere.iterdir()) == []


def test_a_partial_build_leaves_out_tests_of_what_is_not_its_own(rebuilt, tmp_path):
    """Without that they would compare tonight's rows with those of the build before."""
    path = tmp_path / "mall.csv"
    lines = (rebuilt.folder / "seeds/sample_mall_customers.csv").read_text().splitlines()
    path.write_text("\n".join(lines[:180]))
    messages = rebuilt.dbt(
        "build", "-s", "+segment_summary", "--vars", str({"mall_customers": str(path)})
    )
    assert "accepted_rows_segment_summary" in " ".join(messages)
    assert "assert_audiences_hold_the_segments_customers" not in messages


def test_descriptions_are_comments_inside_the_warehouse(built):
    assert built.sql(
        "select count(*) from duckdb_columns()"
        " where schema_name not in ('information_schema', 'main', 'pg_catalog')"
        " and not internal and comment is null"
    ) == [(0,)]


def test_the_readmes_recipe_adds_a_segmentation_to_every_mart(rebuilt):
    """Do to the letter what the README says under "Your own segmentation"."""
    recipe = README.read_text().split("## Your own segmentation")[1].split("\n## ")[0]
    [line] = re.findall(r"```yaml\n( *mall_generation: .*?)```", recipe, flags=re.DOTALL)
    settings = rebuilt.folder / "dbt_project.yml"
    settings.write_text(
        settings.read_text().replace("  segmentations:\n", f"  segmentations:\n{line}")
    )

    before = marts(rebuilt)
    rebuilt.build()
    assert rebuilt.sql(
        "select sum(customer_count)::integer, count(distinct segment_name) = count(*)"
        " from marts.segment_summary where segmentation = 'mall_generation'"
    ) == [(196, True)]
    assert rebuilt.sql(
        "select feature, label from features.feature_list where segmentation = 'mall_generation'"
    ) == [("age", "age"), ("spending_score", "spending score")]
    for name, rows in marts(rebuilt).items():
        if rows and "segmentation" in columns(rebuilt, name):
            others = [row for row in rows if row[0] != "mall_generation"]
            assert others == before[name], name
            if columns(rebuilt, name)[0] == "segmentation" and name not in SOURCE_SPECIFIC:
                assert len(others) < len(rows), name


# A customers model of one's own: no contract, no YAML, columns of whatever type.
OWN = """
select
    id as customer_id,
    id % 40 as orders,
    id % 7 * 10.0 as spend,
    if(id % 3 = 0, null, id % 5) as visits,
    'town ' || id % 3 as town,
    'somebody ' || id as name,
    id % 2 = 0 as is_member,
    date '2024-03-01' as as_of
from range(1, 201) as ids (id)
"""


@pytest.fixture
def own(rebuilt):
    """Return the project with a customers model of one's own and a segmentation of it."""
    (rebuilt.folder / "models/customers/my_customers.sql").write_text(OWN)
    settings = rebuilt.folder / "dbt_project.yml"
    line = "    mine: {customers: my_customers, k: auto, missing: median}\n"
    settings.write_text(
        settings.read_text().replace("  segmentations:\n", f"  segmentations:\n{line}")
    )
    return rebuilt


def test_customers_of_ones_own_need_no_yaml_and_stand_alone(own, capfd):
    capfd.readouterr()
    own.build()
    assert own.sql("select distinct segmentation from marts.customer_segments") == [("mine",)]
    assert own.sql("select feature, transform, missing from features.feature_list") == [
        ("orders", "none", "median"),
        ("spend", "none", "median"),
        ("visits", "none", "median"),
    ]
    # A name is no attribute: nearly every customer has another.
    assert own.sql(
        "select attribute, list(distinct attribute_value order by attribute_value)"
        " from marts.segment_demographics group by attribute order by attribute"
    ) == [("is_member", ["no", "yes"]), ("town", ["town 0", "town 1", "town 2"])]
    assert own.sql(
        "select missing_count, imputed_count from marts.feature_statistics where feature = 'visits'"
    ) == [(66, 66)]
    assert own.sql(
        "select distinct as_of::varchar, count(*) from marts.customer_segments group by all"
    ) == [("2024-03-01", 200)]
    # Generated people are nowhere: marts of shapes that these customers do not have are empty.
    for mart in ("rfm_segments", "segment_responses", "segment_products", "rejected_rows"):
        assert own.sql(f"from marts.{mart}") == [], mart
    for table in ("mall_customers", "campaign_customers", "retail_customers"):
        assert own.sql(f"from customers.{table}") == [], table
    # Nor is anything left of the fits that were made on them.
    assert own.sql("select segmentation, is_sample from clustering.kmeans_fits") == [
        ("mine", False)
    ]


def test_customers_in_the_model_and_not_in_the_condition_are_not_the_segmentations(two):
    """Sums, shares and tests are of those that the condition leaves."""
    project, _ = two
    mine = "segmentation = 'uk_rfm'"
    [(customers, value, everybody)] = project.sql(
        f"select count(*) filter ({UK}), sum(monetary) filter ({UK}), count(*)"
        " from customers.retail_customers"
    )
    assert 0 < customers < everybody
    assert project.sql(
        "select sum(customer_count)::integer, round(sum(customer_share), 9), sum(value_total)"
        f" from marts.segment_summary where {mine}"
    ) == [(customers, 1, value)]
    for mart in ("customer_segments", "segment_audiences", "segment_history"):
        assert project.sql(f"select count(*) from marts.{mart} where {mine}") == [(customers,)]
    assert project.sql(
        "select attribute, round(sum(population_share), 9) from (select distinct attribute,"
        f" attribute_value, population_share from marts.segment_demographics where {mine})"
        " group by attribute"
    ) == [("country", 1)]
    # The rule segments are of all customers of the model.
    assert project.sql("select count(*) from marts.rfm_segments") == [(everybody,)]
    [(query,)] = project.sql(f"select scoring_sql from marts.segmentation_fits where {mine}")
    assert project.sql(f"select count(*) from ({query})") == [(customers,)]
    with duckdb.connect(project.folder / "serving/segments.duckdb", read_only=True) as published:
        described = published.execute("describe customers.retail_customers").fetchall()
        assert [name for name, *_ in described] == [
            *("customer_id", "recency_days", "frequency", "monetary", "country")
        ]
        assert len(published.execute(query).fetchall()) == customers


def test_beside_a_source_of_ones_own_the_others_have_no_rows(rebuilt, tmp_path):
    path = tmp_path / "mall.csv"
    shutil.copy(rebuilt.folder / "seeds/sample_mall_customers.csv", path)
    rebuilt.build(mall_customers=str(path))
    assert rebuilt.sql(
        "select distinct segmentation from marts.customer_segments order by all"
    ) == [("mall_demographic",), ("mall_spending",)]
    for source in ("campaign_customers", "retail_transactions"):
        assert rebuilt.sql(f"from staging.checked_{source}") == [], source
    assert rebuilt.sql("select count(*) from staging.checked_mall_customers") == [(200,)]
    assert rebuilt.sql("select distinct source from marts.rejected_rows") == [("mall_customers",)]
    assert rebuilt.sql(
        "select distinct segmentation, is_sample from clustering.kmeans_fits order by all"
    ) == [("mall_demographic", False), ("mall_spending", False)]
    before = marts(rebuilt, left_out={})
    # And now another source alone would leave these out.
    path = tmp_path / "retail.csv"
    shutil.copy(rebuilt.folder / "seeds/sample_retail_transactions.csv", path)
    assert lines(rebuilt.failure(retail_transactions=str(path)))[1] == (
        "mall_demographic: its last fit is of your own data, but mall_customers is not named."
        " Name it, in --vars or in dbt_project.yml, or forget that fit: --vars"
        " '{forget_fits: [mall_demographic]}'."
    )
    assert marts(rebuilt, left_out={}) == before


def test_of_sources_alone_that_no_segmentation_is_of_nothing_is_made(rebuilt):
    declared = {"retail_rfm": RETAIL_RFM}
    message = rebuilt.failure(segmentations=declared, mall_customers="mall.csv")
    assert lines(message)[1] == (
        "vars: segmentations: none of them is of the data that is given. Declare one whose"
        " customers are, or name the source of one that is declared."
    )


def said(project, **variables) -> str:
    """Return the one line that is said, by however many models, of what only a build can find."""
    messages = project.dbt("run", "--vars", str(variables), succeeds=False)
    failed = {lines(text)[1] for text in messages.values() if text.startswith("error")}
    assert len(failed) == 1, failed
    return failed.pop()


def test_what_a_model_without_a_contract_lacks_is_one_clear_line_too(own):
    before = marts(own, left_out={})
    declared = {"mine": {"customers": "my_customers", "k": 3, "features": ["order"]}}
    assert said(own, segmentations=declared) == (
        "vars: segmentations: mine: features: my_customers has no column 'order'. The features"
        " of my_customers are orders, spend, visits."
    )
    after = marts(own, left_out={})
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {"rejected_rows", "data_quality_results"}


def test_customers_without_an_id_are_one_clear_line(own):
    (own.folder / "models/customers/my_customers.sql").write_text(
        OWN.replace(" as customer_id", "")
    )
    assert said(own) == (
        "my_customers: it has no column customer_id, only id, orders, spend, visits, town, name,"
        " is_member, as_of. A customers model has one row per customer_id: name that column so in"
        " its select."
    )


def test_too_few_customers_get_one_clear_line_and_leave_yesterdays_marts(rebuilt, sample, tmp_path):
    before = marts(rebuilt, left_out={})
    kinds = [("Male", "30", "40", "50"), ("Male", "31", "41", "51")]
    rows = [[str(number), *kinds[number % 2]] for number in range(50)]
    path = write_rows(tmp_path / "mall.csv", [sample[0], *rows])
    message = rebuilt.failure(mall_customers=str(path))
    [line] = [line for line in message.splitlines() if "mall_" in line]
    assert "50 customers of mall_customers with 2 different" in line
    assert "are too few for k = 3" in line
    after = marts(rebuilt, left_out={})
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {"rejected_rows", "data_quality_results"}


def test_a_constant_feature_and_markup_in_the_data_do_no_harm(rebuilt, sample, tmp_path):
    rows = [
        [f"<b>{number}'; drop schema marts; --", "<script>", "40", str(number), str(number % 7 + 1)]
        for number in range(60)
    ]
    path = write_rows(tmp_path / "mall.csv", [sample[0], *rows])
    # The gate of the source closes over the one age, so nothing is published.
    rebuilt.run(
        *("--exclude", "published_tables"),
        mall_customers=str(path),
        customers_gate={"one_value_share": 1},
    )
    assert rebuilt.sql(
        "select distinct z_score from marts.segment_profiles"
        " where segmentation = 'mall_demographic' and feature = 'age'"
    ) == [(0.0,)]
    assert rebuilt.sql(
        "select count(*) from marts.customer_segments where segmentation like 'mall%'"
    ) == [(120,)]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (
            {"segmentations": {"mall_spending": {"customers": "mall_customers", "k": "five"}}},
            "vars: segmentations: mall_spending: k is 'five'",
        ),
        (
            {"segmentations": {"mall_spending": {"customers": "shop", "k": 5}}},
            # dbt itself says so, before the vars are looked at.
            "depends on a node named 'shop' which was not found",
        ),
        ({"publish_to": "warehouse.duckdb"}, "vars: publish_to: 'warehouse.duckdb' is the wareh"),
        ({"mall_customers_as_of": "31.03.2024"}, "vars: mall_customers_as_of: '31.03.2024'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_setting_that_makes_no_sense_gets_one_clear_line(rebuilt, variables, expected):
    """test_settings.py has the others: these are found by different parts of a run."""
    message = rebuilt.failure(**variables)
    assert [line for line in message.splitlines() if expected in line]


def test_real_mall_customers_fall_into_the_five_published_segments(real):
    assert real.sql(
        "pivot (from marts.segment_profiles where segmentation = 'mall_spending')"
        " on feature using round(first(segment_mean), 2)"
        " group by segment_id, segment_name order by segment_id"
    ) == [
        (1, "Value-minded middle", 55.30, 49.52),
        (2, "VIP customers", 86.54, 82.13),
        (3, "Careful high earners", 88.20, 17.11),
        (4, "Basics buyers", 26.30, 20.91),
        (5, "Keen spenders on a budget", 25.73, 79.36),
    ]
    assert real.sql(
        "select customer_count from marts.segment_summary"
        " where segmentation = 'mall_spending' order by segment_id"
    ) == [(81,), (39,), (35,), (23,), (22,)]


def test_real_mall_customers_with_age_have_six_segments(real):
    [(k, inertia, silhouette)] = real.sql(
        "select k, inertia, silhouette from marts.segmentation_fits"
        " where segmentation = 'mall_demographic'"
    )
    assert k == 6
    assert inertia <= 133.8685
    assert 0.4274 <= round(silhouette, 4) <= 0.4284


def test_every_row_of_the_real_file_is_accepted_or_rejected(real, real_data):
    lines = (real_data / "Mall_Customers.csv").read_text().splitlines()
    [(accepted, rejected)] = real.sql(
        "select (select count(*) from staging.stg_mall_customers),"
        " (select count(*) from marts.rejected_rows where source = 'mall_customers')"
    )
    assert accepted + rejected == len(lines) - 1 == 200


def test_what_segments_were_worth_is_remembered_by_day(rebuilt):
    def worth(mart: str) -> set:
        return {
            *rebuilt.sql(
                "select segmentation, segment_id, segment_name, as_of::varchar, value_total,"
                f" value_median from marts.{mart} where segmentation = 'retail_rfm'"
            )
        }

    first = worth("segment_summary")
    [day] = {row[3] for row in first}
    assert worth("segment_value_history") == first
    # The next day is added, whatever dbt is told to make anew.
    later = (date.fromisoformat(day) + timedelta(days=3)).isoformat()
    models = ["--select", "+segment_value_history"]
    rebuilt.run(*models, "--full-refresh", retail_transactions_as_of=later, refit="never")
    second = worth("segment_summary")
    assert worth("segment_value_history") == first | second
    # An earlier day is built, and not recorded.
    rebuilt.run(*models, retail_transactions_as_of=day, refit="never")
    assert {row[3] for row in worth("segment_summary")} == {day}
    assert worth("segment_value_history") == first | second
    forgotten = {"retail_rfm": [later]}
    rebuilt.run(*models, retail_transactions_as_of=day, refit="never", forget_days=forgotten)
    assert worth("segment_value_history") == worth("segment_summary")
