"""What stands where: the parts of each page, for the pages in the browser and for the reports."""

import charts
import words
from parts import part
from published import Published
from words import NOTHING, amount, day, share

PROFILES_NOTE = (
    "Medians; below, how many standard deviations (\N{GREEK SMALL LETTER SIGMA}) the segment's mean"
    " is from that of all customers, blue above and orange below."
)

# How many moves the first page has.
MOST_MOVES = 8
DRIFT_NOTE = (
    "The population stability index says how far the customers of today are spread otherwise than"
    " those of the fit: 0 not at all, above 0.25 much."
)


def overview_figures(published: Published, segmentation: str):
    """Say how many customers there are, what they are worth, and how far apart the segments are."""
    segments = published.segments(segmentation)
    fit = published.fit(segmentation)
    first = segments[0]
    customers = sum(row["customer_count"] for row in segments)
    borderline = sum(row["customer_count"] * row["borderline_share"] for row in segments)
    items = [
        ("customers", f"{customers:,}"),
        ("segments", len(segments)),
    ]
    if first["value_total"] is not None:
        total = sum(row["value_total"] for row in segments)
        items.append((first["value_measure"], amount(float(total), first["value_unit"])))
    items += [
        ("data of", day(first["as_of"])),
        ("segments are apart", words.apartness(fit["silhouette"])),
        ("between two segments", share(borderline / customers)),
    ]
    return part("figures", items)


def warnings(published: Published):
    """Say in one sentence which checks do not hold, or that all do."""
    checks = published.checks()
    failing = [row for row in checks if not row["success"]]
    by_severity = [
        f"{count} {severity}"
        for severity in ("critical", "warning", "info")
        if (count := sum(row["severity"] == severity for row in failing))
    ]
    text = f"All {len(checks)} checks of the data hold, those of all sources and segmentations."
    if failing:
        verb = "do" if len(failing) > 1 else "does"
        subjects = ", ".join(sorted({row["subject"] for row in failing}))
        text = (
            f"{len(failing)} of {len(checks)} checks of the data {verb} not hold"
            f" ({', '.join(by_severity)}), of {subjects}: see How sure."
        )
    return part("sentence", text)


def moves_sentence(published: Published, segmentation: str):
    """Say who moved between the last two days, and why."""
    days = published.days(segmentation)
    moves = published.moves(segmentation)
    if not moves:
        text = (
            "Nothing to compare with yet: moves are recorded from the second day of the data on,"
            " and for data with a day."
        )
    else:
        text = f"{words.total_moves(moves)}, between {day(days[-2])} and {day(days[-1])}."
    return part("sentence", text)


def changes(moves: list[dict]) -> list[dict]:
    """Return the moves without those who stayed."""
    return [row for row in moves if row["from_id"] != row["to_id"]]


def moves_table(moved: list[dict]):
    """Show who went where, and how many of them because the model was fitted anew."""
    if not moved:
        return None
    columns = [("from", "text"), ("to", "text"), ("customers", "number")]
    rows = [(row["from_name"], row["to_name"], f"{row['customer_count']:,}") for row in moved]
    if any(row["model_moved_count"] for row in moved):
        columns += [("by what they did", "number"), ("segments drawn anew", "number")]
        rows = [
            (
                *cells,
                f"{row['customer_count'] - row['model_moved_count']:,}",
                f"{row['model_moved_count']:,}",
            )
            for cells, row in zip(rows, moved, strict=True)
        ]
    return part("table", columns, rows)


def profiles(published: Published, segmentation: str):
    """Show all features of all segments: medians, coloured by their distance from all."""
    segments = published.segments(segmentation)
    by_feature = {}
    for row in published.profile(segmentation):
        by_feature.setdefault(row["feature"], {})[row["segment_id"]] = row
    order = published.fit(segmentation)["feature_names"].split(", ")
    rows = [[by_feature[feature][row["segment_id"]] for row in segments] for feature in order]
    return part("profiles", segments, rows)


