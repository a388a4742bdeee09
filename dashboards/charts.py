"""Charts of pages and reports. Every mark has a figure or a name beside it, not only a colour."""

from textwrap import wrap

import altair as alt
from words import amount, share

FONT = "Source Sans, Source Sans Pro, sans-serif"
GREY, DARK = "#AEB6BF", "#1a1d21"


# A name breaks into lines where it is long: on a phone it would take the place of its bar.
NAMES = alt.Axis(labelExpr="split(datum.value, '\\n')")


def _lines(name: str) -> str:
    return "\n".join(wrap(name, 22)) or name


def _height(names: list[str], least: int) -> int:
    """Return a height in pixels in which the lines of no name touch those of the next."""
    return len(names) * max([least, *(16 * (name.count("\n") + 1) + 6 for name in names)])


def _drawn(chart: alt.Chart, height: int, description: str) -> alt.Chart:
    return (
        chart.properties(width="container", height=height, description=description)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=13, titleFontSize=13, labelLimit=0, labelColor=DARK,
            titleColor=DARK, titleFontWeight="normal", domain=False, ticks=False,
        )
        .configure_legend(labelFontSize=13, title=None, orient="top", labelLimit=400, columns=1)
    )  # fmt: skip


def shares(segments: list[dict]) -> alt.Chart:
    """Draw each segment's share of the customers, and of the value where it adds up."""
    rows = [
        {
            "segment": _lines(row["segment_name"]),
            "what": what,
            "share": row[key],
            "text": share(row[key]),
        }
        for row in segments
        for what, key in (
            ("of the customers", "customer_share"),
            (f"of the {row['value_measure']}", "value_share"),
        )
        if row[key] is not None
    ]
    longest = max(row["share"] for row in rows)
    kinds = list(dict.fromkeys(row["what"] for row in rows))
    order = [_lines(row["segment_name"]) for row in segments]
    bars = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("segment:N", sort=order, title=None, axis=NAMES),
        yOffset=alt.YOffset("what:N", sort=kinds),
        # Room for the figure at the end of the longest bar.
        x=alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1.25 * longest])),
    )
    colours = alt.Scale(domain=kinds, range=[GREY, "#0076B1"])
    chart = bars.mark_bar().encode(color=alt.Color("what:N", scale=colours)) + bars.mark_text(
        align="left", dx=4, fontSize=13, color=DARK
    ).encode(text="text:N")
    return _drawn(
        chart, _height(order, 24 * len(kinds)) + 60, "Share of customers and of value by segment"
    )


def profile(rows: list[dict]) -> alt.Chart:
    """Draw how far the features of one segment are from the mean of all, in standard deviations."""
    rows = [
        {
            "feature": _lines(row["label"]),
            "z": row["z_score"],
            "text": f"{amount(row['segment_median'], row['unit'])}"
            f" (all {amount(row['population_median'])})",
        }
        for row in rows
    ]
    reach = max([1.0, *(abs(row["z"]) for row in rows)])
    bars = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("feature:N", sort=None, title=None, axis=NAMES),
        x=alt.X(
            "z:Q",
            title="standard deviations; beside: medians",
            scale=alt.Scale(domain=[-reach, 2.4 * reach]),
            axis=alt.Axis(values=list(range(-int(reach), int(reach) + 1)), grid=True),
        ),
    )
    chart = bars.mark_bar().encode(
        color=alt.condition("datum.z < 0", alt.value("#B35C00"), alt.value("#0076B1"))
    ) + bars.transform_calculate(end="max(datum.z, 0)").mark_text(
        align="left", dx=5, fontSize=13, color=DARK
    ).encode(x="end:Q", text="text:N")
    return _drawn(
        chart,
        _height([row["feature"] for row in rows], 26) + 60,
        "Features of the segment, in standard deviations from the mean",
    )


def responses(rows: list[dict]) -> alt.Chart:
    """Draw how many of a segment accepted each campaign, its interval, and all segments' share."""
    rows = [
        {
            "campaign": _lines(row["campaign"]),
            "rate": row["response_rate"],
            "low": row["response_rate_low"],
            "high": row["response_rate_high"],
            "overall": row["overall_rate"],
            "text": f"{share(row['response_rate'])} (all {share(row['overall_rate'])})",
        }
        for row in rows
    ]
    highest = max([0.01, *(row["high"] for row in rows)])
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("campaign:N", title="campaign", axis=NAMES)
    )
    across = alt.X(
        "rate:Q", title="accepted, 95 % interval; grey: all",
        scale=alt.Scale(domain=[0, 1.8 * highest]),
        axis=alt.Axis(format="%", tickCount=4),
    )  # fmt: skip
    chart = (
        base.mark_tick(thickness=3, size=18, color=GREY).encode(x="overall:Q")
        + base.mark_rule(color="#0076B1", strokeWidth=2).encode(x="low:Q", x2="high:Q")
        + base.mark_point(filled=True, size=70, color="#0076B1", opacity=1).encode(x=across)
        + base.mark_text(align="left", dx=6, fontSize=13, color=DARK).encode(
            x="high:Q", text="text:N"
        )
    )
    return _drawn(
        chart,
        _height([row["campaign"] for row in rows], 30) + 60,
        "Share who accepted each campaign",
    )


