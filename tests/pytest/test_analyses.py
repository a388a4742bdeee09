"""The ready questions: what they are made of, that they run, and that their answers are right."""

import json
import re
import shutil
from collections import Counter
from statistics import median

import duckdb
import pytest
import yaml
from conftest import ROOT, Project

# What a row of each answer is about.
KEYS = {
    "how_do_rule_segments_and_clusters_cross": ["rfm_segment", "segment_name"],
    "is_the_model_still_about_these_customers": ["segmentation", "label"],
    "what_distinguishes_two_segments": ["label"],
    "what_does_each_segment_buy_more_than_others": ["segment_id", "product"],
    "what_was_rejected": ["source", "reason"],
    "which_outliers_need_a_look": ["customer_id"],
    "which_segment_answers_campaigns_best": ["campaign"],
    "which_segments_carry_most_of_the_value": ["segment_name"],
    "who_are_the_people_of_a_segment": ["attribute", "attribute_value"],
    "who_are_the_typical_customers_of_a_segment": ["customer_id"],
    "who_is_on_the_border": ["customer_id"],
    "who_moved_to_a_better_segment": ["customer_id"],
    "why_this_k": ["k"],
}
# What a first build cannot answer yet.
NEED_A_SECOND_PERIOD = {"who_moved_to_a_better_segment"}
SECOND_PERIOD = "2025-01-10"
PARAMETER = re.compile(r"^\{% set (\w+) = (.+) %\}$", re.MULTILINE)


@pytest.fixture(scope="module")
def compiled(built, tmp_path_factory):
    """Return the manifest's nodes of the analyses by name, and those of the models by id."""
    folder = tmp_path_factory.mktemp("compiled") / "project"
    shutil.copytree(built.folder, folder)
    project = Project(folder)
    project.dbt("--write-json", "compile", "--select", "resource_type:analysis")
    return json.loads((folder / "target/manifest.json").read_text())["nodes"]


@pytest.fixture(scope="module")
def analyses(compiled):
    return {node["name"]: node for node in compiled.values() if node["resource_type"] == "analysis"}


def answer(project, analyses, name, **replaced):
    """Return the rows of an answer as dicts; of another segmentation where one is given."""
    code = analyses[name]["compiled_code"]
    for before, after in replaced.items():
        code = code.replace(f"'{before}'", f"'{after}'")
    with duckdb.connect(project.folder / "warehouse.duckdb", read_only=True) as connection:
        found = connection.execute(code)
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def parameters(analyses, name):
    found = PARAMETER.findall(analyses[name]["raw_code"])
    return {parameter: yaml.safe_load(value) for parameter, value in found}


def one_segment(analyses, name):
    """Return the predicate for the one segment that an analysis is about."""
    given = parameters(analyses, name)
    return f"segmentation = '{given['segmentation']}' and segment_id = {given['segment_id']}"


def test_every_file_is_an_analysis_that_is_described(analyses):
    files = {path.stem for path in (ROOT / "analyses").glob("*.sql")}
    entries = yaml.safe_load((ROOT / "analyses/_analyses.yml").read_text())["analyses"]
    assert set(analyses) == files == set(KEYS)
    assert {entry["name"] for entry in entries} == files
    for name, node in analyses.items():
        assert node["description"].startswith("One row per "), name


def test_each_begins_with_its_question(analyses):
    for name, node in analyses.items():
        question = re.match(r"-- ([A-Z].*)\?\n", node["raw_code"])
        assert question, name
        words = "_".join(re.findall(r"\w+", question[1].lower()))
        assert words.startswith(name), name
        assert node["compiled_code"].startswith(question[0]), name


def test_they_read_marts_and_nothing_else(analyses, compiled):
    for name, node in analyses.items():
        parents = node["depends_on"]["nodes"]
        assert parents, name
        assert {compiled[parent]["schema"] for parent in parents} == {"marts"}, name
        # None is written out by hand, beside the refs.
        code = re.sub(r"--.*", "", node["compiled_code"])
        ctes = set(re.findall(r"^(\w+) as \($", code, re.MULTILINE))
        named = set(re.findall(r"\b(?:from|join) ([\w.\"]+)", code)) - ctes
        assert named == {compiled[parent]["relation_name"] for parent in parents}, name


def test_every_question_has_an_answer_with_its_grain(built, analyses):
    for name in analyses:
        rows = answer(built, analyses, name)
        assert bool(rows) is (name not in NEED_A_SECOND_PERIOD), name
        keys = [tuple(row[column] for column in KEYS[name]) for row in rows]
        assert len(set(keys)) == len(keys), name


