"""The dashboard and the reports over the published file of the sample: in Python and a browser."""

import csv
import doctest
import html
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import duckdb
import pytest
import sqlglot

ROOT = Path(__file__).parents[2]
DASHBOARDS = ROOT / "dashboards"
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "chrome"])), None)
PAGES = ["Overview", "Segment", "Customer", "Trend", "How sure"]
MARKUP = "<b>&\"' *x* {{ 7 * 7 }} $y$ :red[z]</b>"

missing = "the dashboard group is not installed"
testing = pytest.importorskip("streamlit.testing.v1", reason=missing)
charts = pytest.importorskip("charts", reason=missing)

import contents  # noqa: E402
import published as questions  # noqa: E402
import words  # noqa: E402
from audiences import FILES  # noqa: E402
from published import Published  # noqa: E402

needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium in PATH to look at the pages with"
)


def text_of(page: str) -> str:
    """Return the text of a piece of HTML, its white space evened out."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


class Copy:
    """A copy of a published file, to be changed."""

    def __init__(self, path: Path, published: Path):
        self.path = path
        shutil.copy(published, path)

    def sql(self, query: str, *values) -> list[tuple]:
        with duckdb.connect(self.path) as connection:
            return connection.execute(query, values).fetchall()

    def page(self, monkeypatch, page: str, **asked: str):
        """Run a page as the server does, without a browser."""
        monkeypatch.setenv("PUBLISHED_FILE", str(self.path))
        app = testing.AppTest.from_file(str(DASHBOARDS / "app.py"), default_timeout=60)
        app.query_params.update({"page": page} | asked)
        app.run()
        assert not app.exception
        return app


def shown(app) -> str:
    """Return what a page says, its charts and its menus left out."""
    return text_of(" ".join(piece.proto.body for piece in app.get("html")))


@pytest.fixture(scope="module")
def file(built) -> Path:
    return built.folder / "serving/segments.duckdb"


@pytest.fixture(scope="module")
def published(file) -> Published:
    return Published(file)


@pytest.fixture
def changed(file, tmp_path) -> Copy:
    return Copy(tmp_path / "segments.duckdb", file)


@pytest.fixture
def moved(changed) -> Copy:
    """Return a copy in which retail_rfm has three days, and one segment is retired."""
    changed.sql("delete from marts.segment_history where segmentation = 'retail_rfm'")
    changed.sql(
        """
        insert into marts.segment_history by name
        select 'retail_rfm' as segmentation, 1 as fit_number, *
        from (values
            ('a', date '2011-10-01', 'gained', null, 1),
            ('b', date '2011-10-01', 'gained', null, 1),
            ('c', date '2011-10-01', 'gained', null, 2),
            ('d', date '2011-10-01', 'gained', null, 9),
            ('a', date '2011-11-01', 'customer moved', 1, 2),
            ('c', date '2011-11-01', 'lost', 2, null),
            ('d', date '2011-11-01', 'model moved', 9, 1),
            ('a', date '2011-12-01', 'customer moved', 2, 1),
            ('e', date '2011-12-01', 'gained', null, 2)
        ) as changes(customer_id, as_of, change, from_segment_id, to_segment_id)
        """
    )
    return changed


def test_figures_are_written_as_said():
    assert doctest.testmod(words).failed == 0


def test_every_question_is_asked_of_marts(file, published):
    asked = []

    def rows(_, query, *values):
        asked.append(query)
        return published.rows(query, *values)

    class Listening(Published):
        _rows = rows

    fresh = Listening(file)
    for segmentation in fresh.segmentations():
        contents.overview(fresh, segmentation)
        for segment_id in fresh.names(segmentation):
            contents.segment(fresh, segmentation, segment_id)
            contents.typical(fresh, segmentation, segment_id)
            for kind in FILES:
                fresh.audience(segmentation, segment_id, kind)
        fresh.sizes(segmentation)
        fresh.moves(segmentation, date(2000, 1, 1), date(2030, 1, 1))
        contents.how_sure(fresh, segmentation)
    contents.customer(fresh, "nobody")
    contents.checks(fresh)
    assert len(set(asked)) > 15
    for query in set(asked):
        tree = sqlglot.parse_one(query, dialect="duckdb")
        known = {cte.alias for cte in tree.find_all(sqlglot.exp.CTE)}
        for table in tree.find_all(sqlglot.exp.Table):
            assert table.db == "marts" or table.name in known, table.sql()


def test_colours_are_ten_different_ones_that_stand_out_on_white():
    def luminance(colour: str) -> float:
        shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in shares
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colours = questions.COLOURS
    assert len(set(colours)) == len(colours) == 10
    assert questions.colour(1) == questions.colour(11) == colours[0]
    # 3 to 1 is what WCAG 2 asks of graphics.
    assert {colour for colour in colours if 1.05 / (luminance(colour) + 0.05) < 3} == set()


@pytest.mark.parametrize("real_files", [False, True])
def test_what_a_card_says_is_true_of_more_than_half_of_its_segment(request, real_files):
    project = request.getfixturevalue("real" if real_files else "built")
    covered = project.sql(
        """
        with ranges as (
            from marts.segment_profiles where importance_rank <= 3
        ), said as (
            select
                segmentation, segment_id, customer_id,
                bool_and(
                    coalesce(feature_value >= typical_low, true)
                    and coalesce(feature_value <= typical_high, true)
                    and (typical_low is not null or typical_high is not null)
                ) as is_true,
            from ranges
            inner join features.feature_list using (segmentation, feature)
            inner join clustering.customer_feature_values using (segmentation, position)
            inner join clustering.kmeans_assignments using (segmentation, segment_id, customer_id)
            group by all
        )
        select segmentation, segment_id, avg(is_true::int) from said group by all
        """
    )
    [(segments,)] = project.sql("select count(*) from marts.segment_summary")
    assert len(covered) == segments >= 20
    assert [row for row in covered if row[2] <= 0.5] == []


def test_without_a_published_file_one_line_says_what_to_do(tmp_path):
    shutil.copytree(DASHBOARDS, tmp_path / "dashboards")
    done = subprocess.run(
        [sys.executable, tmp_path / "dashboards/report.py"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "segments.duckdb is missing: `make build` publishes it" in done.stderr
    shutil.copy(ROOT / "Makefile", tmp_path)
    for target in ["dashboard", "report"]:
        # A make within `make test` would also say where it is.
        command = ["make", "--no-print-directory", target]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.stdout == (
            "serving/segments.duckdb is missing: run make build, which publishes it\n"
        )


def test_pages_say_what_the_marts_say(changed, monkeypatch):
    names = [
        name for (name,) in changed.sql("select distinct segmentation from marts.segment_summary")
    ]
    for name in names:
        [(count, customers, total, unit)] = changed.sql(
            "select count(*), sum(customer_count), sum(value_total)::double, max(value_unit)"
            " from marts.segment_summary where segmentation = $1",
            name,
        )
        text = shown(changed.page(monkeypatch, "Overview", segmentation=name))
        assert f"customers {customers:,} segments {count} " in text
        assert total is None or f" {total:,.0f} {unit or ''}".strip() in text
        segments = changed.sql(
            "from marts.segment_summary select segment_name, customer_count, customer_share,"
            " recommended_action, description where segmentation = $1 order by priority",
            name,
        )
        order = [text.index(f"{segment[3]}.") for segment in segments]
        assert sorted(text.count(segment[4]) for segment in segments) == [1] * len(segments)
        assert order == sorted(order) or len({segment[3] for segment in segments}) < len(segments)
        for segment, customers, share, *_ in segments:
            assert f"{segment} {customers:,} customers, {100 * share:.1f} %" in text


def test_a_page_of_a_segment_says_who_they_are_and_gives_its_audience(changed, monkeypatch):
    [(segmentation, segment_id, name, branches)] = changed.sql(
        "from marts.segment_summary select segmentation, segment_id, segment_name, rule_branches"
        " order by len(rule_branches) desc, segmentation, segment_id limit 1"
    )
    page = changed.page(monkeypatch, "Segment", segmentation=segmentation, segment=str(segment_id))
    text = shown(page)
    assert text.startswith(name)
    assert len(branches) > 1
    places = [text.index(branch) for branch in branches]
    assert places == sorted(places)
    [menu] = [box for box in page.selectbox if box.label == "Segment"]
    assert sorted(menu.options) == sorted(
        name
        for (name,) in changed.sql(
            "select segment_name from marts.segment_summary where segmentation = $1", segmentation
        )
    )


def test_an_audience_is_the_mart_and_runs_nothing_in_a_spreadsheet(changed):
    changed.sql(
        "update marts.segment_audiences set reason = '=1+1' where customer_id ="
        " (select min(customer_id) from marts.segment_audiences where segmentation = 'retail_rfm'"
        " and segment_id = 1)"
    )
    rows = list(csv.DictReader(io.StringIO(Published(changed.path).audience("retail_rfm", 1))))
    expected = changed.sql(
        "select customer_id, is_holdout from marts.segment_audiences"
        " where segmentation = 'retail_rfm' and segment_id = 1 order by customer_id"
    )
    assert [(row["customer_id"], row["is_holdout"] == "True") for row in rows] == expected
    assert rows[0]["reason"] == "'=1+1"


def test_a_customer_is_looked_up_by_id(changed, monkeypatch):
    [(customer_id, reason, name, runner_up)] = changed.sql(
        "select customer_id, reason, customer_segments.segment_name, other.segment_name"
        " from marts.customer_segments inner join marts.segment_summary as other"
        " on customer_segments.segmentation = other.segmentation"
        " and runner_up_segment_id = other.segment_id"
        " where customer_segments.segmentation = 'retail_rfm' order by customer_id limit 1"
    )
    text = shown(changed.page(monkeypatch, "Customer", customer=f" {customer_id} "))
    assert f"retail rfm {name}" in text and reason in text and runner_up in text
    assert "History" in text and " none " in text
    text = shown(changed.page(monkeypatch, "Customer", customer="nobody"))
    assert text.endswith("There is no customer nobody.")
    changed.sql(
        "insert into marts.unscored_customers values ('retail_rfm', 'nobody', 'no spend', 1)"
    )
    os.utime(changed.path, (1, 1))
    text = shown(changed.page(monkeypatch, "Customer", customer="nobody"))
    assert "retail rfm none \N{EN DASH} no spend" in text


def test_an_unknown_page_or_segmentation_is_said_and_nothing_else_shown(changed, monkeypatch):
    text = shown(changed.page(monkeypatch, "Overview", segmentation="nonsense"))
    assert text.startswith("There is no segmentation nonsense; there are campaign_engagement, ")
    assert "customers" not in text
    text = shown(changed.page(monkeypatch, "nonsense"))
    assert text == f"There is no page nonsense; there are {', '.join(PAGES)}."


def test_what_the_data_lack_is_said_in_a_sentence(changed, monkeypatch):
    assert changed.sql("from marts.segment_migrations") == []
    for page in ("Overview", "Trend"):
        text = shown(changed.page(monkeypatch, page, segmentation="retail_rfm"))
        assert "Nothing to compare with yet" in text
    text = shown(changed.page(monkeypatch, "Segment", segmentation="retail_rfm"))
    assert "These customers have no answers to campaigns, or none that may be shown." in text


def test_checks_that_do_not_hold_are_counted_and_come_first(changed, monkeypatch):
    changed.sql(
        "update marts.data_quality_results"
        " set success = not (gate = 'segments' and subject = 'retail_rfm'), severity = 'warning'"
    )
    [(checks, failing)] = changed.sql(
        "from marts.data_quality_results"
        " select count(*), count(*) filter (where not success) where is_latest"
    )
    said = (
        f"{failing} of {checks} checks of the data do not hold ({failing} warning), of retail_rfm:"
        " see How sure"
    )
    for page in ("Overview", "How sure"):
        text = shown(changed.page(monkeypatch, page, segmentation="retail_rfm"))
        assert said in text
    found = re.findall(r"does not hold \(warning\)|\bholds\b", text.split("Checks of the data")[1])
    assert found == ["does not hold (warning)"] * failing + ["holds"] * (checks - failing)


def test_moves_between_any_two_days(moved, monkeypatch):
    published = Published(moved.path)
    first, second, third = published.days("retail_rfm")
    names = published.names("retail_rfm")

    def told(rows):
        return {
            (row["from_name"], row["to_name"]): (row["customer_count"], row["model_moved_count"])
            for row in rows
        }

    assert told(published.moves("retail_rfm", first, second)) == {
        (names[1], names[2]): (1, 0),
        (names[1], names[1]): (1, 0),
        (names[2], "in no segment"): (1, 0),
        ("segment 9, retired", names[1]): (1, 1),
    }
    # Who went and came back has not moved.
    assert told(published.moves("retail_rfm", first, third)) == {
        (names[1], names[1]): (2, 0),
        (names[2], "in no segment"): (1, 0),
        ("segment 9, retired", names[1]): (1, 1),
        ("new", names[2]): (1, 0),
    }
    sizes = {
        (row["day"], row["segment_name"]): row["customer_count"]
        for row in published.sizes("retail_rfm")
    }
    assert sizes == {
        (first, names[1]): 2,
        (first, names[2]): 1,
        (first, "segment 9, retired"): 1,
        (second, names[1]): 2,
        (second, names[2]): 1,
        (third, names[1]): 3,
        (third, names[2]): 1,
    }
    text = shown(moved.page(monkeypatch, "Trend", segmentation="retail_rfm"))
    assert "1 customers moved: 1 by what they did; 1 are new." in text
    text = shown(moved.page(monkeypatch, "Customer", customer="d"))
    assert (
        f"1 Nov 2011 retail rfm segment 9, retired {names[1]} the segments were drawn anew" in text
    )


def run_report(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, DASHBOARDS / "report.py", *map(str, arguments)],
        capture_output=True,
        text=True,
    )


def test_a_report_is_one_file_of_html_and_a_pdf_without_any_id(changed, tmp_path):
    # An id that stands nowhere else.
    changed.sql("update marts.customer_segments set customer_id = 'id-' || customer_id")
    changed.sql("update marts.segment_summary set recommended_action = $1", MARKUP)
    changed.sql(
        "update marts.data_quality_results set success = subject <> 'retail_rfm',"
        " severity = 'warning'"
    )
    done = run_report("--file", changed.path, "--folder", tmp_path / "reports", "mall_spending")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(tmp_path / "reports" / f"mall_spending.{kind}") for kind in ("html", "pdf")
    ]
    page = (tmp_path / "reports/mall_spending.html").read_text()
    assert "id-" not in text_of(page)
    assert page.count(html.escape(MARKUP, quote=False).replace('"', "&#34;").replace("'", "&#39;"))
    assert MARKUP not in page
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!data:)[^\"')]+", page) == []
    names = changed.sql(
        "select segment_name from marts.segment_summary where segmentation = 'mall_spending'"
    )
    for (name,) in names:
        assert f"<h1>{name}</h1>" in page
    # Where the overview sends its reader.
    assert "see How sure" in text_of(page)
    assert "does not hold (warning)" in text_of(page).split("Checks of the data")[1]
    pdf = (tmp_path / "reports/mall_spending.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and len(pdf) > 20_000

    done = run_report("--file", changed.path, "nonsense")
    assert done.returncode == 2
    assert "no segmentation ['nonsense']; there are ['campaign_engagement'" in done.stderr


def test_without_pango_the_html_is_there_and_one_line_says_what_is_missing(monkeypatch, tmp_path):
    import report

    class WithoutPango:
        def find_spec(self, name, *_):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(SystemExit, match="No PDF is written: WeasyPrint needs the Pango library"):
        report.write_pdf([tmp_path / "a.html"])


class Tab:
    """A page in a browser that remembers what it asked for and complained of."""

    def __init__(self, browser, width: int = 1280):
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests, self.errors = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )

    def open(self, url: str) -> "Tab":
        self.page.goto(url)
        self.page.wait_for_selector(".part h1", timeout=60_000)
        # What is drawn last.
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')"
        )
        return self

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("[data-testid=stMain]").inner_text().split())

    @property
    def overflow(self) -> int:
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(file, tmp_path_factory) -> Copy:
    """Return a copy whose names are markup, to be looked at in a browser."""
    copy = Copy(tmp_path_factory.mktemp("served") / "segments.duckdb", file)
    copy.sql(
        "update marts.segment_summary set segment_name = $1 || segment_id, recommended_action = $1,"
        " description = $1 where segmentation = 'mall_spending'",
        MARKUP,
    )
    return copy


@pytest.fixture(scope="module")
def address(served):
    """Serve the pages as `make dashboard` does, once for all tests."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (served.path.parent / "serve.log").open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=DASHBOARDS,
            stdout=log,
            stderr=log,
            env=os.environ | {"PUBLISHED_FILE": str(served.path)},
        )
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=60)
                    break
                except urllib.error.URLError:
                    time.sleep(0.5)
            yield f"http://localhost:{port}/"
        finally:
            server.terminate()
            server.wait()


