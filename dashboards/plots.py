"""Draw the pictures that people expect of a segmentation, from the tables of the warehouse.

    python dashboards/plots.py [--warehouse FILE] [--folder FOLDER] [SEGMENTATION …]

Writes, as PNG and SVG, for every segmentation named (default: all that the last build passed): the
elbow and the silhouette by k, the silhouette of each segment, a scatter plot with the centroids, a
pair plot and the profile as a heat map.
"""

import argparse
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt
from matplotlib.ticker import EngFormatter, FixedLocator, FuncFormatter
from published import colour as colour_of
from sklearn.metrics import silhouette_samples
from words import amount, title

from segmentation.scaling import Scaling

# They repeat what colours say.
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*", "<", ">"]
MOST_POINTS = 2_000


class Segmentation:
    """The tables of one segmentation, as far as pictures need them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str):
        def table(query: str) -> pd.DataFrame:
            return connection.execute(query, [name]).df()

        self.name = name
        [self.fit] = table(
            "from clustering.kmeans_fits where segmentation = ? and status = 'champion'"
        ).to_dict("records")
        self.features = table("from features.feature_list where segmentation = ? order by position")
        self.candidates = table(
            "from marts.k_selection semi join (from marts.segmentation_fits"
            " where status = 'champion') using (segmentation, fit_number)"
            " where segmentation = ? order by k"
        )
        self.profiles = table("from marts.segment_profiles where segmentation = ?")
        self.summary = table(
            "from marts.segment_summary where segmentation = ? order by segment_id"
        )
        # The same customers on every run, whatever the order of the rows. What is missing is where
        # the fit has put it.
        customers = table(
            "select segment_id, segment_name, list_transform(features,"
            " lambda value, place: coalesce(value, fill_values[place])) as features"
            " from marts.customer_segments"
            " inner join features.customer_features using (segmentation, customer_id)"
            " inner join clustering.segmentation_champions using (segmentation)"
            f" where segmentation = ? order by md5(customer_id), customer_id limit {MOST_POINTS}"
        ).sort_values("segment_id", ignore_index=True)
        self.values = np.stack(customers["features"])
        self.customers = customers[["segment_id", "segment_name"]].join(
            pd.DataFrame(self.values, columns=self.axes)
        )

    @property
    def centroids(self) -> np.ndarray:
        """Centroids in original units, shape (k, d)."""
        centroids = np.stack(self.fit["centroids"]) * self.fit["scales"] + self.fit["centers"]
        logged = np.array(self.fit["transforms"]) == "log1p"
        return np.where(logged, np.expm1(np.where(logged, centroids, 0)), centroids)

    @property
    def axes(self) -> list[str]:
        """Labels of the features, with their units."""
        return [
            f"{label}\n({unit})" if isinstance(unit, str) else label
            for label, unit in zip(self.features["label"], self.features["unit"], strict=True)
        ]

    @property
    def look(self) -> dict:
        """Colour and marker of each segment, by its name."""
        return {
            "hue": "segment_name",
            "hue_order": self.summary["segment_name"].tolist(),
            "palette": self.colours,
        }

    @property
    def colours(self) -> list[str]:
        """Colour of each segment: that of its id, so that it stays over refits."""
        return [colour_of(number) for number in self.summary["segment_id"]]


def k_selection(data: Segmentation):
    """Inertia and silhouette by k, the chosen k marked, what is not eligible crossed out."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    chosen = data.candidates[data.candidates["is_chosen"]]
    for axis, criterion in zip(axes, ["inertia", "silhouette"], strict=True):
        axis.plot(data.candidates["k"], data.candidates[criterion], "o-", color="#56606B")
        axis.plot(chosen["k"], chosen[criterion], "o", color="#C4004E", markersize=11)
        rejected = data.candidates[data.candidates["rejection_reason"].notna()]
        axis.plot(rejected["k"], rejected[criterion], "x", color="black", markersize=11)
        axis.annotate(
            f"k = {chosen['k'].item()}: {amount(chosen[criterion].item())}",
            (chosen["k"].item(), chosen[criterion].item()),
            xytext=(10, 8),
            textcoords="offset points",
        )
        axis.margins(y=0.2)
        axis.set(xlabel="number of segments k", ylabel=criterion, xticks=data.candidates["k"])
    figure.suptitle(f"{title(data.name)}: why {chosen['k'].item()} segments")
    return figure


def silhouettes(data: Segmentation):
    """Silhouette coefficient of every customer, segment by segment."""
    fit = data.fit
    scaling = Scaling(tuple(fit["transforms"]), np.array(fit["centers"]), np.array(fit["scales"]))
    labels = data.customers["segment_id"]
    values = silhouette_samples(scaling.apply(data.values), labels)
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    start = 0
    for segment, name, colour in zip(
        data.summary["segment_id"], data.summary["segment_name"], data.colours, strict=True
    ):
        own = np.sort(values[labels == segment])
        axis.fill_betweenx(np.arange(start, start + len(own)), own, color=colour, linewidth=0)
        axis.text(-0.01, start + len(own) / 2, name, ha="right", va="center", fontsize=8)
        start += len(own) + len(values) // 40 + 1
    # That of all customers, as in the marts; drawn are some of them.
    axis.axvline(fit["silhouette"], color="black", linestyle="--", linewidth=1)
    axis.set(xlabel=f"silhouette coefficient (mean {fit['silhouette']:.3f})", yticks=[])
    axis.set_title(f"{title(data.name)}: how clearly the segments are apart")
    axis.spines["left"].set_visible(False)
    return figure


