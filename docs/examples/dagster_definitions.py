"""One build every night in Dagster: each model an asset, each data test a check of it."""

from pathlib import Path

from dagster import AssetExecutionContext, Definitions, ScheduleDefinition, define_asset_job
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

FOLDER = Path("/srv/customer_segmentation")
PROJECT = DbtProject(project_dir=FOLDER, profiles_dir=FOLDER)
PROJECT.prepare_if_dev()  # elsewhere `dbt parse` writes the manifest


class Translator(DagsterDbtTranslator):
    """Keeps apart what dbt does: the gates' tables as models, and read without waiting for them."""

    def get_asset_spec(self, manifest, unique_id, project):
        """Return the asset of a node; of our sources under another key, and of no table."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if unique_id.startswith("source.customer_segmentation."):
            spec = spec.replace_attributes(key=spec.key.with_prefix("recorded"), metadata={})
        return spec


@dbt_assets(
    manifest=PROJECT.manifest_path,
    project=PROJECT,
    exclude="resource_type:unit_test",
    dagster_dbt_translator=Translator(),
)
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
