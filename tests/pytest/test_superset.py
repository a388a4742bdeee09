"""The Superset dashboard of dashboards/superset: its files, and what a real Superset makes of them.

The second half needs Superset in an environment of its own (requirements/superset.txt):

    SUPERSET_PYTHON=/path/to/python pytest tests/pytest/test_superset.py
"""

import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import pytest
import requests
import sqlglot
import yaml

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "dashboards" / "superset"
SCRIPT = ROOT / "dashboards" / "superset_bundle.py"
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "chrome"])), None)
SUPERSET = os.environ.get("SUPERSET_PYTHON")

needs_superset = pytest.mark.skipif(
    not SUPERSET, reason="SUPERSET_PYTHON does not say which Python has Superset"
)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium in PATH to look at the dashboard with"
)

ONE = "from marts.segment_summary where segmentation = $1"
PRODUCTS = "from marts.segment_products where segmentation = $1 and distinction_rank <= 5"
MIGRATIONS = """
    from marts.segment_migrations as moves
    left join marts.segment_summary as origins
        on moves.segmentation = origins.segmentation and from_segment_id = origins.segment_id
    left join marts.segment_summary as targets
        on moves.segmentation = targets.segmentation and to_segment_id = targets.segment_id
    where moves.segmentation = $1 and moves.as_of = (
        select max(as_of) from marts.segment_migrations where segmentation = $1
    )
"""
# What every chart shows of a segmentation, as marts say it. Tables show rows in this order.
SHOWN = {
    "Customers": f"select sum(customer_count)::bigint as customers {ONE}",
    "Total value": f"select sum(value_total)::double as total_value {ONE}",
    "Mean value per customer": f"""
        select sum(value_per_customer * customer_count) / sum(customer_count) as mean_value {ONE}
    """,
    "What is shown": f"""
        select distinct epoch_ms(as_of) as as_of, value_measure, value_unit {ONE}
    """,
    "What to do, in order of priority": f"""
        select
            priority, segment_name, customer_count, customer_share, value_share,
            value_per_customer, recommended_action, channel, caution
        {ONE} order by priority
    """,
    "Share of customers and of value": f"""
        select segment_name, customer_share as share_of_customers, value_share as share_of_value
        {ONE}
    """,
    "What sets a segment apart": """
        select segment_name as "Segment", label as "Feature", z_score as deviation
        from marts.segment_profiles where segmentation = $1
    """,
    "Who went where": f"""
        select
            coalesce(origins.segment_name, 'New customers') || ', '
            || strftime(from_as_of, '%-d %b') as from_side,
            coalesce(targets.segment_name, 'In no segment') as to_segment,
            moves.customer_count as customers
        {MIGRATIONS}
    """,
    "Moved by the customer or the model": f"""
        select
            origins.segment_name as from_segment, targets.segment_name as to_segment,
            moves.customer_count, customer_moved_count, model_moved_count
        {MIGRATIONS} and flow = 'moved'
        order by moves.customer_count desc, from_segment, to_segment
    """,
    "Who answers which campaign": """
        select segment_name as "Segment", campaign as "Campaign", response_rate
        from marts.segment_responses where segmentation = $1
    """,
    "What a segment buys more than others": f"""
        select segment_name, product, customer_share, index_to_population
        {PRODUCTS} order by segment_name, distinction_rank
    """,
    "Why this number of segments": """
        select
            k, silhouette as separation, case
                when is_chosen then 'chosen' when is_eligible = false then 'rejected' else 'tried'
            end as verdict
        from marts.k_selection
        where segmentation = $1 and fit_number = (
            from marts.segment_summary select any_value(fit_number) where segmentation = $1
        )
    """,
    "Checks of the last build": """
        select
            case when success then 'holds' else 'does not hold' end as result,
            severity, subject, description, observed, cure
        from marts.data_quality_results where is_latest and $1 is not null
        order by success, severity, subject, description
    """,
}
# Empty without a second day, campaigns or products, and for a value that does not add up.
MAY_BE_EMPTY = {
    "Total value",
    "Who went where",
    "Moved by the customer or the model",
    "Who answers which campaign",
    "What a segment buys more than others",
}


