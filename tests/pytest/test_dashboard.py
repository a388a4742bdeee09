"""The board of dashboards/board, in a real browser, over the published file of the sample."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import duckdb
import pytest
import sqlglot
import yaml

ROOT = Path(__file__).parents[2]
BOARD = ROOT / "dashboards" / "board"
DCT = Path(sys.executable).with_name("dct")
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "chrome"])), None)
# Below this width the smallest text is too small to read.
NARROWEST = 900
MARKUP = "<b>&\"' *x* {{ 7 * 7 }}</b>"
MINUS = "\N{MINUS SIGN}"
OFFLINE = os.environ | {"DO_NOT_TRACK": "1"}

needs_dct = pytest.mark.skipif(
    not DCT.exists(), reason="dct is missing: the dashboard group is not installed"
)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium in PATH to look at the board with"
)


class Copy:
    """The board in a folder of its own, beside the published file that it reads."""

    def __init__(self, folder: Path, published: Path):
        self.folder = folder
        self.published = folder / "serving" / "segments.duckdb"
        shutil.copytree(ROOT / "dashboards", folder / "dashboards")
        self.published.parent.mkdir()
        shutil.copy(published, self.published)

    def sql(self, query: str, *values) -> list[tuple]:
        with duckdb.connect(self.published) as connection:
            return connection.execute(query, values).fetchall()

    def report(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, self.folder / "dashboards" / "report.py", *arguments],
            capture_output=True,
            text=True,
        )


class Tab:
    """A page that remembers what it asked for and complained of."""

    def __init__(self, browser, width: int = 1280):
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests, self.errors = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self.listen)

    def listen(self, message):
        # dct has no icon, which is all that Chromium may complain of.
        if message.type == "error" and "favicon" not in message.location["url"]:
            self.errors.append(message.text)

    def open(self, url: str) -> "Tab":
        self.page.goto(url)
        self.page.wait_for_selector("[data-authored-path='charts.figures']")
        return self

    def texts(self, chart: str) -> list[str]:
        """Return the visible texts of a chart."""
        path = f"[data-authored-path='charts.{chart}'] text"
        return self.page.locator(path).all_text_contents()

    def text(self) -> str:
        """Return all visible texts in one."""
        return " ".join(self.page.locator("svg text").all_text_contents())

    def choose(self, variable: str, value: str):
        """Choose a value in the page's own menu."""
        # Its middle is empty: click the text.
        self.page.locator(f"[data-dbt-variable='{variable}'] text").last.click()
        self.page.locator(f".dbt-select-option[data-value='{value}']").click()
        self.page.keyboard.press("Escape")

    def shows(self, figure: str):
        """Wait until a key figure is on the page."""
        self.page.locator(
            "[data-authored-path='charts.figures'] text", has_text=re.compile(f"^{figure}$")
        ).first.wait_for()

    @property
    def overflow(self) -> int:
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@pytest.fixture(scope="module")
def board(built, tmp_path_factory) -> Copy:
    return Copy(tmp_path_factory.mktemp("board") / "copy", built.folder / "serving/segments.duckdb")


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(board):
    """Serve the board as `make dashboard` does, once for all tests."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = ["serve", "--project-dir", board.folder / "dashboards/board", "--host", "localhost"]
    with (board.folder / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [DCT, *command, "--port", str(port)], stdout=log, stderr=log, env=OFFLINE
        )
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/", timeout=60)
                    break
                except urllib.error.URLError:
                    time.sleep(0.5)
            yield f"http://localhost:{port}/"
        finally:
            server.terminate()
            server.wait()


@pytest.fixture(scope="module")
def names(board) -> list[str]:
    return [
        name
        for (name,) in board.sql(
            "select distinct segmentation from marts.segment_summary order by 1"
        )
    ]


@pytest.fixture(scope="module")
def report(board, names) -> Path:
    """Return the HTML file of the last segmentation."""
    done = board.report(names[-1])
    assert done.returncode == 0, done.stderr
    return board.folder / "reports" / f"{names[-1]}.html"


def figures(board, segmentation: str, segments: str = "true") -> list[str]:
    """Return what the key figures have to say of the segments that fulfil a condition."""
    [(customers, count, total, per_customer, unit, as_of)] = board.sql(
        f"""
        select
            count(*), count(distinct segment_id), max(total), max(per_customer), max(value_unit),
            max(as_of)
        from marts.customer_segments
        inner join (
            select
                segmentation, segment_id, value_unit, sum(value_total) over () as total,
                sum(value_per_customer * customer_count) over () / sum(customer_count) over ()
                    as per_customer,
            from marts.segment_summary where segmentation = $1 and {segments}
        ) using (segmentation, segment_id)
        """,
        segmentation,
    )
    [(silhouette,)] = board.sql(
        "from marts.segmentation_fits select silhouette"
        " where status = 'champion' and segmentation = $1",
        segmentation,
    )
    unit = f" {unit}" if unit else ""
    texts = [f"{customers:,}", str(count), f"{silhouette:.2f}"]
    if total is not None:
        size, suffix = (1e6, "M") if total >= 1e6 else (1e3, "k")
        texts.append(f"{float(f'{float(total) / size:.3g}'):g}{suffix}{unit}")
    texts.append(f"{per_customer:,.{0 if per_customer >= 1000 else 1}f}{unit}")
    texts.append(f"{as_of.day} {as_of:%b %Y}" if as_of else "no date")
    return texts


def parsed(query: str) -> sqlglot.exp.Select:
    """Parse a query of the board with its templates filled in."""
    query = re.sub(r"\{\{ filter\(.*?\) \}\}", "true", query)
    query = re.sub(r"\{\{ queries\.(\w+) \}\}", r"\1", query)
    return sqlglot.parse_one(re.sub(r"\{\{ \w+ \}\}", "null", query), dialect="duckdb")


def test_every_query_reads_marts_or_other_queries_only():
    queries = yaml.safe_load((BOARD / "charts/index.yml").read_text())["queries"]
    outside = []
    for name, query in queries.items():
        tree = parsed(query)
        known = set(queries) | {cte.alias for cte in tree.find_all(sqlglot.exp.CTE)}
        for table in tree.find_all(sqlglot.exp.Table):
            if table.db != "marts" and (table.db or table.name not in known):
                outside.append((name, table.sql()))
    assert not outside
    assert len(queries) > 10


def test_colours_are_ten_different_ones_that_stand_out_on_white():
    text = (BOARD / "charts/index.yml").read_text()
    colours = re.findall(r"'(#\w{6})'", text.split("as colour")[0])

    def luminance(colour: str) -> float:
        shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in shares
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert len(set(colours)) == len(colours) == 10
    # 3 to 1 is what WCAG 2 asks of graphics.
    assert {colour for colour in colours if 1.05 / (luminance(colour) + 0.05) < 3} == set()


def test_templates_wrap_text_with_the_same_macro():
    macros = {
        found.group(0)
        for path in (BOARD / "templates").glob("*.svg.j2")
        if (found := re.search(r"\{% macro .*endmacro %\}", path.read_text(), re.DOTALL))
    }
    assert len(macros) == 1


def test_without_a_published_file_one_line_says_what_to_do(tmp_path):
    shutil.copytree(ROOT / "dashboards", tmp_path / "dashboards")
    done = subprocess.run(
        [sys.executable, tmp_path / "dashboards/report.py"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "serving/segments.duckdb is missing: `make build`" in done.stderr
    shutil.copy(ROOT / "Makefile", tmp_path)
    for target in ["dashboard", "report"]:
        # A make within `make test` would also say where it is.
        command = ["make", "--no-print-directory", target]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.stdout == (
            "serving/segments.duckdb is missing: run make build, which publishes it\n"
        )


@needs_dct
@needs_browser
def test_the_page_says_what_the_marts_say_and_asks_nobody_else(board, address, browser, names):
    tab = Tab(browser)
    for name in names:
        tab.open(f"{address}?segmentation={name}")
        assert set(figures(board, name)) <= set(tab.texts("figures")), name

        segments = board.sql(
            "from marts.segment_summary select segment_name, customer_share"
            " where segmentation = $1",
            name,
        )
        cards = tab.texts("cards_two" if len(segments) > 5 else "cards")
        for segment, share in segments:
            assert segment in tab.texts("map")
            assert f"{100 * share:.0f} %" in cards

        scores = board.sql(
            "from marts.segment_profiles select z_score where segmentation = $1", name
        )
        assert sorted(text for text in tab.texts("profile") if text[0] in f"+{MINUS}") == sorted(
            f"{round(score, 1) + 0.0:+.1f}".replace("-", MINUS) for (score,) in scores
        )
        assert tab.overflow <= 0
    assert {url for url in tab.requests if not url.startswith((address, "data:", "blob:"))} == set()
    assert tab.errors == []


@needs_dct
@needs_browser
def test_what_the_data_lack_is_said_in_a_sentence(board, address, browser):
    assert board.sql("from marts.segment_migrations") == []
    [(name,)] = board.sql(
        "from marts.segment_summary select min(segmentation) where best_campaign is null"
    )
    text = Tab(browser).open(f"{address}?segmentation={name}").text()
    assert "Nothing to compare with yet" in text
    assert "These customers have no answers to campaigns, or none that may be shown." in text
    assert "The largest moves" not in text
    [(checks, failing)] = board.sql(
        "from marts.data_quality_results"
        " select count(*), count(*) filter (where not success) where is_latest"
    )
    said = f"{failing} of {checks} data checks do" if failing else f"{checks} of {checks} data"
    assert said in text


@needs_dct
@needs_browser
def test_filters_choose_segmentation_and_segments(board, address, browser, names):
    first, second, *_ = names
    [(segment, segment_name), *others] = board.sql(
        "from marts.segment_summary select segment_id, segment_name where segmentation = $1"
        " order by segment_id",
        second,
    )
    tab = Tab(browser).open(address)
    # Without a choice it is the first.
    assert set(figures(board, first)) <= set(tab.texts("figures"))

    tab.choose("segmentation", second)
    tab.shows(figures(board, second)[0])
    tab.choose("segment", f"{second}:{segment}")
    tab.shows(figures(board, second, f"segment_id = {segment}")[0])
    assert segment_name in tab.texts("map")
    assert not {name for _, name in others} & set(tab.texts("map"))

    # Segments of another segmentation count as none picked.
    tab.open(f"{address}?segmentation={first}&segment={second}:{segment}")
    assert set(figures(board, first)) <= set(tab.texts("figures"))
    assert tab.errors == []


@needs_dct
@needs_browser
def test_a_report_opens_without_a_server_and_prints(board, report, browser):
    tab = Tab(browser).open(report.as_uri())
    assert set(figures(board, report.stem)) <= set(tab.texts("figures"))
    assert {url for url in tab.requests if not url.startswith(("file:", "data:"))} == set()
    assert tab.errors == []

    # The margins that a browser's own print dialog has.
    margin = dict.fromkeys(["top", "right", "bottom", "left"], "0.4in")
    pages = tab.page.pdf(format="A4", margin=margin, print_background=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pages)) <= 3
    # dct's own PDF is one tall page.
    document = report.with_suffix(".pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1


@needs_dct
@needs_browser
@pytest.mark.parametrize("width", [1280, NARROWEST])
def test_a_page_is_neither_too_wide_nor_too_small_to_read(report, browser, width):
    tab = Tab(browser, width).open(report.as_uri())
    assert tab.overflow <= 0
    sizes, clipped = tab.page.evaluate(
        """() => {
            const charts = [...document.querySelectorAll("[data-authored-kind='chart']")];
            const texts = charts.flatMap(chart => [...chart.querySelectorAll("text")].map(text => {
                // A chart is clipped to its box; its own bounds grow with what it draws.
                const box = chart.querySelector(".dbt-box-outer");
                const [outer, inner] = [box, text].map(one => one.getBoundingClientRect());
                const fits = inner.left >= outer.left - 1 && inner.right <= outer.right + 1
                    && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
                const scale = inner.width && text.getScreenCTM();
                return {fits, words: text.textContent, size: scale
                    ? parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.a, scale.b)
                    : 99};
            }));
            return [texts.map(text => text.size),
                texts.filter(text => !text.fits).map(text => text.words)];
        }"""
    )
    assert min(sizes) >= 9
    assert clipped == []


@needs_dct
@needs_browser
def test_answers_that_are_left_out_are_said_not_to_be_shown(built, tmp_path, browser):
    changed = Copy(tmp_path / "copy", built.folder / "serving/segments.duckdb")
    # Among them the first segment's and the first campaign's, beside which the names are written.
    changed.sql(
        "delete from marts.segment_responses where segment_id = 1"
        " or (campaign = '1' and segment_id = 3) or campaign = '2'"
    )
    names = changed.sql(
        "select segment_name from marts.segment_summary where segmentation = 'campaign_engagement'"
    )
    [(shown,)] = changed.sql("select count(*) from marts.segment_responses")
    done = changed.report("campaign_engagement")
    assert done.returncode == 0, done.stderr

    tab = Tab(browser).open((changed.folder / "reports/campaign_engagement.html").as_uri())
    texts = tab.texts("responses")
    assert {text for text in texts if text.startswith("campaign ")} == {
        f"campaign {campaign}" for campaign in ["1", "3", "4", "5", "last"]
    }
    assert texts.count("not shown") == 5 * len(names) - shown == 6
    assert all(name in " ".join(texts) for (name,) in names)
    assert tab.errors == []


@needs_dct
@needs_browser
def test_markup_is_text_and_moves_and_warnings_are_told(built, tmp_path, browser):
    changed = Copy(tmp_path / "copy", built.folder / "serving/segments.duckdb")
    changed.sql(
        "update marts.segment_summary set segment_name = $1 || segment_id,"
        " recommended_action = $1, description = $1, rule = null",
        MARKUP,
    )
    changed.sql(
        "insert into marts.segment_migrations by name select 'retail_rfm' as segmentation,"
        " '2011-11-01'::date as from_as_of, '2011-12-01'::date as as_of, 'moved' as flow,"
        " 1 as from_segment_id, 2 as to_segment_id, 100 as customer_count,"
        " 93 as customer_moved_count, 7 as model_moved_count, 1 as from_fit_number,"
        " 2 as fit_number"
    )
    changed.sql(
        "update marts.data_quality_results"
        " set success = severity <> 'warning' or subject <> 'retail_rfm'"
    )
    [(checks, warnings)] = changed.sql(
        "from marts.data_quality_results"
        " select count(*), count(*) filter (where not success) where is_latest"
    )
    done = changed.report("retail_rfm")
    assert done.returncode == 0, done.stderr

    tab = Tab(browser).open((changed.folder / "reports/retail_rfm.html").as_uri())
    assert f"{MARKUP}1" in tab.texts("map")
    assert {f"{MARKUP}1 → {MARKUP}2", "100", "93", "7"} <= set(tab.texts("largest_moves"))
    text = tab.text()
    assert "100 customers moved: 93 by what they did, 7 by the model" in text
    assert f"{warnings} of {checks} data checks do not hold: {warnings} warnings" in text
    assert tab.page.locator("svg b").count() == 0
    assert tab.errors == []
