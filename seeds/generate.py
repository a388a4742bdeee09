"""Write the sample seeds: rows of our own making, in the columns and with the dirt of real files.

Run from the project's root: `python seeds/generate.py`. A fixed seed makes the files the same,
byte for byte, on every run.
"""

import csv
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

SEEDS = Path(__file__).parent

# Income (k$), spending score (1-100), age and number of customers of each group.
MALL_GROUPS = [
    ((54, 8), (50, 6), (56, 7), 42),
    ((57, 8), (49, 6), (27, 4), 34),
    ((88, 13), (82, 8), (33, 4), 39),
    ((90, 14), (18, 9), (42, 8), 36),
    ((26, 7), (21, 10), (45, 12), 24),
    ((27, 7), (78, 9), (25, 5), 25),
]

CAMPAIGN_HEADER = [
    "ID", "Year_Birth", "Education", "Marital_Status", "Income", "Kidhome", "Teenhome",
    "Dt_Customer", "Recency", "MntWines", "MntFruits", "MntMeatProducts", "MntFishProducts",
    "MntSweetProducts", "MntGoldProds", "NumDealsPurchases", "NumWebPurchases",
    "NumCatalogPurchases", "NumStorePurchases", "NumWebVisitsMonth", "AcceptedCmp3",
    "AcceptedCmp4", "AcceptedCmp5", "AcceptedCmp1", "AcceptedCmp2", "Complain", "Z_CostContact",
    "Z_Revenue", "Response",
]  # fmt: skip

# Of each group: number of customers; mean and spread of income and birth year; mean number of
# kids and teens; median of the six amounts; mean number of purchases by deal, web, catalogue and
# store, and of web visits; share that accepted campaigns 3, 4, 5, 1, 2 and the last.
CAMPAIGN_GROUPS = {
    "elite spenders": (
        370,
        ((78000, 9000), (1969, 12)),
        (0.03, 0.06),
        (540, 40, 400, 60, 42, 62),
        (0.9, 4.8, 6.1, 8.2, 2.3),
        (0.07, 0.12, 0.28, 0.22, 0.03, 0.28),
    ),
    "loyal premium": (
        430,
        ((64000, 8000), (1964, 9)),
        (0.15, 0.75),
        (500, 24, 160, 34, 25, 58),
        (2.4, 6.4, 4.1, 8.8, 4.9),
        (0.07, 0.14, 0.05, 0.05, 0.03, 0.13),
    ),
    "deal seekers": (
        370,
        ((48000, 8000), (1967, 9)),
        (0.65, 0.8),
        (220, 8, 72, 11, 8, 32),
        (5.0, 5.3, 1.9, 5.4, 6.9),
        (0.08, 0.09, 0.01, 0.03, 0.01, 0.17),
    ),
    "young families": (
        430,
        ((27500, 8000), (1978, 7)),
        (0.85, 0.03),
        (10, 4, 15, 5, 4, 13),
        (1.6, 1.9, 0.4, 2.9, 6.9),
        (0.08, 0.002, 0.0, 0.0, 0.0, 0.10),
    ),
    "budget families": (
        400,
        ((39500, 9000), (1963, 8)),
        (0.8, 1.05),
        (22, 2, 11, 3, 2, 9),
        (2.0, 1.7, 0.4, 3.1, 5.8),
        (0.05, 0.01, 0.0, 0.0, 0.005, 0.04),
    ),
}
# Customers of each group, mean number of invoices beyond the first, and the span of days before
# RETAIL_END in which the last one falls.
RETAIL_GROUPS = [
    (60, 10.0, (0, 15)),
    (130, 3.0, (5, 70)),
    (120, 0.4, (1, 45)),
    (210, 0.4, (70, 360)),
    (80, 3.0, (80, 250)),
]
RETAIL_END = datetime(2024, 12, 9)
RETAIL_COUNTRIES = ["United Kingdom", "Germany", "France", "Netherlands", "Portugal"]
RETAIL_STYLES = ["AMBER", "BRAIDED", "COPPER", "DUSKY", "FOLDING", "GINGHAM", "LINEN", "MARBLED"]
RETAIL_ARTICLES = [
    *["APRON", "BIRDHOUSE", "CANDLE", "DOORSTOP", "EGG CUP", "FOOTSTOOL", "GARLAND", "HONEY POT"],
    *["KEY RACK", "LANTERN", "MUG", "NAPKIN RING", "OVEN GLOVE", "PIN BOARD", "QUILT", "VASE"],
]


