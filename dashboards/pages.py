"""The pages of the dashboard: what stands on each is in contents.py, here is what can be chosen."""

from functools import partial
from urllib.parse import urlencode

import contents
import streamlit as st
import words
from parts import part
from published import Published


def overview(published: Published, segmentation: str) -> None:
    """Which segments there are, what they are worth, what to do, and who moved."""
    links = [
        "?" + urlencode({"page": "Segment", "segmentation": segmentation, "segment": segment_id})
        for segment_id in published.names(segmentation)
    ]
    for piece in contents.overview(published, segmentation, links):
        show(piece)


def segment(published: Published, segmentation: str) -> None:
    """Show one segment: who they are, what they buy, how they answer, and its audience."""
    names = published.names(segmentation)
    ids = list(names)
    key = f"segment of {segmentation}"
    if key not in st.session_state:
        asked = st.query_params.get("segment", "")
        st.session_state[key] = int(asked) if asked.isdigit() and int(asked) in names else ids[0]
    segment_id = st.selectbox("Segment", ids, key=key, format_func=names.get)
    st.query_params.segment = segment_id
    for piece in contents.segment(published, segmentation, segment_id):
        show(piece)

    note = "The customers nearest to the centre of the segment."
    st.html(part("heading", "Typical customers", note, 2))
    st.html(contents.typical(published, segmentation, segment_id))

    note = (
        "Do not write to those with is_holdout, who are left alone to compare with; is_borderline"
        " marks who stands between two segments."
    )
    st.html(part("heading", "Audience", note, 2))
    kinds = {"Download as CSV": ""}
    if len(published.days(segmentation)) > 1:
        kinds |= {"Who entered, as CSV": "_entered", "Who left, as CSV": "_left"}
    for label, kind in kinds.items():
        st.download_button(
            label,
            partial(published.audience, segmentation, segment_id, kind),
            file_name=f"{segmentation}_{segment_id}{kind}.csv",
            mime="text/csv",
        )


def customer(published: Published, segmentation: str) -> None:
    """Look one customer up by id: segment, reason, runner-up, history."""
    st.html(part("heading", "Look up a customer", None, 1))
    if "customer" not in st.session_state:
        st.session_state.customer = st.query_params.get("customer", "")
    customer_id = st.text_input("Customer id, as your data have it", key="customer").strip()
    if customer_id:
        st.query_params.customer = customer_id
        for piece in contents.customer(published, customer_id):
            show(piece)


def trend(published: Published, segmentation: str) -> None:
    """Show the segments by day, and who moved between any two days."""
    for piece in contents.trend(published, segmentation):
        show(piece)
    days = published.days(segmentation)
    if len(days) < 2:
        return
    st.html(part("heading", "Moves between two days", None, 2))
    left, right = st.columns(2)
    start = left.selectbox("From", days[:-1], index=len(days) - 2, format_func=words.day)
    later = [day for day in days if day > start]
    end = right.selectbox("To", later, index=len(later) - 1, format_func=words.day)
    moves = published.moves(segmentation, start, end)
    st.html(part("sentence", f"{words.total_moves(moves)}."))
    show(contents.moves_table(contents.changes(moves)))


def how_sure(published: Published, segmentation: str) -> None:
    """Show analysts why so many segments, how stable they are, drift, fits and gates."""
    for piece in contents.how_sure(published, segmentation):
        show(piece)
    st.html(part("heading", "Checks of the data", None, 2))
    st.html(contents.warnings(published))
    failing, holding = contents.checks(published)
    show(failing)
    with st.expander("All that hold"):
        st.html(holding)


def show(piece) -> None:
    """Show a chart or a part."""
    if hasattr(piece, "to_dict"):
        st.altair_chart(piece, theme=None)
    elif piece:
        st.html(piece)
