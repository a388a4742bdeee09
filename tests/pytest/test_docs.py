"""What README.md and docs/ name is there: links, targets, files, marts, vars; and examples hold."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "benchmarks" / "README.md",
]
# A changelog names what is gone too, and what a test writes has no links or commands.
NOW = [page for page in PAGES if page.name not in ("CHANGELOG.md", "bad_input.md", "checks.md")]
OPERATE = ROOT / "docs" / "operate.md"
EXAMPLES = ROOT / "docs" / "examples"
# What commands make: not in the repository.
MADE = ("target", "logs", "serving", "audiences", "reports", "plots", "backup", "dbt_packages")


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code(page: Path) -> list[str]:
    """Return what a page has between backticks: commands, names, paths."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text(page), flags=re.DOTALL))
    indented = re.findall(r"^    (\S.*)$", text(page), flags=re.MULTILINE)
    fenced = [line for _, block in blocks(page) for line in block.splitlines()]
    return [*spans, *indented, *fenced]


def blocks(page: Path, language: str = r"\w*") -> list[tuple[str, str]]:
    """Return the language and the text of a page's fenced blocks."""
    return re.findall(rf"^```({language})\n(.*?)^```$", text(page), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    heads = re.findall(r"^#+ (.+)$", text(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", NOW, ids=lambda page: page.name)
def test_targets_of_make_are_there(page):
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), flags=re.MULTILINE))
    for piece in code(page):
        named = re.match(r"(?:\w+=\S+ )*make ([a-z-]+)\b(?!=)", piece)
        assert not named or named[1] in targets, piece


