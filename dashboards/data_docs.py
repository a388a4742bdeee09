"""Write what the gates found last as Great Expectations' pages, Data Docs.

    python dashboards/data_docs.py [--warehouse FILE] [--folder FOLDER]

One suite per source and per segmentation, judged again on the numbers of the last build by the
bounds of that build; the folder is replaced as a whole. The pages load scripts and style sheets
from the network; offline the index lists nothing, and the pages below `validations` can be read.
"""

import argparse
import re
import shutil
import sys
from itertools import groupby
from pathlib import Path

import duckdb

from quality.gates import expectation, frame
from quality.suites import Check

LAST = """
select
    gate || '-' || subject as name, expectation, description, cure, severity, expected_low,
    expected_high, "column", observed
from marts.data_quality_results
where is_latest
order by name, expectation
"""


# Its address tells who serves it when the pages were written, and an id of them.
LOGO = re.compile(r"<img[^>]*dataContextId[^>]*>")


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write the pages into a new folder and return the first one."""
    import great_expectations as gx

    found = connection.execute(LAST).fetchall()
    context = gx.get_context(mode="file", project_root_dir=folder)
    context.variables.progress_bars = {"globally": False}
    data = context.data_sources.add_pandas("last build")
    for name, results in groupby(found, key=lambda row: row[0]):
        *recorded, observed = zip(*(row[1:] for row in results), strict=True)
        # What the number was of is not recorded; nobody measures here.
        checks = [Check(*fields, measure="observed") for fields in zip(*recorded, strict=True)]
        suite = gx.ExpectationSuite(name, expectations=[expectation(check) for check in checks])
        batch = data.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
        checkpoint = gx.Checkpoint(
            name=name,
            validation_definitions=[
                context.validation_definitions.add(
                    gx.ValidationDefinition(name=name, data=batch, suite=context.suites.add(suite))
                )
            ],
            actions=[gx.checkpoint.UpdateDataDocsAction(name="pages")],
        )
        context.checkpoints.add(checkpoint).run({"dataframe": frame(checks, observed)})
    for page in folder.rglob("*.html"):
        text = LOGO.sub("", page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
    return Path(context.get_docs_sites_urls()[0]["site_url"].removeprefix("file://"))


def main() -> None:
    """Read the arguments, write, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse.duckdb"))
    parser.add_argument("--folder", type=Path, default=Path("target/data_docs"))
    arguments = parser.parse_args()
    if not arguments.warehouse.exists():
        sys.exit(f"{arguments.warehouse} is not there yet: run dbt build first.")
    shutil.rmtree(arguments.folder, ignore_errors=True)
    with duckdb.connect(arguments.warehouse, read_only=True) as connection:
        print(f"Open {write(connection, arguments.folder)}")


if __name__ == "__main__":
    main()
