"""The project's own rules, checked on dbt's manifest and on its texts."""

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Seeds that people edit.
EDITED = {"rfm_segment_rules.csv", "segment_playbook.csv", "segment_overrides.csv"}


@pytest.fixture(scope="module")
def nodes(built):
    manifest = json.loads((built.folder / "target/manifest.json").read_text())
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }


@pytest.fixture(scope="module")
def models(nodes):
    return {name: node for name, node in nodes.items() if node["resource_type"] == "model"}


def test_every_description_begins_with_the_grain(nodes):
    assert [
        n for n, node in nodes.items() if not node["description"].startswith("One row per")
    ] == []


def test_every_column_is_described_in_the_order_of_the_select(nodes, built):
    for name, node in nodes.items():
        found = [
            column
            for (column,) in built.sql(
                "select column_name from information_schema.columns"
                f" where table_schema = '{node['schema']}' and table_name = '{name}'"
                " order by ordinal_position"
            )
        ]
        described = [column["name"] for column in node["columns"].values() if column["description"]]
        assert described == found, name


def test_schemas_tell_the_story_of_the_folders(models):
    for name, node in models.items():
        folder = Path(node["original_file_path"]).parts[-2]
        assert node["schema"] == folder.replace("python_models", "clustering"), name


SHIPPED = {"mall_customers", "campaign_customers", "retail_customers"}


def test_marts_and_the_shipped_customers_are_contracts_and_python_models_are_not(models):
    contracts = {name for name, node in models.items() if node["config"]["contract"]["enforced"]}
    marts = {name for name, node in models.items() if node["schema"] == "marts"}
    assert contracts == marts | SHIPPED
    assert {models[name]["schema"] for name in SHIPPED} == {"customers"}


def test_every_column_of_the_shipped_customers_has_its_type_in_the_contract(models, built):
    """So its roles are judged before anything is built."""
    for name in SHIPPED:
        contract = [(one["name"], one["data_type"]) for one in models[name]["columns"].values()]
        found = built.sql(f"select column_name, column_type from (describe customers.{name})")
        assert [(column, kind.upper().replace(" ", "")) for column, kind in contract] == found


def test_no_layer_reads_from_one_after_it(models):
    order = ["staging", "customers", "features", "clustering", "marts", "serving"]
    for name, node in models.items():
        if node["schema"] == "quality":  # Gates stand between.
            continue
        for parent in node["depends_on"]["nodes"]:
            if parent.startswith("model.") and models[parent.split(".")[-1]]["schema"] in order:
                before = models[parent.split(".")[-1]]["schema"]
                assert order.index(before) <= order.index(node["schema"]), (name, parent)


def test_a_python_model_fits_on_one_screen():
    for path in (ROOT / "python_models").rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 60, path


def test_the_readme_says_what_each_mart_answers(models):
    section = (ROOT / "README.md").read_text().split("## Query it")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
    assert set(rows) == {name for name, node in models.items() if node["schema"] == "marts"}


def test_a_mart_says_what_it_solves_and_how_to_use_it(models):
    for name, node in models.items():
        if node["schema"] == "marts":
            assert "Solves for: " in node["description"], name
            assert "How to use: " in node["description"], name


def test_the_documentation_is_one_page_with_lineage_and_a_glossary(rebuilt):
    rebuilt.dbt("--write-json", "docs", "generate", "--static")
    page = (rebuilt.folder / "target/static_index.html").read_text()
    assert "population stability index: 0 the same distribution" in page
    assert "model.customer_segmentation.segment_summary" in page
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=[\"']https?:", page)


def test_a_build_tests_the_data_and_who_asks_tests_the_sql(built, monkeypatch, capfd):
    monkeypatch.delenv("DBT_EXCLUDE_RESOURCE_TYPES")

    def listed(*arguments) -> set[str]:
        capfd.readouterr()
        built.dbt("ls", "--output", "json", "--output-keys", "resource_type", *arguments)
        return {json.loads(line)["resource_type"] for line in capfd.readouterr().out.splitlines()}

    everything = listed("--select", "fqn:*")
    assert listed() == everything - {"unit_test"}
    assert "unit_test" in everything
    assert listed("--select", "test_type:unit") == {"unit_test"}


def test_the_sample_is_what_the_generator_writes(tmp_path):
    source = (ROOT / "seeds/generate.py").read_text()
    script = tmp_path / "generate.py"
    script.write_text(source)
    exec(compile(source, str(script), "exec"), {"__name__": "__main__", "__file__": str(script)})
    written = {path.name for path in tmp_path.glob("*.csv")}
    assert written | EDITED == {path.name for path in (ROOT / "seeds").glob("*.csv")}
    for name in written:
        assert (tmp_path / name).read_bytes() == (ROOT / "seeds" / name).read_bytes()


def test_the_list_of_checks_is_what_the_generator_writes(built):
    manifest = json.loads((built.folder / "target/manifest.json").read_text())
    listed = runpy.run_path(str(ROOT / "tests/list_checks.py"))["checks"](manifest)
    assert (ROOT / "docs/checks.md").read_text() == listed, "make checks writes it anew"