@pytest.mark.parametrize("page", NOW, ids=lambda page: page.name)
def test_paths_are_there(page):
    """A path is what begins with a folder of the project, and has no placeholder."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for piece in code(page):
        for path in re.findall(r"(?<![\w/.~<{-])([a-z.]\w*/[\w./*-]*\w)(?![\w/<{*])", piece):
            if path.split("/")[0] in folders - {*MADE} and "cards" not in path:
                assert list(ROOT.glob(path)), f"{path} in {piece}"


@pytest.mark.parametrize("page", NOW, ids=lambda page: page.name)
def test_tables_of_the_marts_are_there(page):
    marts = {path.stem for path in (ROOT / "models" / "marts").glob("*.sql")}
    for piece in code(page):
        for named in re.findall(r"\bmarts\.([a-z_]+)\b(?! =)", piece):
            assert named in marts, piece


@pytest.mark.parametrize("page", NOW, ids=lambda page: page.name)
def test_vars_are_there(page):
    known = yaml.safe_load(text(ROOT / "dbt_project.yml"))["vars"]
    named = re.findall(r"\bvars? `(\w+)`", text(page))
    for piece in code(page):
        for _, given in re.findall(r"""--vars (['"])(\{.*?\})\1""", piece):
            named += yaml.safe_load(given)
    for name in named:
        assert name in known, name


def test_blocks_of_the_page_for_operators_are_what_they_say(built):
    """Python compiles, YAML loads, and every query answers on a warehouse."""
    for language, block in blocks(OPERATE):
        if language == "python":
            compile(block, OPERATE.name, "exec")
        elif language == "yaml":
            assert yaml.safe_load(block)
        elif language == "sql":
            for query in filter(str.strip, block.split(";")):
                built.sql(query)


def test_what_is_remembered_is_a_warehouse_that_the_next_build_completes(rebuilt, monkeypatch):
    """By the page's own snippet: nothing is fitted, and no day or check is lost."""

    def memory() -> list[set]:
        return [
            {*rebuilt.sql(f"select one::varchar from {table} as one")}
            for table in (
                "(select segmentation, fit_number, fitted_at, status from clustering.kmeans_fits)",
                "clustering.segment_changes",
                "marts.segment_value_history",
                "quality.source_checks",
                "quality.customer_checks",
                "quality.segment_checks",
            )
        ]

    former = memory()
    assert all(former)
    [snippet] = [block for _, block in blocks(OPERATE, "python") if "REMEMBERED" in block]
    monkeypatch.chdir(rebuilt.folder)
    exec(snippet, {})
    Path("memory.duckdb").replace("warehouse.duckdb")
    shutil.rmtree("serving")
    rebuilt.dbt("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    fits, changes, values, *checks = memory()
    assert [fits, changes, values] == former[:3]
    assert all(before < after for before, after in zip(former[3:], checks, strict=True))


def test_what_a_former_version_left_is_listed(rebuilt):
    with duckdb.connect(str(rebuilt.folder / "warehouse.duckdb")) as connection:
        connection.execute("create table features.former as select 1 as customer_id")
        connection.execute("create schema others; create table others.theirs as select 1 as x")
    dbt = Path(sys.executable).with_name("dbt")
    said = subprocess.run(
        [dbt, "--quiet", "run-operation", "print_leftovers"],
        cwd=rebuilt.folder, capture_output=True, text=True,
    )  # fmt: skip
    assert said.stdout.splitlines() == ['drop table "features"."former";'], said


def test_examples_are_of_the_project():
    for path in EXAMPLES.glob("*.py"):
        assert ast.get_docstring(ast.parse(text(path))), path
    workflow = yaml.safe_load(text(EXAMPLES / "workflow.yml"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), flags=re.MULTILINE))
    made = {re.match(r"make ([a-z-]+)", step["run"]) for step in steps if "run" in step} - {None}
    assert made
    assert {match[1] for match in made} <= targets
    copied = re.findall(r"^COPY (\S+)", text(EXAMPLES / "Dockerfile"), flags=re.MULTILINE)
    assert copied
    assert all((ROOT / path).exists() for path in copied)


def table_below(head: str) -> list[list[str]]:
    """Return the rows of the table of the README whose first head is this."""
    lines = text(ROOT / "README.md").split(f"| {head} |")[1].splitlines()[2:]
    rows = lines[: lines.index("")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_figures_of_the_readme_are_those_of_the_public_files(real):
    medians = {
        (name, feature): value
        for name, feature, value in real.sql(
            "select segment_name, feature, segment_median from marts.segment_profiles"
            " where segmentation in ('mall_spending', 'retail_rfm')"
        )
    }
    segments = {
        (segmentation, name): (f"{count:,}", f"{100 * share:.1f} %", action)
        for segmentation, name, count, share, action in real.sql(
            "select segmentation, segment_name, customer_count, customer_share,"
            " recommended_action from marts.segment_summary"
        )
    }
    told = table_below("segment (medians)")
    assert len(told) == 5
    for name, customers, share, income, score, action in told:
        assert (customers, share) == segments["mall_spending", name][:2]
        assert action.split(",")[0].split(":")[0] in segments["mall_spending", name][2]
        assert income == f"{medians[name, 'annual_income']:g} k$"
        assert score == f"{medians[name, 'spending_score']:g}"

    told = table_below("retail segment (medians)")
    assert len(told) == 4
    for name, customers, recency, orders, spend in told:
        assert customers == segments["retail_rfm", name][0]
        assert abs(int(recency.removesuffix(" days ago")) - medians[name, "recency_days"]) <= 0.5
        assert orders == f"{medians[name, 'frequency']:g}"
        assert spend == f"£{medians[name, 'monetary']:,.0f}"

    told = table_below("campaign segment")
    answers = {
        name: (
            f"{customers:,}",
            f"{100 * rate:.1f} % ({100 * low:.1f} to {100 * high:.1f})",
            f"{lift:.2f}",
        )
        for name, customers, rate, low, high, lift in real.sql(
            "select segment_name, customer_count, response_rate, response_rate_low,"
            " response_rate_high, lift from marts.segment_responses where campaign = 'last'"
        )
    }
    assert {row[0]: tuple(row[1:]) for row in told} == answers