def test_they_run_for_every_segmentation(built, analyses):
    segmentations = [
        name for (name,) in built.sql("select distinct segmentation from marts.segment_summary")
    ]
    for name in analyses:
        shipped = parameters(analyses, name).get("segmentation")
        for other in segmentations if shipped else []:
            rows = answer(built, analyses, name, **{shipped: other})
            if name in {"why_this_k", "which_segments_carry_most_of_the_value"}:
                assert rows, (name, other)


def test_a_first_build_moves_nobody(built, analyses):
    code = analyses["who_moved_to_a_better_segment"]["compiled_code"]
    assert [row[0] for row in built.sql(f"describe {code}")] == [
        "customer_id",
        "as_of",
        "change",
        "from_segment_name",
        "to_segment_name",
        "from_value_per_customer",
        "to_value_per_customer",
        "value_unit",
    ]
    drift = answer(built, analyses, "is_the_model_still_about_these_customers")
    figures = {(row["verdict"], row["psi"], row["change_percent"]) for row in drift}
    assert figures == {("stable", 0, 0)}


def test_a_second_period_tells_who_moved_up_and_why(rebuilt, analyses):
    segments = (
        "select customer_id, segment_id from marts.customer_segments"
        " where segmentation = 'retail_rfm'"
    )
    before = dict(rebuilt.sql(segments))
    marts = ["segment_history", "segment_migrations", "segment_summary", "feature_drift"]
    marts += ["k_selection", "segmentation_fits"]
    models = [f"+{mart}" for mart in marts]
    rebuilt.run("--select", *models, retail_transactions_as_of=SECOND_PERIOD, refit="always")
    after = dict(rebuilt.sql(segments))
    named = "select segment_id, segment_name, value_per_customer from marts.segment_summary"
    values = {
        key: value for key, *value in rebuilt.sql(f"{named} where segmentation = 'retail_rfm'")
    }
    expected = {
        customer: (*values[before[customer]], *values[after[customer]])
        for customer in before.keys() & after.keys()
        if before[customer] in values and values[after[customer]][1] > values[before[customer]][1]
    }
    rows = answer(rebuilt, analyses, "who_moved_to_a_better_segment")
    assert {
        row["customer_id"]: (
            row["from_segment_name"],
            row["from_value_per_customer"],
            row["to_segment_name"],
            row["to_value_per_customer"],
        )
        for row in rows
    } == expected
    assert {str(row["as_of"]) for row in rows} == {SECOND_PERIOD}
    counted = Counter()
    for source, target, customer, model in rebuilt.sql(
        "select from_segment_id, to_segment_id, customer_moved_count, model_moved_count"
        " from marts.segment_migrations where segmentation = 'retail_rfm' and flow = 'moved'"
    ):
        if source in values and values[target][1] > values[source][1]:
            counted += Counter({"customer moved": customer, "model moved": model})
    print(counted)
    assert Counter(row["change"] for row in rows) == counted
    assert set(counted) == {"customer moved", "model moved"}

    drift = {
        row["label"]: (row["verdict"], row["change_percent"])
        for row in answer(rebuilt, analyses, "is_the_model_still_about_these_customers")
        if row["segmentation"] == "retail_rfm"
    }
    print(drift)
    expected = {
        label: (
            "drifted" if psi > 0.25 else "watch" if psi >= 0.1 else "stable",
            round(100 * (now / then - 1), 1),
        )
        for label, psi, now, then in rebuilt.sql(
            "select label, psi, mean_now, mean_at_fit from marts.feature_drift"
            " where segmentation = 'retail_rfm'"
        )
    }
    assert drift == expected
    assert drift["last purchase"][0] == "drifted"
    assert drift["last purchase"][1] > 0

    # Two fits by now; the champion's candidates alone are told.
    shipped = parameters(analyses, "why_this_k")["segmentation"]
    tried = answer(rebuilt, analyses, "why_this_k", **{shipped: "retail_rfm"})
    assert {row["fit_number"] for row in tried} == {2}


def test_the_value_adds_up_to_all_of_it_from_the_largest_share_down(built, analyses):
    rows = answer(built, analyses, "which_segments_carry_most_of_the_value")
    spend = built.sql(
        "select segment_name, sum(monetary) as spend from marts.rfm_segments"
        " inner join marts.customer_segments using (customer_id)"
        " where segmentation = 'retail_rfm' group by all order by spend desc"
    )
    total = sum(value for _, value in spend)
    assert [(row["segment_name"], row["value_total"]) for row in rows] == spend
    so_far = 0
    for row, (_, value) in zip(rows, spend, strict=True):
        so_far += value
        assert row["cumulative_value_share"] == pytest.approx(float(so_far / total))
    assert rows[-1]["cumulative_value_share"] == pytest.approx(1)
    assert rows[-1]["cumulative_customer_share"] == pytest.approx(1)