def overview(published: Published, segmentation: str, links: list[str] | None = None) -> list:
    """Return which segments there are, what to do with each, and who moved."""
    note = (
        "The first has most at stake: its share of the value (of the customers, where there is"
        " none), times how much of it is at risk, 1 to 3 by the playbook."
    )
    moved = changes(published.moves(segmentation))
    has_value = published.segments(segmentation)[0]["value_share"] is not None
    return [
        part("heading", f"Customer segments: {words.title(segmentation)}", None, 1),
        overview_figures(published, segmentation),
        warnings(published),
        part("heading", "What to do, in this order", note, 2),
        part("cards", published.segments(segmentation), links),
        part("heading", "Who moved, and why", None, 2),
        moves_sentence(published, segmentation),
        moves_table(moved[:MOST_MOVES]),
        part("sentence", f"{len(moved) - MOST_MOVES} more are on the page Trend.")
        if len(moved) > MOST_MOVES
        else None,
        part("heading", f"Share of customers{' and of value' if has_value else ''}", None, 2),
        charts.shares(published.segments(segmentation)),
        part("heading", "What sets the segments apart", PROFILES_NOTE, 2),
        profiles(published, segmentation),
    ]


def trend(published: Published, segmentation: str) -> list:
    """Return how the segments grew and shrank."""
    pieces = [part("heading", f"Trend: {words.title(segmentation)}", None, 1)]
    if len(published.days(segmentation)) < 2:
        return [*pieces, moves_sentence(published, segmentation)]
    sizes = published.sizes(segmentation)
    pieces += [
        part("heading", "Customers in each segment, on each recorded day", None, 2),
        charts.trend(sizes, "customer_count", "customers"),
    ]
    values = published.values(segmentation)
    if any(row["value_measure"] for row in values):
        last = values[-1]
        adds_up = any(row["value_total"] is not None for row in values)
        title = f"{'' if adds_up else 'Median '}{last['value_measure']}"
        unit = f" ({last['value_unit']})" if last["value_unit"] else ""
        pieces += [
            part(
                "heading",
                f"{title[0].upper()}{title[1:]} of these customers, on each recorded day",
                None,
                2,
            ),
            charts.trend(values, "value_total" if adds_up else "value_median", f"{title}{unit}"),
        ]
    return pieces


def segment_figures(segment: dict):
    """Say how large a segment is and what it is worth."""
    items = [
        ("customers", f"{segment['customer_count']:,}"),
        ("share of customers", share(segment["customer_share"])),
    ]
    measure, unit = segment["value_measure"], segment["value_unit"]
    if segment["value_total"] is not None:
        items += [
            (measure, amount(float(segment["value_total"]), unit)),
            (f"share of {measure}", share(segment["value_share"])),
        ]
    if segment["value_median"] is not None:
        items.append((f"median {measure} per customer", amount(segment["value_median"], unit)))
    items += [
        ("between two segments", share(segment["borderline_share"])),
        ("this segment is apart", words.apartness(segment["silhouette"])),
    ]
    return part("figures", items)


def demographics(published: Published, segmentation: str, segment_id: int):
    """Show who the customers of a segment are, where that differs by five points or more."""
    columns = [("what", "text"), ("value", "text"), ("share", "number"), ("of all", "number")]
    rows = [
        (
            words.title(row["attribute"]),
            row["attribute_value"],
            share(row["customer_share"]),
            share(row["population_share"]),
        )
        for row in published.demographics(segmentation, segment_id)
    ]
    return part("table", columns, rows) if rows else None


def products(published: Published, segmentation: str, segment_id: int):
    """Show what a segment buys more than others."""
    columns = [
        ("product", "text"),
        ("share who buy it", "number"),
        ("share of their spend, all = 100", "number"),
    ]
    rows = [
        (
            row["product"],
            share(row["customer_share"]),
            amount(row["index_to_population"]),
        )
        for row in published.products(segmentation, segment_id)
    ]
    return part("table", columns, rows) if rows else None


def rule(segment: dict):
    """Show the rule with all its branches, the one with most customers first."""
    if not segment["rule_branches"]:
        return part("sentence", "No short rule tells this segment from the others.")
    columns = [("customers who have", "text"), ("share of the segment", "number")]
    rows = [
        (words_, share(coverage))
        for words_, coverage in zip(
            segment["rule_branches"], segment["rule_branch_coverages"], strict=True
        )
    ]
    return part("table", columns, rows)


