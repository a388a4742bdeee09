"""The project's own rules, checked on dbt's manifest and on its texts."""

import json
import re
import runpy
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
# Seeds that people edit.
EDITED = {"rfm_segment_rules.csv", "segment_playbook.csv", "segment_overrides.csv"}


@pytest.fixture(scope="module")
def manifest(built):
    return json.loads((built.folder / "target/manifest.json").read_text())


@pytest.fixture(scope="module")
def nodes(manifest):
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


# Marts whose rows are those of a model before, which has the key test.
KEYS_OF_MODELS_BEFORE = {"data_quality_results", "rejected_rows", "segment_audiences"}


def test_marts_are_public_and_owned_and_what_is_behind_them_is_not(models, manifest):
    public = {name for name, node in models.items() if node["access"] == "public"}
    assert public == {name for name, node in models.items() if node["schema"] == "marts"}
    assert {node["access"] for node in models.values()} == {"public", "protected"}
    owners = {group["name"]: group["owner"]["name"] for group in manifest["groups"].values()}
    assert {owners[node["group"]] for node in models.values()} == {"Analytics engineering"}


def test_a_mart_declares_the_key_that_is_tested(models, manifest):
    tested = {
        test["attached_node"].split(".")[-1]: test["test_metadata"]["kwargs"]["keys"][0]
        for test in manifest["nodes"].values()
        if "keys" in test.get("test_metadata", {}).get("kwargs", {})
    }
    marts = {name: node for name, node in models.items() if node["schema"] == "marts"}
    assert marts.keys() - tested.keys() == KEYS_OF_MODELS_BEFORE
    for name, node in marts.items():
        [declared] = node["constraints"]
        key = tested.get(name, declared["columns"])
        columns = [re.sub(r"coalesce\((\w+), 0\)", r"\1", text) for text in key]
        # What may be null is no primary key.
        kind = "primary_key" if key == columns else "unique"
        assert (declared["type"], declared["columns"]) == (kind, columns), name
        # Where dbt tells whoever reads the manifest.
        assert node["primary_key"] == (sorted(key) if key == columns else []), name


def test_keys_are_declared_and_not_built(built):
    """An index takes longer to build than its table."""
    kinds = built.sql("select distinct constraint_type from duckdb_constraints()")
    assert kinds == [("NOT NULL",)]


def test_every_macro_and_its_arguments_are_described(manifest):
    macros = [
        macro
        for macro in manifest["macros"].values()
        if macro["package_name"] == "customer_segmentation"
    ]
    # What one engine says of a macro of two is no macro to call.
    names = {macro["name"] for macro in macros}
    macros = [
        macro
        for macro in macros
        if re.sub("^(duckdb|spark)__", "", macro["name"]) not in names - {macro["name"]}
    ]
    assert len(macros) > 160
    assert [macro["name"] for macro in macros if not macro["description"]] == []
    assert [
        (macro["name"], argument["name"])
        for macro in macros
        for argument in macro["arguments"]
        if not (argument["type"] and argument["description"])
    ] == []


def test_an_exposure_depends_on_the_marts_that_are_read(manifest):
    def parents(node) -> set[str]:
        names = {parent.split(".")[-1] for parent in node["depends_on"]["nodes"]}
        return names - {"published_tables"}

    def read(pattern: str) -> set[str]:
        texts = "".join(path.read_text() for path in ROOT.glob(pattern) if path.is_file())
        return set(re.findall(r"\bmarts\.(\w+)", texts))

    datasets = map(Path.read_text, (ROOT / "dashboards/superset/datasets").iterdir())
    tables = {
        dataset["table_name"] for dataset in map(yaml.safe_load, datasets) if not dataset.get("sql")
    }
    found = {node["name"]: parents(node) for node in manifest["exposures"].values()}
    published = manifest["nodes"]["model.customer_segmentation.published_tables"]
    marts = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["name"] in parents(published) and node["schema"] == "marts"
    }
    assert found == {
        "published_file": marts - {"rejected_rows"},
        "dashboard": read("dashboards/published.py") | read("dashboards/audiences.py"),
        "superset_dashboard": tables | read("dashboards/superset/datasets/*"),
        "segment_audiences_files": read("dashboards/audiences.py"),
    }


def test_every_column_of_the_shipped_customers_has_its_type_in_the_contract(models, built):
    """So its roles are judged before anything is built."""
    for name in SHIPPED:
        columns = models[name]["columns"].values()
        kinds = {"STRING": "VARCHAR"}
        contract = [(one["name"], one["data_type"].upper().replace(" ", "")) for one in columns]
        found = built.sql(f"select column_name, column_type from (describe customers.{name})")
        assert [(column, kinds.get(kind, kind)) for column, kind in contract] == found


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


def test_the_list_of_checks_is_what_the_generator_writes(manifest):
    listed = runpy.run_path(str(ROOT / "tests/list_checks.py"))["checks"](manifest)
    assert (ROOT / "docs/checks.md").read_text() == listed, "make checks writes it anew"
