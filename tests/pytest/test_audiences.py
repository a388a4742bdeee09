"""Playbook, overrides and audiences: from an edit in a seed to the files that go out."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import Project

ROOT = Path(__file__).parents[2]


def export(project, folder):
    subprocess.run(
        [
            sys.executable,
            ROOT / "dashboards" / "audiences.py",
            "--warehouse",
            project.folder / "warehouse.duckdb",
            "--folder",
            folder,
        ],
        check=True,
        capture_output=True,
    )
    return folder


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_customer_is_in_one_file_of_each_kind(built, tmp_path):
    folder = export(built, tmp_path / "audiences")
    index = rows(folder / "index.csv")
    assert len(index) == 20
    for line in index:
        segmentation, segment_id = line["segmentation"], line["segment_id"]
        path = folder / segmentation / f"segment_{segment_id}"
        written = rows(path.with_suffix(".csv"))
        expected = built.sql(
            "select customer_id, reason from marts.customer_segments"
            f" where segmentation = '{segmentation}' and segment_id = {segment_id}"
            " order by customer_id"
        )
        assert [(row["customer_id"], row["reason"]) for row in written] == expected
        assert {row["segment_name"] for row in written} == {line["segment_name"]}
        assert len(written) == int(line["customer_count"])
        held_out = [row for row in written if row["is_holdout"] == "true"]
        assert len(held_out) == int(line["holdout_count"])
        parquet = duckdb.sql(f"from '{path.with_suffix('.parquet')}'").fetchall()
        assert len(parquet) == len(written)
    assert (
        sum(int(line["customer_count"]) for line in index)
        == built.sql("select count(*) from marts.customer_segments")[0][0]
    )
    # Before a second day is recorded nobody has entered or left.
    assert {(line["entered_count"], line["left_count"]) for line in index} == {("", "")}
    assert len(list(folder.rglob("segment_*"))) == 2 * len(index)


@pytest.fixture(scope="module")
def second_day(built, tmp_path_factory):
    """Return the project after a second day with a refit, and the day's files."""
    folder = tmp_path_factory.mktemp("second_day") / "project"
    shutil.copytree(built.folder, folder)
    project = Project(folder)
    with (folder / "seeds" / "segment_overrides.csv").open("a") as file:
        file.write("retail_rfm,1,=2+3 ours,Call them,we know them,Ann\n")
    project.dbt("seed", "--select", "segment_overrides")
    marts = ["+segment_entries", "+segment_audiences", "+segment_migrations"]
    project.run("--select", *marts, retail_transactions_as_of="2025-01-10", refit="always")
    return project, export(project, folder / "audiences")


def test_who_entered_and_who_left_since_the_day_before_are_files_beside_the_full_ones(
    built, second_day
):
    project, folder = second_day
    segments = (
        "select customer_id, segment_id from marts.customer_segments"
        " where segmentation = 'retail_rfm'"
    )
    before, after = dict(built.sql(segments)), dict(project.sql(segments))
    moved = [
        (customer, before.get(customer), after.get(customer))
        for customer in before.keys() | after.keys()
        if before.get(customer) != after.get(customer)
    ]
    names = dict(
        project.sql(
            "select segment_id, segment_name from marts.segment_summary"
            " where segmentation = 'retail_rfm'"
        )
    )
    held_out = dict(project.sql("select customer_id, is_holdout from marts.segment_audiences"))
    changes = set()
    for line in rows(folder / "index.csv"):
        path = folder / line["segmentation"] / f"segment_{line['segment_id']}"
        files = {way: path.with_name(f"{path.name}_{way}.csv") for way in ("entered", "left")}
        if line["segmentation"] != "retail_rfm":
            assert line["entered_count"] == line["left_count"] == ""
            assert not any(file.exists() for file in files.values())
            continue
        segment = int(line["segment_id"])
        for way, file in files.items():
            found = rows(file)
            mine, other = (2, 1) if way == "entered" else (1, 2)
            assert [(row["customer_id"], row["other_segment_id"]) for row in found] == sorted(
                (move[0], str(move[other] or "")) for move in moved if move[mine] == segment
            )
            assert len(found) == int(line[f"{way}_count"])
            parquet = duckdb.sql(f"from '{file.with_suffix('.parquet')}'").fetchall()
            assert len(parquet) == len(found)
            for row in found:
                changes.add(row["change"])
                defused = "'=2+3 ours" if row["other_segment_id"] == "1" else None
                assert row["other_segment_name"] == (
                    defused or names.get(int(row["other_segment_id"] or 0), "")
                )
                assert row["segment_name"] == ("'=2+3 ours" if segment == 1 else names[segment])
                assert (row["from_as_of"], row["as_of"]) == ("2024-12-10", "2025-01-10")
                if row["customer_id"] in held_out:
                    assert row["is_holdout"] == str(held_out[row["customer_id"]]).lower()
    assert changes == {"customer moved", "model moved"}
    names_written = {line["segment_name"] for line in rows(folder / "index.csv")}
    assert "'=2+3 ours" in names_written
    project.dbt("test", "--select", "assert_entries_are_the_last_migrations")


