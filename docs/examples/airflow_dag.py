"""One build every night, then a copy of what it remembers, as a DAG of Airflow 3."""

from datetime import UTC, datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

# The project has an environment of its own: its packages and Airflow's do not go together.
PROJECT = "/srv/customer_segmentation"
# Seven copies, one per day of the week.
COPY = "mkdir -p backup && cp warehouse.duckdb backup/$(date +%a).duckdb"

with DAG(
    dag_id="customer_segmentation",
    schedule="30 3 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,  # the day is the data's: an old run would build tonight's data again
    max_active_runs=1,  # one process at a time may write the warehouse
    dagrun_timeout=timedelta(hours=2),
    # A closed gate is as closed the second time; a build waits for the warehouse by itself.
    default_args={"cwd": PROJECT, "retries": 0},
) as dag:
    build = BashOperator(task_id="build", bash_command=".venv/bin/dbt --quiet build")
    backup = BashOperator(task_id="backup", bash_command=COPY)
    build >> backup