def rule_note(segment: dict) -> str:
    """Say how well the rule holds."""
    if not segment["rule_branches"]:
        return ""
    note = (
        f"Together they find {share(segment['rule_coverage'])} of the segment (coverage);"
        f" {share(segment['rule_precision'])} of those found belong to it (precision)."
    )
    if segment["held_out_coverage"] is not None:
        note += (
            f" When it was learnt, of customers held out: {share(segment['held_out_coverage'])}"
            f" and {share(segment['held_out_precision'])}."
        )
    return note


def typical(published: Published, segmentation: str, segment_id: int):
    """Show the customers nearest to the centre."""
    columns = [("customer", "text"), ("belongs", "text"), ("because", "text")]
    rows = [
        (row["customer_id"], words.sureness(row["confidence"]), row["reason"] or NOTHING)
        for row in published.typical(segmentation, segment_id)
    ]
    return part("table", columns, rows)


def segment(published: Published, segmentation: str, segment_id: int) -> list:
    """Return what there is to say of one segment, in order."""
    [row] = [row for row in published.segments(segmentation) if row["segment_id"] == segment_id]
    profile = [row for row in published.profile(segmentation) if row["segment_id"] == segment_id]
    pieces = [
        part("heading", row["segment_name"], None, 1),
        segment_figures(row),
        part("advice", row),
        part("heading", "Who they are", None, 2),
        charts.profile(profile),
    ]
    for heading, table in (
        ("Where they differ from all customers", demographics(published, segmentation, segment_id)),
        ("What they buy more than others", products(published, segmentation, segment_id)),
    ):
        if table:
            pieces += [part("heading", heading, None, 2), table]
    pieces.append(part("heading", "How they answer campaigns", None, 2))
    responses = published.responses(segmentation, segment_id)
    if responses:
        pieces.append(charts.responses(responses))
    else:
        text = "These customers have no answers to campaigns, or none that may be shown."
        pieces.append(part("sentence", text))
    return [*pieces, part("heading", "How to find them by a rule", rule_note(row), 2), rule(row)]


def customer(published: Published, customer_id: str) -> list:
    """Return what there is to say of one customer."""
    rows = published.customer(customer_id)
    unscored = published.unscored(customer_id)
    history = published.history(customer_id)
    if not rows and not unscored and not history:
        return [part("sentence", f"There is no customer {customer_id}.")]
    columns = [
        ("segmentation", "text"),
        ("segment", "text"),
        ("belongs", "text"),
        ("because", "text"),
        ("next nearest segment", "text"),
        ("do", "text"),
        ("data of", "text"),
    ]
    cells = [
        (
            words.title(row["segmentation"]),
            row["segment_name"],
            words.sureness(row["confidence"]),
            row["reason"] or NOTHING,
            row["runner_up_name"] or NOTHING,
            row["recommended_action"],
            day(row["as_of"]),
        )
        for row in rows
    ] + [
        (words.title(row["segmentation"]), "none", NOTHING, row["reason"], *[NOTHING] * 3)
        for row in unscored
    ]
    pieces = [part("heading", f"Customer {customer_id}", None, 2), part("table", columns, cells)]
    pieces.append(part("heading", "History", None, 2))
    if not history:
        return [*pieces, part("sentence", "No day is recorded for this customer.")]
    columns = [(head, "text") for head in ("day", "segmentation", "from", "to", "why")]
    cells = [
        (
            day(row["as_of"]),
            words.title(row["segmentation"]),
            words.place(row["from_name"], row["from_segment_id"]),
            words.place(row["to_name"], row["to_segment_id"]),
            words.cause(row["change"]),
        )
        for row in history
    ]
    return [*pieces, part("table", columns, cells)]


def how_sure(published: Published, segmentation: str) -> list:
    """Return why so many segments, where the customers are, and how old the model is."""
    fit = published.fit(segmentation)
    chart, note = map_chart(published, segmentation)
    return [
        part("heading", f"How sure: {words.title(segmentation)}", None, 1),
        how_sure_figures(published, segmentation),
        part(
            "heading",
            "Why this number of segments",
            f"{fit['k']} segments: {fit['k_reason']}.",
            2,
        ),
        charts.criteria(published.criteria(segmentation)),
        criteria(published, segmentation),
        part("heading", "Where the customers are", note, 2),
        chart,
        part(
            "heading",
            "Is the model still about these customers?",
            drift_note(published, segmentation),
            2,
        ),
        drift(published, segmentation),
        part("heading", "Fits", None, 2),
        fits(published, segmentation),
    ]


