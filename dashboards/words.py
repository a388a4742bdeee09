"""How figures are written: with their unit, in the digits that matter, for everybody."""

from datetime import date
from decimal import Decimal

# Between a number and its unit a line does not break.
SPACE = "\N{NO-BREAK SPACE}"
NOTHING = "\N{EN DASH}"


def amount(value: float | None, unit: str | None = None) -> str:
    r"""Return a number with three digits or all before the point, and its unit.

    >>> amount(8911407.904, "GBP"), amount(0.0000472), amount(13.72, "orders")
    ('8,911,408\xa0GBP', '0.0000472', '13.7\xa0orders')
    """
    if value is None:
        return NOTHING
    number = f"{value:,.0f}" if abs(value) >= 999.5 else f"{Decimal(f'{value:.3g}').normalize():f}"
    return f"{number}{SPACE}{unit}" if unit else number


def share(value: float | None) -> str:
    r"""Return a share in percent.

    >>> share(0.1652), share(0.0004), share(1.0)
    ('16.5\xa0%', '0.0\xa0%', '100\xa0%')
    """
    if value is None:
        return NOTHING
    return f"{100 * value:.{0 if value == 1 else 1}f}{SPACE}%"


def signed(value: float) -> str:
    """Return a number of standard deviations with its sign.

    >>> signed(1.26), signed(-0.04), signed(0.0)
    ('+1.3', '0.0', '0.0')
    """
    text = f"{value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "\N{MINUS SIGN}")


def day(value: date | None) -> str:
    """Return a day.

    >>> day(date(2011, 12, 1)), day(None)
    ('1 Dec 2011', 'no date')
    """
    return f"{value.day} {value:%b %Y}" if value else "no date"


def title(name: str) -> str:
    """Return the name of a segmentation, feature or attribute as words.

    >>> title("retail_rfm")
    'retail rfm'
    """
    return name.replace("_", " ")


def apartness(silhouette: float | None) -> str:
    """Return how clearly segments are apart, by the bounds of Kaufman and Rousseeuw (1990).

    >>> apartness(0.72), apartness(0.55), apartness(0.34), apartness(0.1)
    ('very clearly', 'clearly', 'partly', 'hardly')
    """
    if silhouette is None:
        return "not known"
    bounds = [(0.7, "very clearly"), (0.5, "clearly"), (0.25, "partly")]
    return next((words for bound, words in bounds if silhouette > bound), "hardly")


def stability(index: float | None) -> str:
    """Return how alike segments are when fitted on other customers, by Steinley (2004).

    >>> stability(0.95), stability(0.85), stability(0.7), stability(0.5)
    ('nearly the same', 'much alike', 'alike in part', 'not alike')
    """
    if index is None:
        return "not measured"
    bounds = [(0.9, "nearly the same"), (0.8, "much alike"), (0.65, "alike in part")]
    return next((words for bound, words in bounds if index >= bound), "not alike")


def sureness(confidence: float) -> str:
    """Return how clearly a customer belongs to its segment rather than to the next.

    >>> sureness(0.8), sureness(0.4), sureness(0.05)
    ('clearly', 'fairly', 'barely')
    """
    return "clearly" if confidence >= 0.5 else "fairly" if confidence >= 0.2 else "barely"


def change(came: int, left: int) -> str:
    """Return how a segment has changed.

    >>> change(30, 18), change(0, 2), change(1, 1)
    ('12 more: 30 came, 18 left', '2 fewer: 0 came, 2 left', 'as many: 1 came, 1 left')
    """
    net = came - left
    many = f"{net:,} more" if net > 0 else f"{-net:,} fewer" if net < 0 else "as many"
    return f"{many}: {came:,} came, {left:,} left"


def cause(name: str) -> str:
    """Return a cause of the change log in words.

    >>> cause("model moved"), cause("gained")
    ('the segments were drawn anew', 'new')
    """
    return {
        "gained": "new",
        "lost": "in no segment any more",
        "customer moved": "by what they did",
        "model moved": "the segments were drawn anew",
    }[name]


def total_moves(moves: list[dict]) -> str:
    """Return how many customers moved, and why, and how many came and went.

    >>> moved = {"from_id": 1, "to_id": 2, "customer_count": 3, "model_moved_count": 1}
    >>> new = {"from_id": None, "to_id": 2, "customer_count": 5, "model_moved_count": 0}
    >>> total_moves([moved, new])
    '3 customers moved: 2 by what they did, 1 because the segments were drawn anew; 5 are new'
    >>> total_moves([])
    'No customer moved'
    """
    moved = [row for row in moves if row["from_id"] and row["to_id"] not in (None, row["from_id"])]
    everyone = sum(row["customer_count"] for row in moved)
    by_model = sum(row["model_moved_count"] for row in moved)
    new = sum(row["customer_count"] for row in moves if not row["from_id"])
    gone = sum(row["customer_count"] for row in moves if not row["to_id"])
    told = f"{everyone:,} customers moved" if everyone else "No customer moved"
    if everyone:
        told += f": {everyone - by_model:,} by what they did"
    if by_model:
        told += f", {by_model:,} because the segments were drawn anew"
    for count, words in ((new, "are new"), (gone, "are in no segment any more")):
        if count:
            told += f"; {count:,} {words}"
    return told


def at_risk(risk: int) -> str:
    """Return how much of a segment's value could be lost, by the playbook.

    >>> at_risk(1), at_risk(3)
    ('little', 'much')
    """
    return "little" if risk < 2 else "some" if risk < 3 else "much"


def place(name: str | None, segment_id: int | None) -> str:
    """Return the name of a segment, of one that is retired, or of none.

    >>> place("Best customers", 4), place(None, 7), place(None, None)
    ('Best customers', 'segment 7, retired', 'none')
    """
    return name or (f"segment {segment_id}, retired" if segment_id else "none")