def read(folder: str) -> dict[str, dict]:
    """Return the files of a folder of the bundle, by their UUIDs."""
    files = [yaml.safe_load(path.read_text()) for path in (BUNDLE / folder).glob("*.yaml")]
    by_uuid = {one["uuid"]: one for one in files}
    assert len(by_uuid) == len(files), "a UUID is there twice"
    return by_uuid


CHARTS, DATASETS = read("charts"), read("datasets")
[DASHBOARD] = read("dashboards").values()
TILES = {name: one for name, one in DASHBOARD["position"].items() if name.startswith("CHART-")}
FILTERS = DASHBOARD["metadata"]["native_filter_configuration"]


def relation(dataset: dict) -> str:
    return f"({dataset['sql']})" if "sql" in dataset else f"marts.{dataset['table_name']}"


def columns(dataset: dict) -> dict[str, str]:
    """Return what each column is, in SQL."""
    return {
        one["column_name"]: one.get("expression", one["column_name"]) for one in dataset["columns"]
    }


def metrics(dataset: dict) -> dict[str, str]:
    return {one["metric_name"]: one["expression"] for one in dataset["metrics"]}


def pack(path: Path, *arguments) -> zipfile.ZipFile:
    subprocess.run([sys.executable, SCRIPT, *arguments, "--zip", path], check=True)
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def published(built, tmp_path_factory) -> duckdb.DuckDBPyConnection:
    """Return a copy of the published file in which a day has passed and a check does not hold."""
    path = tmp_path_factory.mktemp("published") / "segments.duckdb"
    shutil.copy(built.folder / "serving/segments.duckdb", path)
    with duckdb.connect(path) as connection:
        for name, day, first in [
            ("retail_rfm", "2024-11-01", 300),
            ("retail_rfm", "2024-12-01", 100),
            ("campaign_engagement", "2024-12-01", 200),
        ]:
            connection.execute(
                "insert into marts.segment_migrations by name"
                " select $3 as segmentation, $1::date - 30 as from_as_of,"
                " $1::date as as_of, flow, from_segment_id, to_segment_id,"
                " $2 + number as customer_count,"
                " if(flow = 'moved', $2, 0) as customer_moved_count,"
                " if(flow = 'moved', number, 0) as model_moved_count,"
                " 1 as from_fit_number, 2 as fit_number"
                " from (values (1, 'stayed', 1, 1), (2, 'moved', 1, 2), (3, 'moved', 2, 1),"
                " (4, 'gained', null, 2), (5, 'lost', 1, null))"
                " as flows (number, flow, from_segment_id, to_segment_id)",
                [day, first, name],
            )
        connection.execute(
            "update marts.data_quality_results set success = false where description ="
            " (select max(description) from marts.data_quality_results)"
        )
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def names(published) -> list[str]:
    rows = published.execute("select distinct segmentation from marts.segment_summary order by all")
    return [name for (name,) in rows.fetchall()]


def test_every_chart_is_in_the_layout_by_its_uuid():
    """By anything else Superset imports it into the wrong tile, and says nothing."""
    assert Counter(tile["meta"]["uuid"] for tile in TILES.values()) == Counter([*CHARTS])
    assert len({tile["meta"]["chartId"] for tile in TILES.values()}) == len(TILES)
    position = DASHBOARD["position"]
    children = {name: one.get("children", []) for name, one in position.items() if one != "v2"}
    assert Counter(child for names in children.values() for child in names) == Counter(
        children.keys() - {"ROOT_ID", "HEADER_ID"}
    )
    for name, one in position.items():
        if name in TILES:
            row = position[one["parents"][-1]]
            assert name in row["children"], name
            assert sum(TILES[tile]["meta"]["width"] for tile in row["children"]) == 12, name