def how_sure_figures(published: Published, segmentation: str):
    """Say how far the number of segments and the segments can be relied on."""
    fit = published.fit(segmentation)
    items = [
        (f"segments apart (silhouette {amount(fit['silhouette'])})",
         words.apartness(fit["silhouette"])),
        (f"fitted on other customers (adjusted Rand index {amount(fit['stability'])})",
         words.stability(fit["stability"])),
    ]  # fmt: skip
    if fit["kept_customer_share"] is not None:
        items.append(("kept their segment in the last fit", share(fit["kept_customer_share"])))
    return part("figures", items)


def criteria(published: Published, segmentation: str):
    """Show what was found of every number of segments."""
    columns = [
        ("segments", "number"),
        ("silhouette", "number"),
        ("stability", "number"),
        ("inertia", "number"),
        ("smallest segment", "number"),
        ("", "text"),
    ]
    rows = [
        (
            row["k"],
            amount(row["silhouette"]),
            amount(row["stability"]),
            amount(row["inertia"]),
            share(row["smallest_share"]),
            "chosen" if row["is_chosen"] else row["rejection_reason"] or "",
        )
        for row in published.criteria(segmentation)
    ]
    return part("table", columns, rows)


def drift_note(published: Published, segmentation: str) -> str:
    """Say what drift is, and whether it is that for which the last fit was made."""
    compared = {row["fit_number"] for row in published.drift(segmentation)}
    fit = published.fit(segmentation)
    if compared <= {fit["fit_number"]}:
        return DRIFT_NOTE
    return (
        f"{DRIFT_NOTE} These figures are of the fit before, and the reason why fit"
        f" {fit['fit_number']} was made or not; the next build compares with that one."
    )


def drift(published: Published, segmentation: str):
    """Show how far the customers have moved since the model was fitted."""
    columns = [
        ("feature", "text"),
        ("population stability index", "number"),
        ("mean at the fit", "number"),
        ("mean now", "number"),
        ("", "text"),
    ]
    rows = [
        (
            row["label"],
            amount(row["psi"]),
            amount(row["mean_at_fit"], row["unit"]),
            amount(row["mean_now"], row["unit"]),
            "has drifted" if row["is_drifted"] else "",
        )
        for row in published.drift(segmentation)
    ]
    return part("table", columns, rows)


def fits(published: Published, segmentation: str):
    """Show every fit, and why it was made."""
    columns = [
        ("fit", "number"), ("status", "text"), ("segments", "number"), ("customers", "number"),
        ("kept their segment", "number"), ("why", "text"),
    ]  # fmt: skip
    rows = [
        (
            row["fit_number"], row["status"], row["k"], f"{row['fitted_count']:,}",
            share(row["kept_customer_share"]), row["refit_reason"],
        )
        for row in published.fits(segmentation)
    ]  # fmt: skip
    return part("table", columns, rows)


def checks(published: Published) -> tuple:
    """Return what the gates found that does not hold, None if all does, and what holds."""
    columns = [(head, "text") for head in ("gate", "of", "expectation", "found", "")]
    rows = {True: [], False: []}
    for row in published.checks():
        verdict = "holds" if row["success"] else f"does not hold ({row['severity']})"
        found = amount(row["observed"])
        rows[row["success"]].append(
            (row["gate"], row["subject"], row["description"], found, verdict)
        )
    failing = part("table", columns, rows[False]) if rows[False] else None
    return failing, part("table", columns, rows[True])


def map_chart(published: Published, segmentation: str):
    """Draw customers on the map, and say what its axes are."""
    fit = published.fit(segmentation)
    labels = {row["feature"]: row["label"] for row in published.profile(segmentation)}
    names = fit["feature_names"].split(", ")
    plain = len(names) == 2
    titles = (
        (labels[names[0]], labels[names[1]])
        if plain
        else ("first principal component", "second principal component")
    )
    note = (
        f"{titles[0]} across and {titles[1]} up, as scaled for the model"
        if plain
        else f"A projection of {len(names)} features on two: what is near here may be far apart"
    )
    chart = charts.places(published.map(segmentation), published.segments(segmentation), titles)
    return chart, note