def test_the_border_is_where_the_two_nearest_segments_are_about_as_far(built, analyses):
    rows = answer(built, analyses, "who_is_on_the_border")
    names = dict(
        built.sql(
            "select segment_id, segment_name from marts.segment_summary"
            " where segmentation = 'retail_rfm'"
        )
    )
    expected = {
        (customer, names[segment], names[runner_up])
        for customer, segment, runner_up in built.sql(
            "select customer_id, segment_id, runner_up_segment_id from marts.customer_segments"
            " where segmentation = 'retail_rfm' and is_borderline"
        )
    }
    assert expected == {
        (row["customer_id"], row["segment_name"], row["runner_up_segment_name"]) for row in rows
    }
    assert all(row["confidence"] < 0.1 for row in rows)


def test_the_best_answer_is_beyond_chance_where_no_interval_reaches_it(built, analyses):
    rows = answer(built, analyses, "which_segment_answers_campaigns_best")
    for row in rows:
        rates = built.sql(
            "select response_rate, segment_name, response_rate_low, response_rate_high"
            " from marts.segment_responses where segmentation = 'campaign_engagement'"
            f" and campaign = '{row['campaign']}' order by response_rate desc"
        )
        (rate, name, low, _), *others = rates
        assert (row["segment_name"], row["response_rate"]) == (name, rate)
        reaching = [other for _, other, _, high in others if high >= low]
        assert row["is_beyond_chance"] is (not reaching)
        assert (row["segments_that_may_be_as_good"] or "") == ", ".join(reaching)
        assert row["others_rate_high"] == max(high for *_, high in others)
    assert {row["is_beyond_chance"] for row in rows} == {True, False}
    assert len(rows) == 6


def test_the_difference_of_two_segments_is_that_of_their_z_scores(built, analyses):
    name = "what_distinguishes_two_segments"
    given = parameters(analyses, name)
    one, other = (
        dict(
            built.sql(
                "select label, (segment_name, segment_median, z_score) from marts.segment_profiles"
                f" where segmentation = '{given['segmentation']}' and segment_id = {segment}"
            )
        )
        for segment in (given["segment_id"], given["other_segment_id"])
    )
    rows = answer(built, analyses, name)
    assert {row["label"] for row in rows} == set(one)
    for row in rows:
        first, second = one[row["label"]], other[row["label"]]
        assert (row["segment_name"], row["segment_median"]) == first[:2]
        assert (row["other_segment_name"], row["other_segment_median"]) == second[:2]
        assert row["z_difference"] == pytest.approx(first[2] - second[2])
    sizes = [abs(row["z_difference"]) for row in rows]
    assert sizes == sorted(sizes, reverse=True)


def test_the_typical_are_those_of_the_highest_confidence(built, analyses):
    name = "who_are_the_typical_customers_of_a_segment"
    members = built.sql(
        "select confidence, customer_id from marts.customer_segments"
        f" where {one_segment(analyses, name)}"
    )
    how_many = parameters(analyses, name)["how_many"]
    found = [(row["confidence"], row["customer_id"]) for row in answer(built, analyses, name)]
    assert len(members) > how_many == len(found)
    assert found == sorted(members, reverse=True)[:how_many]


def test_outliers_are_measured_by_their_own_segment(built, analyses):
    name = "which_outliers_need_a_look"
    segments = {}
    outliers = set()
    for customer, segment, distance, is_outlier in built.sql(
        "select customer_id, segment_name, distance, is_outlier from marts.customer_segments"
        f" where segmentation = '{parameters(analyses, name)['segmentation']}'"
    ):
        segments.setdefault(segment, []).append(distance)
        outliers |= {customer} if is_outlier else set()
    rows = answer(built, analyses, name)
    assert {row["customer_id"] for row in rows} == outliers
    for row in rows:
        expected = row["distance"] / median(segments[row["segment_name"]])
        assert row["times_the_median"] == pytest.approx(expected)
    times = [row["times_the_median"] for row in rows]
    assert times == sorted(times, reverse=True)


def test_a_segment_buys_more_of_what_takes_more_of_its_spend(built, analyses):
    name = "what_does_each_segment_buy_more_than_others"
    given = parameters(analyses, name)
    spend = built.sql(
        "select segment_id, product, sum(value)::double, count(*)"
        " from marts.customer_segments inner join features.customer_products using (customer_id)"
        f" where segmentation = '{given['segmentation']}' and customers = 'campaign_customers'"
        " group by all"
    )
    of_segment, of_product = Counter(), Counter()
    for segment, product, value, _ in spend:
        of_segment[segment] += value
        of_product[product] += value
    total = sum(of_product.values())
    sizes = dict(
        built.sql(
            "select segment_id, customer_count from marts.segment_summary"
            f" where segmentation = '{given['segmentation']}'"
        )
    )
    excess = {}
    for segment, product, value, buyers in spend:
        more = value / of_segment[segment] - of_product[product] / total
        if more > 0 and buyers / sizes[segment] >= given["min_customer_share"]:
            excess.setdefault(segment, []).append((more, product))
    expected = [
        (segment, product)
        for segment in sorted(excess)
        for _, product in sorted(excess[segment], reverse=True)[: given["how_many"]]
    ]
    rows = answer(built, analyses, name)
    assert [(row["segment_id"], row["product"]) for row in rows] == expected