def test_datasets_are_of_published_marts_whose_columns_exist(published):
    marts = {
        name
        for (name,) in published.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
    }
    for dataset in DATASETS.values():
        tables = sqlglot.parse_one(f"from {relation(dataset)}", dialect="duckdb").find_all(
            sqlglot.exp.Table
        )
        assert {(table.db, table.name) for table in tables} <= {("marts", name) for name in marts}
        asked = ", ".join([*columns(dataset).values()])
        published.execute(f"select {asked} from {relation(dataset)}")
        for metric in metrics(dataset).values():
            published.execute(f"select {metric} from {relation(dataset)}")


def test_charts_ask_for_what_their_datasets_have():
    for chart in CHARTS.values():
        params, dataset = chart["params"], DATASETS[chart["dataset_uuid"]]
        assert params["viz_type"] == chart["viz_type"]
        asked = []
        for key in ["groupby", "groupbyRows", "groupbyColumns", "all_columns"]:
            asked += params.get(key, [])
        asked += [params[key] for key in ["x_axis", "source", "target"] if key in params]
        asked += [json.loads(one)[0] for one in params.get("order_by_cols", [])]
        asked = {one if isinstance(one, str) else one["sqlExpression"] for one in asked}
        assert asked <= columns(dataset).keys(), chart["slice_name"]
        asked = {*params.get("metrics", []), *([params["metric"]] if "metric" in params else [])}
        assert asked <= metrics(dataset).keys(), chart["slice_name"]


def test_the_segmentation_is_required_single_and_has_a_default():
    required = [one for one in FILTERS if one["controlValues"]["enableEmptyFilter"]]
    [segmentation] = required
    assert [target["column"]["name"] for target in segmentation["targets"]] == ["segmentation"]
    assert segmentation["controlValues"]["multiSelect"] is False
    # The default is the first there is, and nothing is drawn before it is known.
    assert segmentation["controlValues"]["defaultToFirstItem"] is True
    assert segmentation["requiredFirst"] is True
    for other in FILTERS:
        if other is not segmentation:
            assert other["cascadeParentIds"] == [segmentation["id"]]


def test_filters_hold_for_the_charts_that_have_their_column():
    for one in FILTERS:
        [target] = one["targets"]
        assert target["column"]["name"] in columns(DATASETS[target["datasetUuid"]])
        assert one["scope"]["rootPath"] == ["ROOT_ID"]
        for tile in TILES.values():
            dataset = DATASETS[CHARTS[tile["meta"]["uuid"]]["dataset_uuid"]]
            has_it = target["column"]["name"] in columns(dataset)
            assert has_it is (tile["meta"]["chartId"] not in one["scope"]["excluded"])


def test_a_metric_is_never_of_two_segmentations(published):
    for dataset in DATASETS.values():
        for name, metric in metrics(dataset).items():
            one = f"from {relation(dataset)}"
            again = f"{one} select * replace ('another' as segmentation)"
            query = f"select {metric} from ({one} union all {again})"
            assert published.execute(query).fetchall() == [(None,)], name
            each = f"{query} group by segmentation"
            assert {*published.execute(each).fetchall()} - {(None,)} != set(), name


def test_the_only_template_is_the_path():
    braces = {
        path.name: path.read_text().count("{{")
        for path in BUNDLE.rglob("*.yaml")
        if "{{" in path.read_text()
    }
    assert braces == {"published.yaml": 1}


def test_the_bundle_is_a_zip_of_these_files_and_the_path(tmp_path):
    with pack(tmp_path / "one.zip", "/srv/my data/segments.duckdb") as bundle:
        assert bundle.testzip() is None
        files = {name: yaml.safe_load(bundle.read(name)) for name in bundle.namelist()}
    assert files.keys() == {
        f"superset_bundle/{path.relative_to(BUNDLE).as_posix()}" for path in BUNDLE.rglob("*.yaml")
    }
    uri = files["superset_bundle/databases/published.yaml"]["sqlalchemy_uri"]
    assert uri == "duckdb:////srv/my data/segments.duckdb?access_mode=read_only"


def test_make_superset_bundle_knows_the_published_file(tmp_path):
    shutil.copytree(ROOT / "dashboards", tmp_path / "dashboards")
    shutil.copy(ROOT / "Makefile", tmp_path)
    # An environment that is installed, as make sees it.
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/.base").touch()
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    subprocess.run(["make", "superset-bundle"], cwd=tmp_path, check=True)
    with zipfile.ZipFile(tmp_path / "target/superset_bundle.zip") as bundle:
        database = bundle.read("superset_bundle/databases/published.yaml").decode()
    assert f"duckdb:///{tmp_path}/serving/segments.duckdb?access_mode=read_only" in database


