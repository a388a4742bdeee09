"""Write the sample seeds: rows of our own making, in the columns and with the dirt of real files.

Run from the project's root: `python seeds/generate.py`. A fixed seed makes the files the same,
byte for byte, on every run.
"""

import csv
from datetime import date, timedelta
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


def write(name: str, header: list[str], rows: list[list]) -> None:
    """Write one seed as CSV."""
    with (SEEDS / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write(
        "mall_customers",
        ["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"],
        mall_customers(np.random.default_rng(42)),
    )
    write("campaign_customers", CAMPAIGN_HEADER, campaign_customers(np.random.default_rng(7)))
