"""What a notebook does with the same lines: RFM by groupby, K-Means for k = 2 to 10, means.

Run by `transactions.py` in a process of its own: `python notebook.py FILE...`. The steps and
settings are those of the well-known notebooks on Online Retail.
"""

import sys

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler


def main() -> None:
    """Print the mean recency, frequency and monetary value of each of four segments."""
    lines = pd.concat([pd.read_parquet(path) for path in sys.argv[1:]], ignore_index=True)
    lines = lines.dropna(subset=["CustomerID"])
    lines = lines[~lines["InvoiceNo"].astype(str).str.upper().str.startswith("C")]
    lines = lines[(lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)]
    lines["InvoiceDate"] = pd.to_datetime(lines["InvoiceDate"])
    lines["Value"] = lines["Quantity"] * lines["UnitPrice"]
    as_of = lines["InvoiceDate"].max() + pd.Timedelta(days=1)
    customers = lines.groupby("CustomerID").agg(
        recency=("InvoiceDate", "max"),
        frequency=("InvoiceNo", "nunique"),
        monetary=("Value", "sum"),
    )
    customers["recency"] = (as_of - customers["recency"]).dt.days
    scaled = StandardScaler().fit_transform(np.log1p(customers))
    for k in range(2, 11):
        model = KMeans(n_clusters=k, n_init=10, random_state=42).fit(scaled)
        silhouette = silhouette_score(scaled, model.labels_, sample_size=10_000, random_state=42)
        print(f"k = {k}: inertia {model.inertia_:.0f}, silhouette {silhouette:.3f}")
    customers["segment"] = KMeans(n_clusters=4, n_init=10, random_state=42).fit_predict(scaled)
    print(customers.groupby("segment").mean().assign(customers=customers.groupby("segment").size()))


if __name__ == "__main__":
    main()
