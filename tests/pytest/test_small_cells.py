"""What small_cell_threshold hides cannot be worked out from the aggregates that are published."""

import shutil
from collections import defaultdict

import duckdb
import numpy as np
import pytest
from conftest import Project
from scipy.optimize import linprog

THRESHOLDS = [5, 20]
SELECTION = ["--select", "segment_demographics+", "segment_responses+"]


def read(project: Project, query: str) -> list[tuple]:
    path = project.folder / "serving/segments.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module", params=THRESHOLDS)
def threshold(request) -> int:
    return request.param


@pytest.fixture(scope="module")
def suppressed(built, tmp_path_factory, threshold) -> Project:
    """Return the project, published with small cells hidden, all tests of these marts run."""
    folder = tmp_path_factory.mktemp("suppressed") / "project"
    shutil.copytree(built.folder, folder)
    project = Project(folder)
    project.dbt("build", *SELECTION, "--vars", str({"small_cell_threshold": threshold}))
    return project


# ---- What an attacker knows: equations about counts that are not negative --------------------


def sizes(project: Project) -> dict[tuple, int]:
    """Return the customers of each segment, by segmentation and segment."""
    query = "select segmentation, segment_id, customer_count from marts.segment_summary"
    return {(name, segment): count for name, segment, count in read(project, query)}


def demographics(project: Project) -> list[tuple]:
    return read(
        project,
        "select segmentation, segment_id, attribute, attribute_value, customer_count,"
        " population_share from marts.segment_demographics",
    )


def responses(project: Project) -> list[tuple]:
    return read(
        project,
        "select segmentation, segment_id, campaign, response_count, customer_count,"
        " response_rate, lift from marts.segment_responses",
    )


def demographic_equations(rows, sizes, values, customers, absent_is_zero=True):
    """Return what the published rows say of the counts by value, whichever are merged.

    The attacker knows which values there are, which of them are merged, and which segmentations
    are of the same customers.
    """
    equations = []
    shown = {row[:4]: row[4] for row in rows}
    shares = {(name, *what): share for name, _, *what, _, share in rows}
    public = defaultdict(set)
    for name, _, attribute, value, *_ in rows:
        public[name, attribute].add(value)
    for (name, attribute), labels in public.items():
        segments = [segment for known, segment in sizes if known == name]
        mine = values[customers[name], attribute]
        label_of = {value: value if value in labels else "Other" for value in mine}
        everyone = sum(sizes[name, segment] for segment in segments)
        for segment in segments:
            cells = {value: (name, segment, attribute, value) for value in mine}
            equations.append((dict.fromkeys(cells.values(), 1), sizes[name, segment]))
            for label in labels:
                count = shown.get((name, segment, attribute, label), 0 if absent_is_zero else None)
                if count is not None:
                    group = {cells[value]: 1 for value in mine if label_of[value] == label}
                    equations.append((group, count))
        for label in labels:
            group = {
                (name, segment, attribute, value): 1
                for segment in segments
                for value in mine
                if label_of[value] == label
            }
            equations.append((group, round(shares[name, attribute, label] * everyone)))
        for other in {other for other, known in public if known == attribute} - {name}:
            if customers[other] == customers[name]:
                for value in mine:
                    same = {
                        (owner, segment, attribute, value): 1 if owner == name else -1
                        for owner, segment in sizes
                        if owner in (name, other)
                    }
                    equations.append((same, 0))
    return equations


def response_equations(rows, sizes):
    """Return what the published rows, and the totals that follow from a lift, say of answers."""
    equations = []
    campaigns = {(name, campaign) for name, _, campaign, *_ in rows}
    for name, campaign in campaigns:
        segments = [segment for known, segment in sizes if known == name]
        for segment in segments:
            both = {(name, segment, campaign, answer): 1 for answer in (True, False)}
            equations.append((both, sizes[name, segment]))
        everyone = sum(sizes[name, segment] for segment in segments)
        for owner, segment, what, count, _, rate, lift in rows:
            if (owner, what) == (name, campaign):
                equations.append(({(name, segment, campaign, True): 1}, count))
                if lift:
                    total = {(name, each, campaign, True): 1 for each in segments}
                    equations.append((total, round(rate / lift * everyone)))
    return equations


def exposed(equations, small: set, threshold: int) -> set:
    """Return the small cells that the equations tie down to less than the threshold's width."""
    cells = sorted({cell for group, _ in equations for cell in group})
    place = {cell: number for number, cell in enumerate(cells)}
    matrix, totals = np.zeros((len(equations), len(cells))), np.zeros(len(equations))
    for row, (group, total) in enumerate(equations):
        totals[row] = total
        for cell, sign in group.items():
            matrix[row, place[cell]] = sign
    found = set()
    for cell in small & set(cells):
        objective = np.zeros(len(cells))
        objective[place[cell]] = 1
        ends = [
            linprog(sign * objective, A_eq=matrix, b_eq=totals, bounds=(0, None))
            for sign in (1, -1)
        ]
        # No solution, or no end, would be a mistake in the attack.
        assert [end.status for end in ends] == [0, 0]
        low, high = ends[0].fun, -ends[1].fun
        if high - low < threshold - 0.5:
            found.add(cell)
    return found