def test_the_crossings_are_of_all_retail_customers(built, analyses):
    rows = answer(built, analyses, "how_do_rule_segments_and_clusters_cross")
    assert built.sql("select count(*) from marts.rfm_segments") == [
        (sum(row["customer_count"] for row in rows),)
    ]
    sizes = Counter()
    for row in rows:
        sizes[row["segment_name"]] += row["customer_count"]
    for row in rows:
        share = sizes[row["segment_name"]] / sizes.total()
        assert row["index_to_population"] == pytest.approx(
            100 * row["share_of_rfm_segment"] / share
        )
    largest = {}
    for row in rows:
        best = largest.get(row["rfm_segment"], 0)
        largest[row["rfm_segment"]] = max(best, row["customer_count"])
    first = {
        row["rfm_segment"]: row["customer_count"] for row in rows if row["rank_in_rfm_segment"] == 1
    }
    assert first == largest


def test_the_people_of_a_segment_are_those_it_has_more_of(built, analyses):
    name = "who_are_the_people_of_a_segment"
    rows = answer(built, analyses, name)
    expected = {
        (attribute, value)
        for attribute, value, share, population, customers in built.sql(
            "select attribute, attribute_value, customer_share, population_share, customer_count"
            f" from marts.segment_demographics where {one_segment(analyses, name)}"
        )
        if share / population > 1.2 and customers >= 5
    }
    assert {(row["attribute"], row["attribute_value"]) for row in rows} == expected


def test_every_k_has_a_verdict_and_one_is_chosen(built, analyses):
    name = "why_this_k"
    shipped = parameters(analyses, name)["segmentation"]
    verdicts = Counter()
    for segmentation, chosen_k, reason in built.sql(
        "select segmentation, k, k_reason from marts.segmentation_fits where status = 'champion'"
    ):
        rows = answer(built, analyses, name, **{shipped: segmentation})
        evidence = {
            k: others
            for k, *others in built.sql(
                "select k, silhouette, rejection_reason, is_auto_choice"
                f" from marts.k_selection where segmentation = '{segmentation}'"
            )
        }
        assert [row["k"] for row in rows] == sorted(evidence)
        [(auto_k, best)] = [(k, row[0]) for k, row in evidence.items() if row[2]]
        for row in rows:
            silhouette, rejection, _ = evidence[row["k"]]
            if row["k"] == chosen_k:
                kind, expected = "chosen", f"chosen: {reason}"
            elif rejection:
                kind, expected = "rejected", rejection
            elif row["k"] == auto_k:
                kind, expected = "auto", "what auto takes, but another k is configured"
            elif silhouette < best:
                kind, expected = "worse", f"silhouette {best - silhouette:.3f} below k = {auto_k}"
            else:
                kind, expected = "tied", f"more segments than k = {auto_k} and hardly better"
            assert row["verdict"] == expected
            verdicts[kind] += 1
    assert {"chosen", "auto", "worse", "tied"} <= set(verdicts)


def test_the_verdict_on_a_k_that_is_rejected_is_the_reason(built, analyses):
    code = analyses["why_this_k"]["compiled_code"]
    table = '"warehouse"."marts"."k_selection"'
    assert code.count(table) == 1
    doctored = (
        "(select * replace (if(k = 9, 'sliver: 1 customer', rejection_reason)"
        f" as rejection_reason) from {table})"
    )
    rejecting = {"why_this_k": {"compiled_code": code.replace(table, doctored)}}
    verdicts = {row["k"]: row["verdict"] for row in answer(built, rejecting, "why_this_k")}
    assert verdicts[9] == "sliver: 1 customer"


def test_what_was_rejected_is_every_rejected_row(built, analyses):
    rows = answer(built, analyses, "what_was_rejected")
    expected = {}
    for source, reason, source_row, customer in built.sql(
        "select source, reason, source_row, customer_id from marts.rejected_rows"
    ):
        expected.setdefault((source, reason), []).append((source_row, customer))
    assert len(rows) == len(expected)
    for row in rows:
        rejected = expected[row["source"], row["reason"]]
        assert row["row_count"] == len(rejected)
        assert row["first_source_row"] == min(source_row for source_row, _ in rejected)
        assert row["customer_count"] == len({customer for _, customer in rejected} - {None})
        [(first,)] = built.sql(
            f"select row_json from marts.rejected_rows where source = '{row['source']}'"
            f" and source_row = {row['first_source_row']}"
        )
        assert row["first_row_json"] == first