def test_of_borderline_customers_who_are_left_out_none_enters_and_each_leaves(second_day, tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(second_day[0].folder, folder)
    project = Project(folder)
    entries = "select customer_id from marts.segment_entries where direction = 'entered'"
    doubtful = {customer for (customer,) in project.sql(f"{entries} and is_borderline")}
    assert doubtful
    [(forgotten,)] = project.sql(f"{entries} and not is_borderline limit 1")
    project.run(
        "--select", "segment_audiences", "segment_entries",
        audience_with_borderline=False, forget_customers=[forgotten],
    )  # fmt: skip
    assert {customer for (customer,) in project.sql(f"{entries} and is_borderline")} == doubtful
    audiences = export(project, folder / "audiences") / "retail_rfm"
    written = {
        way: {row["customer_id"] for path in audiences.glob(f"*_{way}.csv") for row in rows(path)}
        for way in ("entered", "left")
    }
    everyone = {customer for (customer,) in project.sql(entries)}
    assert written["entered"] == everyone - doubtful
    left = project.sql("select customer_id from marts.segment_entries where direction = 'left'")
    assert written["left"] == {customer for (customer,) in left}
    assert doubtful & written["left"]
    assert forgotten not in everyone | written["left"]


def test_the_folder_is_replaced_as_a_whole(built, tmp_path):
    folder = tmp_path / "audiences"
    (folder / "gone").mkdir(parents=True)
    (folder / "gone" / "segment_9.csv").write_text("of a segment that is no more")
    export(built, folder)
    assert not (folder / "gone").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["audiences"]


def test_the_holdout_is_a_tenth_and_the_same_in_every_segmentation(built):
    [(share, doubtful)] = built.sql(
        "select avg(is_holdout::integer), count(*) filter (kinds > 1) from ("
        "select customer_id, segmentation like 'mall%' as is_mall,"
        " any_value(is_holdout) as is_holdout, count(distinct is_holdout) as kinds"
        " from marts.segment_audiences group by all)"
    )
    assert 0.08 < share < 0.12
    assert doubtful == 0


@pytest.fixture(scope="module")
def edited(built, tmp_path_factory):
    """Return the project after an editor's afternoon, and a customer with a formula for an id."""
    folder = tmp_path_factory.mktemp("edited") / "project"
    shutil.copytree(built.folder, folder)
    project = Project(folder)
    playbook = folder / "seeds" / "segment_playbook.csv"
    text = playbook.read_text()
    assert text.count("Value-minded middle") == 1
    playbook.write_text(text.replace("Value-minded middle", "The quiet middle"))
    with (folder / "seeds" / "segment_overrides.csv").open("a") as file:
        file.write("mall_spending,2,=2+3 <b>ours</b>,Call them,we know them,Ann\n")
        file.write("mall_spending,77,Ghosts,Call them,we miss them,Bob\n")
    mall = folder / "seeds" / "sample_mall_customers.csv"
    lines = mall.read_text().splitlines()
    customer = lines[10].split(",")
    lines[10] = ",".join(["@SUM(A1)", *customer[1:]])
    (folder / "mall.csv").write_text("\n".join(lines))
    project.dbt(
        "build", "--vars", str({"mall_customers": "mall.csv", "audience_with_borderline": False})
    )
    return project


def test_an_edit_is_seen_in_every_mart_and_audience(edited, tmp_path):
    for mart in ("segment_summary", "customer_segments", "segment_profiles", "segment_audiences"):
        names = {
            name
            for (name,) in edited.sql(
                f"select distinct segment_name from marts.{mart}"
                " where segmentation = 'mall_spending'"
            )
        }
        assert {"The quiet middle", "=2+3 <b>ours</b>"} < names, mart
    assert edited.sql(
        "select recommended_action, override_reason, override_author from marts.segment_summary"
        " where segmentation = 'mall_spending' and segment_id = 2"
    ) == [("Call them", "we know them", "Ann")]
    folder = export(edited, tmp_path / "audiences")
    names = {line["segment_name"] for line in rows(folder / "index.csv")}
    assert "The quiet middle" in names


def test_what_a_spreadsheet_would_run_is_defused_in_the_csv_alone(edited, tmp_path):
    folder = export(edited, tmp_path / "audiences") / "mall_spending"
    ours = rows(folder / "segment_2.csv")
    assert {row["segment_name"] for row in ours} == {"'=2+3 <b>ours</b>"}
    everyone = [row for path in folder.glob("*.csv") for row in rows(path)]
    assert "'@SUM(A1)" in {row["customer_id"] for row in everyone}
    raw = duckdb.sql(f"select customer_id from '{folder}/*.parquet'").fetchall()
    assert ("@SUM(A1)",) in raw


def test_borderline_customers_can_be_left_out(edited):
    [(written, sure, borderline)] = edited.sql(
        "select (select count(*) from marts.segment_audiences),"
        " (select count(*) from marts.customer_segments where not is_borderline),"
        " (select count(*) from marts.customer_segments where is_borderline)"
    )
    assert written == sure
    assert borderline > 0


def test_an_override_without_a_segment_is_warned_of(edited):
    messages = edited.dbt("test", "--select", "assert_overrides_name_living_segments")
    assert messages["assert_overrides_name_living_segments"].startswith("warn")


def test_a_playbook_with_a_feature_that_there_is_not_fails(rebuilt):
    playbook = rebuilt.folder / "seeds" / "segment_playbook.csv"
    playbook.write_text(playbook.read_text().replace("annual_income=high", "anual_income=high"))
    rebuilt.dbt("seed", "--select", "segment_playbook")
    test = "assert_the_playbook_speaks_of_features_and_levels_there_are"
    messages = rebuilt.dbt("test", "--select", test, succeeds=False)
    assert messages[test].startswith("fail")


def test_segments_that_nobody_wrote_a_line_for_get_general_advice_and_are_told_of(rebuilt, capfd):
    playbook = rebuilt.folder / "seeds" / "segment_playbook.csv"
    kept = [
        line for line in playbook.read_text().splitlines() if not line.startswith("mall_spending,")
    ]
    playbook.write_text("\n".join(kept))
    rebuilt.dbt("build", "--select", "segment_playbook+")
    told = [line for line in capfd.readouterr().out.splitlines() if "segment_playbook:" in line]
    assert told == [
        "segment_playbook: mall_spending has general advice only for segment 1, 2, 3, 4, 5;"
        " a line of its own is written in seeds/segment_playbook.csv"
    ]
    found = dict(
        rebuilt.sql(
            "select segment_name, recommended_action from marts.segment_summary"
            " where segmentation = 'mall_spending'"
        )
    )
    assert found["High income, high spending"] == (
        "Keep them, they are worth much: fit offers to spending score and annual income,"
        " where they are above average"
    )
    assert found["Low income, low spending"].startswith("Keep costs low")
    assert not [action for action in found.values() if "{" in action]


def test_the_real_segments_have_the_names_of_their_published_readings(real):
    found = real.sql(
        "select segmentation, segment_name, goal, priority from marts.segment_summary"
        " where segmentation <> 'mall_demographic' order by segmentation, priority"
    )
    assert found == [
        ("campaign_engagement", "Elite spenders", "retain", 1),
        ("campaign_engagement", "Loyal premium shoppers", "retain", 2),
        ("campaign_engagement", "Deal-seeking families", "grow", 3),
        ("campaign_engagement", "Browsers on a low income", "grow", 4),
        ("campaign_engagement", "Budget families", "serve", 5),
        ("mall_spending", "VIP customers", "retain", 1),
        ("mall_spending", "Value-minded middle", "grow", 2),
        ("mall_spending", "Keen spenders on a budget", "retain", 3),
        ("mall_spending", "Careful high earners", "upsell", 4),
        ("mall_spending", "Basics buyers", "serve", 5),
        ("retail_rfm", "Best customers", "retain", 1),
        ("retail_rfm", "Regular customers", "retain", 2),
        ("retail_rfm", "Lapsed customers", "win_back", 3),
        ("retail_rfm", "Recent occasional buyers", "grow", 4),
    ]
    [most_responsive] = real.sql(
        "select segment_name, best_campaign, best_response_rate_low from marts.segment_summary"
        " where segmentation = 'campaign_engagement' order by best_response_rate desc limit 1"
    )
    assert most_responsive[:2] == ("Elite spenders", "last")
    assert most_responsive[2] > 0.23
    assert (
        real.sql(
            "select sum(value_total) from marts.segment_summary where segmentation = 'retail_rfm'"
        )[0][0]
        == real.sql("select sum(line_value) from staging.stg_retail_transactions")[0][0]
    )
