"""The dashboard: streamlit run dashboards/app.py, or make dashboard."""

import os
from pathlib import Path

import pages
import streamlit as st
from parts import STYLE, part
from published import InTheLakeError, Published
from words import title

PAGES = {
    "Overview": pages.overview,
    "Segment": pages.segment,
    "Customer": pages.customer,
    "Trend": pages.trend,
    "How sure": pages.how_sure,
}
FILE = Path(
    os.environ.get("PUBLISHED_FILE") or Path(__file__).parents[1] / "serving/segments.duckdb"
)


@st.cache_resource(max_entries=1)
def open_published(path: Path, version: int) -> Published:
    """Return the file of this version, and forget what was asked of the last one."""
    return Published(path)


st.set_page_config(page_title="Customer segments", layout="wide", initial_sidebar_state="collapsed")
# A print of the page is the page, without what is there to click.
st.html(
    f"<style>{STYLE} [data-testid='stMainBlockContainer'] {{padding-top: 4rem}}"
    " @media print {header, [data-testid='stToolbar'], button {display: none}}</style>"
)
if not FILE.exists():
    st.html(part("sentence", f"{FILE.name} is missing: make build publishes it."))
    st.stop()
published = open_published(FILE, FILE.stat().st_mtime_ns)


def chosen(label: str, key: str, known: list[str], widget, **options) -> str:
    """Let one of the known be chosen; the address says the first choice, and follows."""
    asked = st.query_params.get(key, known[0])
    if asked not in known:
        st.html(part("sentence", f"There is no {key} {asked}; there are {', '.join(known)}."))
        st.stop()
    if key not in st.session_state:
        st.session_state[key] = asked
    st.query_params[key] = widget(label, known, key=key, **options)
    return st.query_params[key]


page = chosen(
    "Page", "page", list(PAGES), st.segmented_control, required=True, label_visibility="collapsed"
)
segmentation = chosen(
    "Segmentation", "segmentation", published.segmentations(), st.selectbox, format_func=title
)
try:
    PAGES[page](published, segmentation)
except InTheLakeError as error:
    st.html(part("sentence", str(error)))
