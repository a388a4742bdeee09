"""Write the sample seeds: rows of our own making, in the columns and with the dirt of real files.

Run from the project's root: `python seeds/generate.py`. A fixed seed makes the files the same,
byte for byte, on every run.
"""

import csv
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