@needs_browser
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_pages_fit_any_width_and_ask_nobody_else(address, browser, width):
    tab = Tab(browser, width)
    for page in PAGES:
        tab.open(f"{address}?page={page.replace(' ', '+')}&segmentation=retail_rfm&customer=1")
        assert tab.overflow <= 0, page
        smallest = tab.page.evaluate(
            "Math.min(...[...document.querySelectorAll('.part *')].filter(one => one.innerText)"
            ".map(one => parseFloat(getComputedStyle(one).fontSize)))"
        )
        assert smallest >= 11, page
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    assert {url for url in tab.requests if not url.startswith(own)} == set()
    assert tab.errors == []


@needs_browser
def test_markup_is_text_everywhere(address, browser):
    tab = Tab(browser).open(f"{address}?page=Overview&segmentation=mall_spending")
    assert tab.text.count(f"{MARKUP}1") >= 2
    assert tab.page.locator(".part b").count() == 0
    tab.open(f"{address}?page=Segment&segmentation=mall_spending&segment=2")
    assert f"{MARKUP}2" in tab.text
    assert tab.page.locator("[data-testid=stMain] b").count() == 0
    assert tab.errors == []


@needs_browser
def test_a_segmentation_and_a_page_are_chosen_by_keyboard(address, browser):
    tab = Tab(browser).open(f"{address}?segmentation=campaign_engagement")
    page = tab.page
    page.locator("[data-testid=stSelectbox] input").first.focus()
    page.keyboard.type("retail")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Customer segments: retail rfm").wait_for()
    assert "segmentation=retail_rfm" in page.url
    page.get_by_role("radio", name="How sure").or_(
        page.get_by_role("button", name="How sure")
    ).first.focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="How sure: retail rfm").wait_for()
    # The address opens the same page.
    tab.open(page.url)
    assert tab.text.count("How sure: retail rfm") == 1
    assert tab.errors == []