class Superset:
    """A Superset of its own, from nothing, that serves the bundle."""

    def __init__(self, folder: Path, published: Path):
        self.folder = folder
        (folder / "superset_config.py").write_text(
            "SECRET_KEY = 'of a test'\n"
            f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{folder}/metadata.db'\n"
            "RATELIMIT_ENABLED = False\n"
        )
        # The tests' own modules are none of its.
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        self.environment = kept | {
            "SUPERSET_CONFIG_PATH": str(folder / "superset_config.py"),
            "SCARF_ANALYTICS": "false",
        }
        self.command("db", "upgrade")
        person = ["--firstname", "a", "--lastname", "b", "--email", "a@example.org"]
        account = ["--username", "admin", "--password", "admin"]
        self.command("fab", "create-admin", *account, *person)
        self.command("init")
        pack(folder / "bundle.zip", published).close()
        self.load()
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"

    def command(self, *arguments: str) -> None:
        done = subprocess.run(
            [Path(SUPERSET).with_name("superset"), *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def load(self) -> None:
        self.command("import-dashboards", "-p", str(self.folder / "bundle.zip"), "-u", "admin")

    def __enter__(self) -> "Superset":
        """Serve it, and log in."""
        command = ["run", "--host", "localhost", "--port", str(self.port), "--with-threads"]
        with (self.folder / "serve.log").open("w") as log:
            self.server = subprocess.Popen(
                [Path(SUPERSET).with_name("superset"), *command],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(120):
            try:
                requests.get(f"{self.address}/health", timeout=60)
                break
            except requests.ConnectionError:
                time.sleep(1)
        login = {"username": "admin", "password": "admin", "provider": "db", "refresh": True}
        done = requests.post(f"{self.address}/api/v1/security/login", json=login, timeout=60)
        self.token = {"Authorization": f"Bearer {done.json()['access_token']}"}
        return self

    def __exit__(self, *error) -> None:
        """End it."""
        self.server.terminate()
        self.server.wait()

    def get(self, path: str) -> dict:
        return requests.get(f"{self.address}{path}", headers=self.token, timeout=60).json()

    def data(self, query: dict, filters: list[dict]) -> list[dict]:
        """Return the rows of a chart's query with these filters."""
        query = copy.deepcopy(query)
        [asked] = query["queries"]
        # What is left out would turn rows into series.
        asked |= {"filters": filters, "post_processing": []}
        done = requests.post(
            f"{self.address}/api/v1/chart/data", json=query, headers=self.token, timeout=60
        )
        assert done.status_code == 200, done.text
        [result] = done.json()["result"]
        assert result["rejected_filters"] == [], query
        return result["data"]


@pytest.fixture(scope="module")
def superset(published, tmp_path_factory):
    [(path,)] = published.execute(
        "select path from duckdb_databases() where not internal"
    ).fetchall()
    with Superset(tmp_path_factory.mktemp("superset"), Path(path)) as running:
        yield running


@pytest.fixture(scope="module")
def opened(superset):
    """Return the dashboard as it is opened, each chart's query, and what was complained of."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    ids = {one["id"]: one["slice_name"] for one in superset.get("/api/v1/chart/")["result"]}
    queries, errors = {}, []

    def remember(request):
        if request.url.startswith(f"{superset.address}/api/v1/chart/data"):
            query = json.loads(request.post_data)
            # The menus of the filters are no charts.
            if (number := query["form_data"].get("slice_id")) is not None:
                queries[ids[number]] = query

    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # High enough for every chart to be drawn: Superset waits until one is seen.
        page = browser.new_page(viewport={"width": 1440, "height": 3200})
        page.goto(f"{superset.address}/login/")
        page.fill("#username", "admin")
        page.fill("#password", "admin")
        page.keyboard.press("Enter")
        page.wait_for_url("**/welcome/**", timeout=60_000)
        page.on("request", remember)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{superset.address}/superset/dashboard/{DASHBOARD['slug']}/")
        for _ in range(60):
            if len(queries) == len(CHARTS) and not page.locator(".loading").count():
                break
            page.wait_for_timeout(1000)
        page.wait_for_timeout(2000)
        yield page, queries, errors
        browser.close()


def plain(value):
    """Return a value as JSON has it, doubles to nine digits."""
    return float(f"{value:.9g}") if isinstance(value, float) else value


def shown(published, chart: str, segmentation: str) -> tuple[list[str], list[tuple]]:
    """Return the columns and rows that SQL gives for a chart."""
    found = published.execute(SHOWN[chart], [segmentation])
    names = [column[0] for column in found.description]
    return names, [tuple(map(plain, row)) for row in found.fetchall()]


@needs_superset
@needs_browser
def test_the_dashboard_opens_on_the_first_segmentation_and_every_chart_is_drawn(
    superset, opened, published, names
):
    page, queries, errors = opened
    assert queries.keys() == {chart["slice_name"] for chart in CHARTS.values()} == SHOWN.keys()
    first = [{"col": "segmentation", "op": "IN", "val": [names[0]]}]
    for name, query in queries.items():
        expected = [] if name == "Checks of the last build" else first
        assert [one["filters"] for one in query["queries"]] == [expected], name
    assert errors == []
    tiles = page.locator(".dashboard-component-chart-holder")
    assert tiles.count() == len(CHARTS)
    empty = {
        name for name in SHOWN if name != "Total value" and not shown(published, name, names[0])[1]
    }
    for tile in tiles.all():
        name = tile.locator("[data-test='editable-title']").inner_text()
        text = tile.inner_text()
        assert ("No results were returned" in text) is (name in empty), name
        assert "error" not in text.lower(), name
    customers = shown(published, "Customers", names[0])[1][0][0]
    holder = tiles.filter(has_text="Customers").first
    assert f"{customers:,}" in holder.inner_text()


@needs_superset
@needs_browser
def test_every_chart_says_what_the_marts_say(superset, opened, published, names):
    _, queries, _ = opened
    seen = set()
    for segmentation in names:
        one = [{"col": "segmentation", "op": "IN", "val": [segmentation]}]
        for chart, query in queries.items():
            data = superset.data(query, one if query["queries"][0]["filters"] else [])
            columns, expected = shown(published, chart, segmentation)
            rows = [tuple(plain(row[column]) for column in columns) for row in data]
            if query["form_data"].get("query_mode") != "raw":
                rows, expected = sorted(rows, key=str), sorted(expected, key=str)
            assert rows == expected, (chart, segmentation)
            if any(value is not None for row in rows for value in row):
                seen.add((chart, segmentation))
    for chart in SHOWN:
        filled = {segmentation for name, segmentation in seen if name == chart}
        assert filled == {*names} if chart not in MAY_BE_EMPTY else filled, chart


@needs_superset
@needs_browser
def test_without_the_filter_nothing_is_added_up(superset, opened):
    _, queries, _ = opened
    for chart in ["Customers", "Total value", "Mean value per customer"]:
        [row] = superset.data(queries[chart], [])
        assert {*row.values()} == {None}


@needs_superset
def test_imported_again_it_is_there_once(superset):
    superset.load()
    [dashboard] = superset.get("/api/v1/dashboard/")["result"]
    charts = superset.get(f"/api/v1/dashboard/{dashboard['id']}/charts")["result"]
    assert len(charts) == superset.get("/api/v1/chart/")["count"] == len(CHARTS)
    position = json.loads(
        superset.get(f"/api/v1/dashboard/{DASHBOARD['slug']}")["result"]["position_json"]
    )
    numbers = {chart["slice_name"]: chart["id"] for chart in charts}
    for name, tile in TILES.items():
        chart = CHARTS[tile["meta"]["uuid"]]
        assert position[name]["meta"]["chartId"] == numbers[chart["slice_name"]]
    assert position.keys() == DASHBOARD["position"].keys()
