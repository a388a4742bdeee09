"""Print docs/checks.md: every check that a build runs, by layer, as dbt's manifest knows them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from quality.suites import SEGMENTS, customers_suite, parse

# The schemas in the order of the flow; one that is not here is listed after them.
LAYERS = ["raw", "staging", "customers", "quality", "features", "clustering", "marts", "serving"]
HEAD = """\
# What is checked

Written by `make checks` from the project itself. Every `dbt build` runs all of this but
the unit tests, which `make test` runs: each model's data tests after it; what depends on a model
that fails is skipped, what only warns goes on. `tests/pytest/test_checks.py` breaks the claim of
each data test and sees it fail, `tests/pytest/test_mutants.py` breaks each rule of the SQL and sees
a unit test fail, `tests/pytest/test_gates.py` breaks what each expectation is about.
"""


def sentence(name: str) -> str:
    """Return a test's name as the sentence that it is."""
    words = re.sub("^(test|assert)_", "", name).replace("_", " ")
    return words[0].upper() + words[1:] + "."


def data_test(node: dict) -> str:
    """Return a generic test as `kind(arguments)`, with what is not the usual about it."""
    arguments = {
        key: value
        for key, value in node["test_metadata"]["kwargs"].items()
        if key not in ("model", "column_name")
    }
    given = ", ".join(f"{key}: {shown(value)}" for key, value in arguments.items())
    text = node["test_metadata"]["name"] + (f"({given})" if given else "")
    where = f" where `{node['config']['where']}`" if node["config"]["where"] else ""
    return f"`{text}`{where}{severity(node)}"


def shown(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def severity(node: dict) -> str:
    return " (warns)" if node["config"]["severity"].lower() == "warn" else ""


def header(node: dict) -> str:
    """Return the first sentence of the comment that a singular test begins with."""
    comment = re.sub(r"\{\{.*?\}\}", "", node["raw_code"]).strip()
    lines = re.match(r"(--.*\n)+", comment + "\n")[0]
    text = " ".join(line.removeprefix("--").strip() for line in lines.splitlines())
    return re.match(r".*?[.](?= |$)", text)[0]


def layer_of(node: dict, nodes: dict) -> str:
    """Return the layer of a model or seed, of a singular test the last one that it reads."""
    if node["resource_type"] != "test":
        return node["schema"]
    parents = {layer_of(nodes[name], nodes) for name in node["depends_on"]["nodes"]}
    return max(parents, key=place)


def place(layer: str) -> tuple[int, str]:
    return (LAYERS.index(layer) if layer in LAYERS else len(LAYERS), layer)


def checks_of_model(node: dict, tests: list[dict], unit_tests: list[dict]) -> Iterator[str]:
    """List what is checked of one model or seed, the checks of one column on one line."""
    by_column: dict[str, list[str]] = {}
    for test in tests:
        column = test["test_metadata"]["kwargs"].get("column_name", "").strip('"')
        by_column.setdefault(column, []).append(data_test(test))
    order = list(node["columns"])
    for column in sorted(by_column, key=lambda name: order.index(name) if name in order else -1):
        yield (f"`{column}`: " if column else "") + ", ".join(sorted(by_column[column]))
    not_null = sum(
        constraint["type"] == "not_null"
        for column in node["columns"].values()
        for constraint in column["constraints"]
    )
    if node["config"].get("contract", {}).get("enforced"):
        columns = len(node["columns"])
        yield f"Contract: names and types of {columns} columns, {not_null} of them never null"
    for test in unit_tests:
        yield f"Unit test: {sentence(test['name'])}"


def expectations(models: list[dict]) -> Iterator[str]:
    """List the suites of all gates."""
    declared = {
        model["name"].removeprefix("checked_"): parse(model["config"]["meta"]["expectations"])
        for model in models
        if "expectations" in model["config"]["meta"]
    }
    bounds = yaml.safe_load(Path("dbt_project.yml").read_text())["vars"]["customers_gate"]
    # What is expected of every column of each kind.
    columns = [
        {"name": "<value>", "kind": "number", "roles": ["value"], "is_additive": True},
        {"name": "<date>", "kind": "date", "roles": ["as_of"]},
    ]
    customers = customers_suite("<model>", columns, {"<feature>": "median"}, bounds)
    suites = {**declared, "every customers model": customers, "every segmentation": SEGMENTS}
    for name, suite in suites.items():
        yield f"\n### Expectations of {name}\n\n"
        for check in suite:
            yield f"- `{check.name}` ({check.severity}): {check.says}\n"


def checks(manifest: dict) -> str:
    """Return the whole page."""
    nodes = manifest["nodes"]
    tests = [node for node in nodes.values() if node["resource_type"] == "test"]
    singular = [test for test in tests if "test_metadata" not in test]
    models = [node for node in nodes.values() if node["resource_type"] in ("model", "seed")]
    models.sort(key=lambda node: node["name"])
    unit_tests = sorted(manifest["unit_tests"].values(), key=lambda test: test["name"])
    text = HEAD
    for layer in sorted({node["schema"] for node in models}, key=place):
        text += f"\n## {layer}\n"
        for node in (node for node in models if node["schema"] == layer):
            items = list(
                checks_of_model(
                    node,
                    [test for test in tests if test.get("attached_node") == node["unique_id"]],
                    [test for test in unit_tests if test["model"] == node["name"]],
                )
            )
            if items:
                text += f"\n### {node['name']}\n\n" + "".join(f"- {item}\n" for item in items)
        rules = sorted(
            f"- {sentence(test['name'])[:-1]}{severity(test)}: {header(test)}\n"
            for test in singular
            if layer_of(test, nodes) == layer
        )
        if rules:
            text += "\n### Across tables\n\n" + "".join(rules)
        if layer == "quality":
            text += "".join(expectations(models))
    return text


if __name__ == "__main__":
    print(checks(json.loads(Path("target/manifest.json").read_text())), end="")
