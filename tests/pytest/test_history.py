"""Who moved and why, over four periods built in turn, and killed in the middle."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter

import duckdb
import pytest
from conftest import Project, copy_project

YEARS = {"sample": 2024, "real": 2011}
MODELS = ["+segment_history", "+segment_migrations", "+feature_drift"]
HISTORY = "from marts.segment_history order by all"
MIGRATIONS = "from marts.segment_migrations order by all"


def periods(data):
    return [f"{YEARS[data]}-{month:02}-01" for month in (9, 10, 11, 12)]


def settings(request, data, as_of, **variables):
    """Return the vars of one period's build: retail alone, lines before that day."""
    if data == "real":
        folder = request.getfixturevalue("real_data")
        variables["retail_transactions"] = {
            "from": str(folder / "online_retail.parquet"),
            "currency": "GBP",
        }
    return variables | {
        "retail_transactions_as_of": as_of,
        # Of the evidence for k nothing is asked here.
        "k_range": [4, 5],
        "segmentations": {
            "retail_rfm": {
                "customers": "retail_customers",
                "features": ["recency_days", "frequency", "monetary"],
                "k": 4,
            }
        },
    }


def start(folder):
    project = copy_project(folder)
    project.dbt("seed")
    return project


class Replay:
    """Four periods built in turn, and what each left."""

    def __init__(self, request, data, folder, always_before=None):
        self.project = start(folder)
        self.segments, self.histories, self.migrations, self.seconds = [], [], [], []
        for number, as_of in enumerate(periods(data), 1):
            refit = "always" if number == always_before else "auto"
            begin = time.monotonic()
            self.project.run("--select", *MODELS, **settings(request, data, as_of, refit=refit))
            self.seconds.append(time.monotonic() - begin)
            assigned = "select customer_id, segment_id from clustering.kmeans_assignments"
            self.segments.append(dict(self.project.sql(assigned)))
            self.histories.append(self.project.sql(HISTORY))
            self.migrations.append(self.project.sql(MIGRATIONS))


@pytest.fixture(scope="module", params=["sample", "real"])
def data(request):
    if request.param == "real":
        request.getfixturevalue("real_data")
    return request.param


@pytest.fixture(scope="module")
def replay(request, data, tmp_path_factory):
    return Replay(request, data, tmp_path_factory.mktemp("replay") / "project", always_before=3)


@pytest.fixture(scope="module")
def undisturbed(request, data, tmp_path_factory):
    return Replay(request, data, tmp_path_factory.mktemp("undisturbed") / "project")


def test_the_flows_are_those_between_the_segments_that_the_builds_left(replay, data):
    for number in (1, 2, 3):
        before, after = replay.segments[number - 1 : number + 1]
        expected = Counter(
            (before.get(customer), after.get(customer)) for customer in before.keys() | after.keys()
        )
        found = replay.project.sql(
            "select from_segment_id, to_segment_id, customer_count from marts.segment_migrations"
            f" where as_of = '{periods(data)[number]}'"
        )
        assert {(source, target): count for source, target, count in found} == dict(expected)
        totals = dict(
            replay.project.sql(
                "select flow, sum(customer_count)::integer from marts.segment_migrations"
                f" where as_of = '{periods(data)[number]}' group by flow"
            )
        )
        print(data, periods(data)[number], len(after), totals)
        totals.pop("lost", None)
        assert sum(totals.values()) == len(after)


def test_the_model_moves_customers_where_it_was_fitted_again_and_only_there(replay, data):
    rows = replay.project.sql(
        "select as_of::varchar, from_fit_number, fit_number, sum(customer_moved_count)::integer,"
        " sum(model_moved_count)::integer, sum(customer_count) filter (flow = 'moved')::integer"
        " from marts.segment_migrations group by all order by all"
    )
    print(data, rows)
    _, second, third, fourth = periods(data)
    assert [row[:3] for row in rows] == [(second, 1, 1), (third, 1, 2), (fourth, 2, 2)]
    assert [row[4] > 0 for row in rows] == [False, True, False]
    assert all(customer_moved > 0 for *_, customer_moved, _, _ in rows)
    assert all(customer + model == moved for *_, customer, model, moved in rows)


def test_a_period_never_changes_an_earlier_one(replay, data):
    for number, as_of in enumerate(periods(data)):
        for earlier, later in (
            (replay.histories[number], replay.histories[-1]),
            (replay.migrations[number], replay.migrations[-1]),
        ):
            place = 2  # as_of
            assert earlier == [row for row in later if str(row[place]) <= as_of]
            assert earlier or number == 0


def test_the_segment_on_a_day_is_in_the_history(replay, data):
    for as_of, segments in zip(periods(data), replay.segments, strict=True):
        found = replay.project.sql(
            "select customer_id, arg_max_null(to_segment_id, as_of) from marts.segment_history"
            f" where as_of <= '{as_of}' group by customer_id"
        )
        assert dict(found) == segments