def mall_customers(rng: np.random.Generator) -> list[list]:
    """Return 200 customers in six groups, four of the rows faulty."""
    rows = []
    for income, score, age, count in MALL_GROUPS:
        for _ in range(count):
            rows.append(
                [
                    rng.choice(["Female", "Male"], p=[0.56, 0.44]),
                    int(np.clip(rng.normal(*age), 18, 72)),
                    int(np.clip(rng.normal(*income), 14, 138)),
                    int(np.clip(rng.normal(*score), 1, 99)),
                ]
            )
    rng.shuffle(rows)
    rows = [[number, *row] for number, row in enumerate(rows, start=1)]
    rows[30][3] = ""  # income missing
    rows[77][2] = 210  # age impossible
    rows[120][4] = "high"  # score no number
    rows[160] = list(rows[159])  # a customer twice
    return rows


def campaign_customers(rng: np.random.Generator) -> list[list]:
    """Return 2,000 customers in five groups, with missing, impossible and repeated values."""
    rows = []
    for count, normal, children, amounts, purchases, accepted in CAMPAIGN_GROUPS.values():
        for _ in range(count):
            income, born = (int(rng.normal(*each)) for each in normal)
            # Who spends more on one thing does so on the others.
            budget = rng.normal(0, 0.35)
            amount = [int(each * np.exp(budget + rng.normal(0, 0.5))) for each in amounts]
            bought = rng.poisson(purchases)
            responses = (rng.random(6) < accepted).astype(int)
            rows.append(
                [
                    int(np.clip(born, 1940, 1996)),
                    rng.choice(
                        ["Graduation", "PhD", "Master", "2n Cycle", "Basic"],
                        p=[0.5, 0.22, 0.165, 0.09, 0.025],
                    ),
                    rng.choice(
                        ["Married", "Together", "Single", "Divorced", "Widow"],
                        p=[0.39, 0.26, 0.21, 0.105, 0.035],
                    ),
                    int(np.clip(income, 1700, 160000)),
                    *np.minimum(rng.poisson(children), 2),
                    date(2012, 7, 30) + timedelta(days=int(rng.integers(700))),
                    int(rng.integers(100)),
                    *amount,
                    *bought,
                    *responses[:5],
                    int(rng.random() < 0.01),
                    3,
                    11,
                    responses[5],
                ]
            )
    rng.shuffle(rows)
    for number in rng.choice(1800, 20, replace=False):
        rows[number][3] = ""  # income missing
    rows[1800:1950] = [list(row) for row in rows[:150]]  # the same but for the ID
    rows[1960][3] = 666666  # income impossible
    for number, born in zip((1961, 1962, 1963), (1893, 1899, 1900), strict=True):
        rows[number][0] = born
    for number, status in enumerate(("Alone", "Alone", "YOLO", "Absurd"), start=1964):
        rows[number][2] = status
    rows[1970][8] = -12  # amount negative
    rows[1971][6] = ""  # day missing
    rows[1972][3] = "n/a"  # income no number
    for row in rows:
        row[6] = row[6] and row[6].strftime("%d-%m-%Y")
    numbers = rng.choice(11000, len(rows), replace=False)
    rows = [[number, *row] for number, row in zip(numbers, rows, strict=True)]
    rows[1980][0] = rows[1979][0]  # an ID twice
    return rows


