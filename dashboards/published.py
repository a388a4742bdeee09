"""What the pages and the reports show: questions to the published file, and their answers as rows.

Nothing here knows a segmentation, segment or feature by name.
"""

import csv
import io
import json
import re
from functools import lru_cache
from pathlib import Path

import duckdb
from audiences import FILES, defused
from words import place

# Of each segment's id, so that a colour stays over refits; docs/dashboard.md says how they were
# chosen.
COLOURS = (
    "#0076B1", "#768900", "#D87689", "#9D1462", "#3B4E00",
    "#C4004E", "#0000D9", "#8D8DD9", "#0F6643", "#402E29",
)  # fmt: skip


class InTheLakeError(Exception):
    """A table is not in the file: it has a row per customer and stays where Spark made it."""


class Published:
    """One version of the published file."""

    def __init__(self, path: Path):
        """Name the file. It is opened for each question, so that the next build may replace it."""
        self.path = path
        self.rows = lru_cache(maxsize=256)(self._rows)

    def _rows(self, query: str, *values) -> list[dict]:
        with duckdb.connect(self.path, read_only=True) as connection:
            try:
                result = connection.execute(query, values)
            except duckdb.CatalogException as error:
                self._say_where(error)
                raise
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def _say_where(self, error: duckdb.CatalogException) -> None:
        missing = re.search(r"Table with name (\w+) does not exist", str(error))
        manifest = self.path.with_name("manifest.json")
        if not missing or not manifest.exists():
            return
        known = json.loads(manifest.read_text(encoding="utf-8")).get("in_the_lake", {})
        name = f"marts.{missing[1]}"
        if name in known:
            raise InTheLakeError(
                f"{self.path.name} was published on Spark, without the rows of single customers"
                f" that this needs: {name} is in the lake, {known[name]}."
            ) from error

    def segmentations(self) -> list[str]:
        """Return the names of all segmentations, in order."""
        query = "select distinct segmentation from marts.segment_summary order by all"
        return [row["segmentation"] for row in self.rows(query)]

    def fit(self, segmentation: str) -> dict:
        """Return the fit that made the segments."""
        [fit] = self.rows(
            "from marts.segmentation_fits where segmentation = $1 and status = 'champion'",
            segmentation,
        )
        return fit

    def segments(self, segmentation: str) -> list[dict]:
        """Return the segments in order of priority, with who came and left since the day before."""
        rows = self.rows(
            """
            with last_moves as (
                from marts.segment_migrations
                where segmentation = $1 and flow <> 'stayed'
                qualify as_of = max(as_of) over ()
            ), came as (
                select to_segment_id as segment_id, sum(customer_count)::bigint as came_count
                from last_moves group by all
            ), went as (
                select from_segment_id as segment_id, sum(customer_count)::bigint as left_count
                from last_moves group by all
            ), last_day as (
                select max(from_as_of) as from_as_of from marts.segment_migrations
                where segmentation = $1
            )
            select
                segment_summary.*, from_as_of,
                coalesce(came_count, 0) as came_count, coalesce(left_count, 0) as left_count
            from marts.segment_summary as segment_summary
            cross join last_day
            left join came using (segment_id)
            left join went using (segment_id)
            where segmentation = $1
            order by priority
            """,
            segmentation,
        )
        return [row | {"colour": colour(row["segment_id"])} for row in rows]

    def moves(self, segmentation: str, start=None, end=None) -> list[dict]:
        """Return how many customers were where on two days, by default the last two recorded.

        One row per pair of segments; a segment is None where the customer was in none.
        Of days that do not follow each other the cause is that of the last change between.
        """
        days = self.days(segmentation)
        if len(days) < 2:
            return []
        rows = self.rows(
            """
            with customers as (
                select
                    customer_id,
                    arg_max_null(to_segment_id, as_of) filter (where as_of <= $2) as from_id,
                    arg_max_null(to_segment_id, as_of) as to_id,
                    arg_max(change, as_of) as change,
                from marts.segment_history
                where segmentation = $1 and as_of <= $3
                group by customer_id
            )
            select from_id, to_id, count(*) as customer_count,
                count(*) filter (change = 'model moved') as model_moved_count,
            from customers
            where from_id is not null or to_id is not null
            group by all
            order by customer_count desc, from_id, to_id
            """,
            segmentation,
            start or days[-2],
            end or days[-1],
        )
        names = self.names(segmentation)

        def named(segment_id: int | None, nowhere: str) -> str:
            return place(names.get(segment_id), segment_id) if segment_id else nowhere

        return [
            row
            | {
                "from_name": named(row["from_id"], "new"),
                "to_name": named(row["to_id"], "in no segment"),
            }
            for row in rows
        ]

    def names(self, segmentation: str) -> dict[int, str]:
        """Return the name of each living segment, by id."""
        return {row["segment_id"]: row["segment_name"] for row in self.segments(segmentation)}

    def days(self, segmentation: str) -> list:
        """Return the recorded days, in order."""
        return [
            row["day"]
            for row in self.rows(
                "select as_of as day from marts.segment_migrations where segmentation = $1"
                " union select from_as_of from marts.segment_migrations where segmentation = $1"
                " union select as_of from marts.segment_history where segmentation = $1"
                " order by day",
                segmentation,
            )
        ]

    def sizes(self, segmentation: str) -> list[dict]:
        """Return the customers of each segment at the end of each recorded day."""
        rows = self.rows(
            """
            with days as (select unnest($2::date[]) as day),
            steps as (
                select to_segment_id as segment_id, as_of, 1 as step from marts.segment_history
                where segmentation = $1 and to_segment_id is not null
                union all
                select from_segment_id, as_of, -1 from marts.segment_history
                where segmentation = $1 and from_segment_id is not null
            )
            select day, segment_id, sum(step)::bigint as customer_count
            from days inner join steps on as_of <= day
            group by all
            having customer_count > 0
            order by day, segment_id
            """,
            segmentation,
            tuple(self.days(segmentation)),
        )
        names = self.names(segmentation)
        return [
            row
            | {
                "segment_name": place(names.get(row["segment_id"]), row["segment_id"]),
                "colour": colour(row["segment_id"]),
            }
            for row in rows
        ]

    def values(self, segmentation: str) -> list[dict]:
        """Return what each segment was worth on each recorded day."""
        rows = self.rows(
            "select * replace (value_total::double as value_total), as_of as day"
            " from marts.segment_value_history where segmentation = $1 order by as_of, segment_id",
            segmentation,
        )
        # A segment is one line, whatever it was called before.
        names = self.names(segmentation)
        return [
            row
            | {
                "segment_name": names.get(row["segment_id"], row["segment_name"]),
                "colour": colour(row["segment_id"]),
            }
            for row in rows
        ]

    def profile(self, segmentation: str) -> list[dict]:
        """Return the features of every segment, those that set it apart most first."""
        return self.rows(
            "select segment_profiles.*, feature_statistics.median as population_median"
            " from marts.segment_profiles inner join marts.feature_statistics"
            " using (segmentation, feature) where segmentation = $1"
            " order by segment_id, importance_rank",
            segmentation,
        )

    def demographics(self, segmentation: str, segment_id: int, limit: int = 8) -> list[dict]:
        """Return the attribute values whose share differs most from that of all customers."""
        return self.rows(
            "select *, customer_share - population_share as difference"
            " from marts.segment_demographics"
            " where segmentation = $1 and segment_id = $2 and abs(difference) >= 0.05"
            " order by abs(difference) desc, attribute, attribute_value limit $3",
            segmentation,
            segment_id,
            limit,
        )

    def products(self, segmentation: str, segment_id: int, limit: int = 8) -> list[dict]:
        """Return what the segment buys more than others."""
        return self.rows(
            "from marts.segment_products where segmentation = $1 and segment_id = $2"
            " and index_to_population > 100 order by distinction_rank limit $3",
            segmentation,
            segment_id,
            limit,
        )

    def responses(self, segmentation: str, segment_id: int) -> list[dict]:
        """Return the answers of the segment to each campaign, beside those of all segments."""
        return self.rows(
            """
            select
                *,
                sum(response_count) over (partition by campaign)
                / sum(customer_count) over (partition by campaign) as overall_rate,
            from marts.segment_responses where segmentation = $1
            qualify segment_id = $2
            order by campaign
            """,
            segmentation,
            segment_id,
        )

    def typical(self, segmentation: str, segment_id: int, limit: int = 5) -> list[dict]:
        """Return the customers nearest to the centre of the segment."""
        return self.rows(
            "from marts.customer_segments where segmentation = $1 and segment_id = $2"
            " order by distance, customer_id limit $3",
            segmentation,
            segment_id,
            limit,
        )

    def customer(self, customer_id: str) -> list[dict]:
        """Return where a customer is, one row per segmentation."""
        return self.rows(
            """
            select
                customer_segments.*,
                runners_up.segment_name as runner_up_name,
                own.recommended_action,
            from marts.customer_segments
            inner join marts.segment_summary as own using (segmentation, segment_id)
            left join marts.segment_summary as runners_up
                on customer_segments.segmentation = runners_up.segmentation
                and customer_segments.runner_up_segment_id = runners_up.segment_id
            where customer_id = $1
            order by segmentation
            """,
            customer_id,
        )

    def unscored(self, customer_id: str) -> list[dict]:
        """Return why a customer is in no segment, one row per segmentation."""
        return self.rows(
            "from marts.unscored_customers where customer_id = $1 order by segmentation",
            customer_id,
        )

    def history(self, customer_id: str) -> list[dict]:
        """Return the changes of a customer, the last first."""
        return self.rows(
            """
            select
                segment_history.*,
                former.segment_name as from_name,
                later.segment_name as to_name,
            from marts.segment_history
            left join marts.segment_summary as former
                on segment_history.segmentation = former.segmentation
                and segment_history.from_segment_id = former.segment_id
            left join marts.segment_summary as later
                on segment_history.segmentation = later.segmentation
                and segment_history.to_segment_id = later.segment_id
            where customer_id = $1
            order by segmentation, as_of desc
            """,
            customer_id,
        )

    def criteria(self, segmentation: str) -> list[dict]:
        """Return what was found of every number of segments that was tried."""
        return self.rows(
            "select k_selection.* from marts.k_selection"
            " inner join marts.segmentation_fits using (segmentation, fit_number)"
            " where segmentation = $1 and status = 'champion' order by k",
            segmentation,
        )

    def drift(self, segmentation: str) -> list[dict]:
        """Return how far each feature has moved since the fit."""
        return self.rows(
            "from marts.feature_drift where segmentation = $1 order by psi desc, feature",
            segmentation,
        )

    def fits(self, segmentation: str) -> list[dict]:
        """Return all fits, the last first."""
        return self.rows(
            "from marts.segmentation_fits where segmentation = $1 order by fit_number desc",
            segmentation,
        )

    def checks(self) -> list[dict]:
        """Return what the gates found last, what does not hold first."""
        return self.rows(
            "from marts.data_quality_results where is_latest"
            " order by success, severity, gate, subject, expectation"
        )

    def map(self, segmentation: str, limit: int = 2000) -> list[dict]:
        """Return where some customers are on the map, the same ones each time."""
        rows = self.rows(
            "select segment_id, segment_name, map_x, map_y from marts.customer_segments"
            " where segmentation = $1 order by md5(customer_id), customer_id limit $2",
            segmentation,
            limit,
        )
        return [row | {"colour": colour(row["segment_id"])} for row in rows]

    def audience(self, segmentation: str, segment_id: int, kind: str = "") -> str:
        """Return an audience as CSV, no text of which a spreadsheet would run.

        Of kind "" it is all of the segment's, of "_entered" and "_left" who did since the last day.
        """
        query = (
            f"select * exclude (segmentation) from {FILES[kind]}"
            " where segmentation = $1 and segment_id = $2 order by customer_id"
        )
        text = io.StringIO()
        with duckdb.connect(self.path, read_only=True) as connection:
            safe = defused(connection, query, segmentation, segment_id)
            result = connection.execute(safe, (segmentation, segment_id))
            writer = csv.writer(text)
            writer.writerow(column[0] for column in result.description)
            writer.writerows(result.fetchall())
        return text.getvalue()


def colour(segment_id: int) -> str:
    """Return the colour of a segment; ids above ten begin the ten colours anew."""
    return COLOURS[(segment_id - 1) % len(COLOURS)]