def scatter(data: Segmentation):
    """Scatter the customers by the two features that set the segments apart most."""
    spread = data.profiles.groupby("feature")["z_score"].std().to_dict()
    order = np.argsort([-spread[feature] for feature in data.features["feature"]], kind="stable")
    across, up = sorted(order[:2])
    height = 4.6 + 0.25 * len(data.summary)
    figure, axis = plt.subplots(figsize=(6.5, height))
    sns.scatterplot(
        data.customers,
        x=data.axes[across],
        y=data.axes[up],
        **data.look,
        style="segment_name",
        style_order=data.look["hue_order"],
        markers=MARKERS[: len(data.summary)],
        ax=axis,
        alpha=0.75,
    )
    axis.scatter(*data.centroids[:, [across, up]].T, marker="+", s=220, color="black", linewidth=2)
    logged = data.features["transform"] == "log1p"
    axis.set(xlabel=data.axes[across].replace("\n", " "), ylabel=data.axes[up].replace("\n", " "))
    axis.set_xscale("symlog" if logged[across] else "linear")
    axis.set_yscale("symlog" if logged[up] else "linear")
    sns.move_legend(
        axis,
        "upper center",
        bbox_to_anchor=(0.5, -0.13),
        frameon=False,
        title="+ centroid",
    )
    axis.set_title(f"{title(data.name)}: customers by what sets the segments apart most")
    return figure


def pairs(data: Segmentation):
    """Every feature against every other, logged ones on a log axis in their own units."""
    logged = [
        axis
        for axis, transform in zip(data.axes, data.features["transform"], strict=True)
        if transform == "log1p"
    ]
    customers = data.customers.drop(columns="segment_id")
    customers[logged] = np.log1p(customers[logged])
    grid = sns.pairplot(
        customers,
        **data.look,
        corner=True,
        height=2.2,
        plot_kws={"s": 12, "alpha": 0.6},
    )
    grid.legend.set_title("")
    in_units = FuncFormatter(lambda value, _: EngFormatter(sep="")(round(np.expm1(value))))
    powers = FixedLocator(np.log1p([0, *(10.0**power for power in range(10))]))
    for place, name in enumerate(data.axes):
        for axis in [grid.axes[-1, place].xaxis, *([grid.axes[place, 0].yaxis] if place else [])]:
            if name in logged:
                low, high = axis.get_view_interval()
                axis.set_major_locator(powers)
                axis.set_major_formatter(in_units)
                axis.set_view_interval(low, high, ignore=True)
                axis.set_tick_params(labelsize=9)
    grid.figure.suptitle(f"{title(data.name)}: every feature against every other", y=1.02)
    return grid.figure


def profile(data: Segmentation):
    """Heat map of the segments' z-scores, centred on the population."""
    table = data.profiles.pivot(index="segment_id", columns="feature", values="z_score")
    table = table[data.features["feature"]]
    table.index = data.summary.set_index("segment_id").loc[table.index, "segment_name"]
    figure, axis = plt.subplots(figsize=(4.5 + 1.1 * len(table.columns), 1.4 + 0.45 * len(table)))
    sns.heatmap(
        table.set_axis(data.features["label"].str.replace(" ", "\n"), axis=1).round(1) + 0.0,
        cmap="PuOr_r",
        center=0,
        annot=True,
        fmt="+.1f",
        cbar_kws={"label": "standard deviations from the mean"},
        ax=axis,
    )
    axis.set(xlabel="", ylabel="")
    axis.set_title(f"{title(data.name)}: what sets the segments apart")
    return figure


PLOTS = [k_selection, silhouettes, scatter, pairs, profile]


def main() -> None:
    """Draw every plot of every segmentation asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("segmentation", nargs="*")
    parser.add_argument("--warehouse", default="warehouse.duckdb")
    parser.add_argument("--folder", type=Path, default=Path("plots"))
    arguments = parser.parse_args()
    # The salt: without it the same picture has other bytes each time.
    sns.set_theme(style="ticks", rc={"svg.hashsalt": "segments"})
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(arguments.warehouse, read_only=True) as connection:
        # Of one that is held back the marts are of an earlier build, and the customers are not.
        known = [
            name
            for (name,) in connection.execute(
                "select distinct segmentation from marts.segment_summary where segmentation in"
                " (select subject from quality.segment_gate where is_open) order by all"
            ).fetchall()
        ]
        unknown = set(arguments.segmentation) - set(known)
        if unknown:
            parser.error(f"no segmentation {sorted(unknown)}; there are {known}")
        for name in arguments.segmentation or known:
            data = Segmentation(connection, name)
            for plot in PLOTS:
                figure = plot(data)
                path = arguments.folder / f"{name}_{plot.__name__}"
                figure.savefig(
                    f"{path}.png", dpi=130, metadata={"Software": None}, bbox_inches="tight"
                )
                figure.savefig(f"{path}.svg", metadata={"Date": None}, bbox_inches="tight")
                plt.close(figure)
                print(f"{path}.png, .svg")


if __name__ == "__main__":
    main()