def retail_transactions(rng: np.random.Generator) -> list[list]:
    """Return about 10,000 lines, most of them of 600 customers and about one in ten faulty."""
    names = [f"{style} {article}" for article, style in product(RETAIL_ARTICLES, RETAIL_STYLES)]
    products = [
        [f"{30017 + 13 * number}{rng.choice(['', '', 'A', 'B'])}", name, price]
        for number, (name, price) in enumerate(
            zip(names, rng.lognormal(0.8, 0.7, len(names)).round(1) + 0.25, strict=True)
        )
    ]
    # Some articles sell far better than others.
    weights = rng.permutation(1 / np.arange(3, len(products) + 3))
    weights /= weights.sum()

    def basket(lines: int, pieces: int) -> list[list]:
        chosen = rng.choice(len(products), size=lines, replace=False, p=weights)
        return [[*products[i][:2], int(rng.geometric(1 / pieces)), products[i][2]] for i in chosen]

    def moment(days_ago: float) -> datetime:
        day = RETAIL_END - timedelta(days=int(days_ago))
        return day + timedelta(minutes=int(rng.integers(8 * 60, 18 * 60)))

    invoices = []  # moment, prefix of the number, customer, country, lines
    number = 12000
    for count, more_invoices, (newest, oldest) in RETAIL_GROUPS:
        for _ in range(count):
            number += int(rng.integers(1, 9))
            country = str(rng.choice(RETAIL_COUNTRIES, p=[0.88, 0.04, 0.04, 0.02, 0.02]))
            last, pieces = rng.integers(newest, oldest), rng.choice([2, 4, 8])
            earlier = rng.uniform(last, 365, rng.poisson(more_invoices))
            for days_ago in [last, *earlier]:
                lines = basket(1 + rng.poisson(3.3), pieces)
                if country != "United Kingdom":
                    lines.append(["POST", "POSTAGE", 1, 18.0])
                invoices.append((moment(days_ago), "", number, country, lines))
                if rng.random() < 0.08:
                    returned = [[*line[:2], -line[2], line[3]] for line in lines[:2]]
                    invoices.append((moment(days_ago), "C", number, country, returned))

    # Two customers move, guests leave no number, stock is written off and some lines are no sale.
    for place in (5, 40):
        invoices[place] = (*invoices[place][:3], "Spain", invoices[place][4])
    for _ in range(150):
        lines = basket(1 + rng.poisson(6), 2)
        invoices.append((moment(rng.integers(0, 365)), "", "", "United Kingdom", lines))
    for line in basket(40, 9):
        lines = [[line[0], "damaged", -line[2], 0.0]]
        invoices.append((moment(rng.integers(0, 365)), "", "", "United Kingdom", lines))
    for place, line in [
        (11, ["M", "Manual", 1, 12.5]),
        (22, ["BANK CHARGES", "Bank Charges", 1, 15.0]),
        (33, ["GIFT_0001_20", "Gift Voucher 20.00", 1, 20.0]),
        (44, ["D", "Discount", -1, 9.5]),
        (55, ["M", "Manual", 1, -4.95]),
        (66, [*products[1][:2], "six", products[1][2]]),
        *((place, [*products[place % 90][:2], 1, 0.0]) for place in range(100, 400, 30)),
        *((place, [*products[place % 90][:2], -2, 1.95]) for place in range(110, 410, 30)),
    ]:
        invoices[place][4].append(line)

    rows = []
    for sequence, (at, prefix, customer, country, lines) in enumerate(
        sorted(invoices, key=lambda invoice: invoice[:2]), start=600001
    ):
        for code, name, quantity, price in lines:
            date = f"{at.month}/{at.day}/{at.year} {at.hour}:{at.minute:02}"
            line = [f"{prefix}{sequence}", code, name, quantity, date, price, customer, country]
            # A till that scans two pieces one by one writes the same line twice.
            rows += [line] * (2 if rng.random() < 0.01 else 1)
    rows[700][4] = ""  # date missing
    return rows


def write(name: str, header: list[str], rows: list[list]) -> None:
    """Write one seed as CSV."""
    with (SEEDS / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write(
        "sample_mall_customers",
        ["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"],
        mall_customers(np.random.default_rng(42)),
    )
    write(
        "sample_campaign_customers", CAMPAIGN_HEADER, campaign_customers(np.random.default_rng(7))
    )
    write(
        "sample_retail_transactions",
        [
            *["InvoiceNo", "StockCode", "Description", "Quantity"],
            *["InvoiceDate", "UnitPrice", "CustomerID", "Country"],
        ],
        retail_transactions(np.random.default_rng(42)),
    )