@pytest.fixture(scope="module")
def truth(built):
    """Return the true small cells and all that the equations need besides the published rows."""
    rows = demographics(built)
    customers = dict(
        built.sql(
            "select segmentation, concat(customers, customers_where)"
            " from features.segmentation_list"
        )
    )
    values = defaultdict(set)
    for name, _, attribute, value, *_ in rows:
        values[customers[name], attribute].add(value)

    def small(threshold):
        few = {row[:4] for row in rows if row[4] < threshold}
        for name, segment, campaign, accepted, customers, *_ in responses(built):
            for answer, count in [(True, accepted), (False, customers - accepted)]:
                if 0 < count < threshold:
                    few.add((name, segment, campaign, answer))
        return few

    return small, values, customers


def attack(project, truth, threshold) -> set:
    small, values, customers = truth
    known = sizes(project)
    equations = demographic_equations(demographics(project), known, values, customers)
    return exposed(
        equations + response_equations(responses(project), known), small(threshold), threshold
    )


# ---- What holds ------------------------------------------------------------------------------


def test_no_published_count_is_small(suppressed, threshold):
    assert min(row[4] for row in demographics(suppressed)) >= threshold
    for _, _, _, accepted, customers, *_ in responses(suppressed):
        assert not 0 < accepted < threshold
        assert not 0 < customers - accepted < threshold


def test_every_customer_is_still_counted_once(suppressed, built):
    query = (
        "select segmentation, segment_id, attribute, sum(customer_count),"
        " round(sum(customer_share), 9), count(*) = count(distinct attribute_value)"
        " from marts.segment_demographics group by all order by all"
    )
    found = read(suppressed, query)
    assert found == read(built, query)
    assert {(share, is_unique) for *_, share, is_unique in found} == {(1, True)}
    query = (
        "select distinct on (segmentation, attribute, attribute_value) segmentation, attribute,"
        " population_share from marts.segment_demographics"
    )
    totals = defaultdict(float)
    for name, attribute, share in read(suppressed, query):
        totals[name, attribute] += share
    assert list(totals.values()) == pytest.approx([1] * len(totals))


def test_what_is_shown_of_answers_is_as_it_was(suppressed, built):
    shown = read(suppressed, "from marts.segment_responses")
    assert set(shown) < set(read(built, "from marts.segment_responses"))


def test_no_small_cell_follows_from_what_is_published(suppressed, truth, threshold):
    assert truth[0](threshold)
    assert attack(suppressed, truth, threshold) == set()


def test_the_attack_finds_what_is_only_left_out(built, truth, threshold):
    small, values, customers = truth
    known = sizes(built)
    rows = [row for row in demographics(built) if row[4] >= threshold]
    equations = demographic_equations(rows, known, values, customers, absent_is_zero=False)
    assert exposed(equations, small(threshold), threshold)
    rows = [
        row
        for row in responses(built)
        if not {(*row[:3], answer) for answer in (True, False)} & small(threshold)
    ]
    assert exposed(response_equations(rows, known), small(threshold), threshold)


def test_the_attack_subtracts_one_segmentation_from_another_of_the_same_customers():
    """Three of town b: hidden with those of c in one segmentation, of d in the other."""
    rows = [
        ("s", 1, "town", "Other", 13, 13 / 33),
        ("s", 1, "town", "d", 20, 20 / 33),
        ("t", 1, "town", "Other", 23, 23 / 33),
        ("t", 1, "town", "c", 10, 10 / 33),
    ]
    small = {("s", 1, "town", "b"), ("t", 1, "town", "b")}
    equations = demographic_equations(
        rows, {("s", 1): 33, ("t", 1): 33}, {("x", "town"): {"b", "c", "d"}}, {"s": "x", "t": "x"}
    )
    assert exposed(equations, small, threshold=5) == small


@pytest.mark.parametrize(
    "name", ["which_segment_answers_campaigns_best", "who_are_the_people_of_a_segment"]
)
def test_the_questions_are_answered_from_what_is_shown(suppressed, threshold, name):
    suppressed.dbt("compile", "--select", name, "--vars", str({"small_cell_threshold": threshold}))
    [path] = (suppressed.folder / "target/compiled").rglob(f"{name}.sql")
    assert suppressed.sql(path.read_text())