def trend(rows: list[dict], key: str, title: str) -> alt.Chart:
    """Draw a figure of each segment by day, the names at the ends of the lines."""
    rows = [row | {"day": row["day"].isoformat()} for row in rows if row[key] is not None]
    colours = {row["segment_name"]: row["colour"] for row in rows}
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    days = sorted({row["day"] for row in rows})
    # Each day has its label as long as there is room.
    ticks = {"values": days} if len(days) <= 6 else {"tickCount": 6, "labelOverlap": True}
    across = alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b %Y", labelFlush=True, **ticks))
    colour = alt.Color("segment_name:N", scale=scale, legend=None)
    lines = alt.Chart(alt.Data(values=rows)).encode(x=across, color=colour)
    names = alt.Chart(alt.Data(values=_apart(rows, key))).encode(x=across, color=colour)
    chart = lines.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=50)).encode(
        y=alt.Y(f"{key}:Q", title=title, axis=alt.Axis(tickCount=5))
    ) + names.mark_text(align="right", dy=-10, fontSize=13).encode(y="at:Q", text="segment_name:N")
    return _drawn(chart, 340, f"{title} by day")


def _apart(rows: list[dict], key: str) -> list[dict]:
    """Return the last row of each segment, with a place for its name that no other name has."""
    last = {row["segment_name"]: row for row in rows}
    gap = max(row[key] for row in rows) / 14
    placed, lowest = [], 0.0
    for row in sorted(last.values(), key=lambda row: (row[key], row["segment_name"])):
        placed.append(row | {"at": max(row[key], lowest)})
        lowest = placed[-1]["at"] + gap
    return placed


def criteria(rows: list[dict]) -> alt.Chart:
    """Draw how clearly segments are apart by their number, the chosen number marked."""
    rows = [
        {"k": row["k"], "silhouette": row["silhouette"], "is": row["is_chosen"]} for row in rows
    ]
    for row in rows:
        row["text"] = f"{row['silhouette']:.2f}" if row["silhouette"] is not None else ""
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("k:O", title="number of segments", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("silhouette:Q", title="silhouette", scale=alt.Scale(zero=True)),
    )
    chart = base.mark_bar().encode(
        color=alt.condition("datum.is", alt.value("#0076B1"), alt.value(GREY))
    ) + base.mark_text(dy=-8, fontSize=13, color=DARK).encode(text="text:N")
    return _drawn(chart, 240, "Silhouette by number of segments")


def places(rows: list[dict], segments: list[dict], titles: tuple[str, str]) -> alt.Chart:
    """Draw customers and the centres of their segments on the map."""
    scale = alt.Scale(
        domain=[row["segment_name"] for row in segments], range=[row["colour"] for row in segments]
    )
    # Room for the names of centres at the edge.
    room, tight = alt.Scale(padding=70, zero=False), alt.Scale(padding=15, zero=False)
    x, y = (
        alt.X("map_x:Q", title=titles[0], scale=room, axis=alt.Axis(labels=False, grid=False)),
        alt.Y("map_y:Q", title=titles[1], scale=tight, axis=alt.Axis(labels=False, grid=False)),
    )
    kept = ["segment_name", "map_x", "map_y"]
    dots = alt.Chart(alt.Data(values=[{key: row[key] for key in kept} for row in rows]))
    names = alt.Chart(alt.Data(values=[{key: row[key] for key in kept} for row in segments]))
    chart = dots.mark_circle(size=22, opacity=0.45).encode(
        x=x, y=y, color=alt.Color("segment_name:N", scale=scale, legend=None)
    )
    halo = {"fontSize": 14, "fontWeight": "bold"}
    chart += names.mark_text(stroke="white", strokeWidth=4, **halo).encode(
        x=x, y=y, text="segment_name:N"
    )
    chart += names.mark_text(color=DARK, **halo).encode(x=x, y=y, text="segment_name:N")
    return _drawn(chart, 420, "Map of the customers")