@needs_browser
def test_one_customer_after_the_other_is_looked_up(served, address, browser):
    ids = [
        row[0]
        for row in served.sql(
            "select customer_id from marts.customer_segments where segmentation = 'retail_rfm'"
            " order by customer_id limit 3"
        )
    ]
    tab = Tab(browser).open(f"{address}?page=Customer&customer={ids[0]}")
    for customer_id in [*ids[1:], ids[0]]:
        tab.page.get_by_role("textbox").fill(customer_id)
        tab.page.keyboard.press("Enter")
        tab.page.locator("h2", has_text=re.compile(f"^Customer {customer_id}$")).wait_for()
    tab.page.get_by_role("textbox").fill("nobody")
    tab.page.keyboard.press("Enter")
    tab.page.get_by_text("There is no customer nobody.").wait_for()
    assert "customer=nobody" in tab.page.url
    assert tab.errors == []


@needs_browser
def test_a_card_leads_to_its_segment_and_the_audience_is_a_file(served, address, browser):
    tab = Tab(browser).open(f"{address}?segmentation=retail_rfm")
    card = tab.page.locator(".card a").first
    name = card.inner_text()
    card.click()
    tab.page.locator("h1", has_text=name).wait_for()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Download as CSV").click()
    lines = Path(download.value.path()).read_text().splitlines()
    [(customers,)] = served.sql(
        "select count(*) from marts.segment_audiences where segmentation = 'retail_rfm'"
        " and segment_name = $1",
        name,
    )
    assert len(lines) == customers + 1 > 10
    assert tab.errors == []


@needs_browser
def test_a_page_prints_whole(address, browser):
    tab = Tab(browser).open(f"{address}?segmentation=retail_rfm")
    pages = tab.page.pdf(format="A4", print_background=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pages)) <= 4
