"""One build every night in Dagster: each model an asset, each data test a check of it."""

from pathlib import Path

from dagster import AssetExecutionContext, Definitions, ScheduleDefinition, define_asset_job
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets

FOLDER = Path("/srv/customer_segmentation")
PROJECT = DbtProject(project_dir=FOLDER, profiles_dir=FOLDER)
PROJECT.prepare_if_dev()


@dbt_assets(manifest=PROJECT.manifest_path, project=PROJECT)
def segments(context: AssetExecutionContext, dbt: DbtCliResource):
    """Run dbt build, in the project's own environment."""
    yield from dbt.cli(["build"], context=context).stream()


NIGHTLY = define_asset_job("nightly", selection="*")

defs = Definitions(
    assets=[segments],
    jobs=[NIGHTLY],
    schedules=[ScheduleDefinition(job=NIGHTLY, cron_schedule="30 3 * * *")],
    resources={
        "dbt": DbtCliResource(
            project_dir=PROJECT, dbt_executable=str(FOLDER / ".venv" / "bin" / "dbt")
        )
    },
)