def test_the_same_day_is_replaced_and_an_earlier_one_is_not_recorded(request, replay, data):
    *_, third, fourth = periods(data)
    for as_of, flags in [(third, []), (fourth, ["--full-refresh"])]:
        replay.project.run("--select", *MODELS, *flags, **settings(request, data, as_of))
        assert replay.project.sql(HISTORY) == replay.histories[-1]
        assert replay.project.sql(MIGRATIONS) == replay.migrations[-1]
    replay.project.dbt(
        "run", "--empty", "--select", "+segment_changes", "--vars",
        str(settings(request, data, fourth)),
    )  # fmt: skip
    kept = "from clustering.segment_changes where customer_id is not null"
    assert len(replay.project.sql(kept)) == len(replay.histories[-1])


def test_drift_is_told_against_the_fit_that_was_decided_about(replay, undisturbed, data):
    query = "select feature, psi, is_drifted, fit_number from marts.feature_drift order by all"
    found = undisturbed.project.sql(query)
    assert [row[0] for row in found] == ["frequency", "monetary", "recency_days"]
    assert all(psi > 0 for _, psi, *_ in found)
    assert {fit for *_, fit in found} == {1}
    # The third build was fitted again, so the fourth is compared with that fit.
    after_refit = replay.project.sql(query)
    assert {fit for *_, fit in after_refit} == {2}


def killed(project, variables, seconds):
    """Start a build, kill it after so many seconds, and say whether it was still running."""
    build = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "dbt.cli.main",
            "run",
            "--select",
            *MODELS,
            "--vars",
            str(variables),
        ],
        cwd=project.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    was_running = build.poll() is None
    build.send_signal(signal.SIGKILL)
    build.wait()
    return was_running


def test_a_killed_build_loses_and_doubles_nothing(request, undisturbed, data, tmp_path):
    """Nor does it matter that all is made anew elsewhere: the history is the same."""
    project = start(tmp_path / "project")
    rng = random.Random(7)
    kills = 0
    # Of the sample one build is killed, of the real file five of each period.
    each = [5, 5, 5, 5] if data == "real" else [0, 0, 1, 0]
    for number, as_of in enumerate(periods(data)):
        variables = settings(request, data, as_of, refit="auto")
        for _ in range(each[number]):
            # A build in a process of its own takes longer than one in this did.
            kills += killed(project, variables, rng.uniform(1, undisturbed.seconds[number]))
            with duckdb.connect(project.folder / "warehouse.duckdb") as connection:
                tables = connection.execute(
                    "select table_name from duckdb_tables() where schema_name = 'marts'"
                ).fetchall()
                for (table,) in tables:
                    connection.execute(f"from marts.{table}").fetchall()
        project.run("--select", *MODELS, **variables)
        assert project.sql(HISTORY) == undisturbed.histories[number]
        assert project.sql(MIGRATIONS) == undisturbed.migrations[number]
    print(f"{data}: killed {kills} builds while they ran")
    assert kills > 0


def test_a_day_that_is_forgotten_is_part_of_what_changed_by_the_next(undisturbed, data, tmp_path):
    shutil.copytree(undisturbed.project.folder, tmp_path / "project")
    project = Project(tmp_path / "project")
    _, second, third, fourth = periods(data)
    # A day that is not there, one in the middle, and the last.
    days = f"{{forget_days: {{retail_rfm: [2001-01-01, {third}]}}}}"
    project.dbt("run", "--select", "segment_history", "segment_migrations", "--vars", days)
    before, after = undisturbed.segments[1], undisturbed.segments[3]
    found = project.sql(
        "select customer_id, from_segment_id, to_segment_id, change, fit_number"
        f" from marts.segment_history where as_of = '{fourth}'"
    )
    assert {customer: (start, end) for customer, start, end, *_ in found} == {
        customer: (before.get(customer), after.get(customer))
        for customer in before.keys() | after.keys()
        if before.get(customer) != after.get(customer)
    }
    assert len(found) == len({row[0] for row in found})
    kinds = {(start is None, end is None, change) for _, start, end, change, _ in found}
    assert kinds <= {
        (True, False, "gained"),
        (False, True, "lost"),
        (False, False, "customer moved"),
        (False, False, "model moved"),
    }
    assert {row[4] for row in found} == {1}
    assert project.sql(
        "select distinct as_of::varchar from marts.segment_migrations order by all"
    ) == [(second,), (fourth,)]
    project.run("--select", "segment_history", forget_days={"retail_rfm": [fourth]})
    assert project.sql("select max(as_of)::varchar from marts.segment_history") == [(second,)]
    assert project.sql(HISTORY) == undisturbed.histories[1]


def test_a_customer_who_is_forgotten_is_counted_on_no_day(undisturbed, data, tmp_path):
    shutil.copytree(undisturbed.project.folder, tmp_path / "project")
    project = Project(tmp_path / "project")
    [(one,), (other,)] = project.sql(
        "select customer_id from marts.segment_history group by all"
        " order by count(*) desc, customer_id limit 2"
    )
    project.run(
        "--select", "segment_history", "segment_migrations", forget_customers=[f"{one}.0", other]
    )
    counts = "select as_of::varchar, customer_count from clustering.segment_changes"
    assert project.sql(f"{counts} where change = 'period' order by all") == [
        (day, len(segments.keys() - {one, other}))
        for day, segments in zip(periods(data), undisturbed.segments, strict=True)
    ]
    project.dbt("test", "--select", "assert_migrations_add_up_to_the_periods_customers")
    kept = project.sql("select customer_id from marts.segment_history")
    assert (one,) not in kept
    assert (other,) not in kept
