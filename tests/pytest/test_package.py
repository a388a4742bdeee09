"""The project as a package: a host builds its own models and these, and neither minds the other."""

import duckdb
import pytest
from conftest import Project, copy_host


@pytest.fixture
def host(tmp_path) -> Project:
    """Return the host of tests/host, the package installed and nothing built."""
    project = copy_host(tmp_path / "host")
    project.dbt("deps")
    return project


def tables(project) -> dict[str, set[str]]:
    """Return the names of the tables and views in each schema of the host's warehouse."""
    with duckdb.connect(project.folder / "shop.duckdb", read_only=True) as connection:
        found = connection.execute(
            "select table_schema, list(table_name) from information_schema.tables"
            " where table_catalog = 'shop' group by all"
        ).fetchall()
    return {schema: set(names) for schema, names in found}


def test_a_host_builds_what_its_segmentations_need_in_one_go(host):
    # The host's own models alone are nothing of ours.
    host.dbt("build", "-s", "+fct_orders")
    assert tables(host) == {"analytics": {"fct_orders"}}

    messages = host.dbt("build")
    assert not [name for name in messages if name.startswith("test_")], "a unit test of ours ran"
    found = tables(host)
    assert found["analytics"] == {"fct_orders", "dim_customers", "newsletter"}
    assert {schema.partition("_")[0] for schema in found} == {"analytics", "segmentation"}
    # Neither samples nor sources that nothing is made from.
    assert found["segmentation_raw"] == {
        "rfm_segment_rules",
        "segment_overrides",
        "segment_playbook",
    }
    assert "checked_mall_customers" not in found["segmentation_staging"]

    with duckdb.connect(host.folder / "serving/segments.duckdb", read_only=True) as published:
        rows = published.execute(
            "select segmentation, sum(customer_count)::integer, sum(value_total),"
            " any_value(value_unit) from marts.segment_summary group by all order by all"
        ).fetchall()
        queries = published.execute(
            "select segmentation, scoring_sql from marts.segmentation_fits"
        ).fetchall()
        for segmentation, query in queries:
            scored = published.execute(query).fetchall()
            assert len(scored) == {name: count for name, count, *_ in rows}[segmentation]
    with duckdb.connect(host.folder / "shop.duckdb", read_only=True) as warehouse:
        [(everybody, buyers, total)] = warehouse.execute(
            "select count(distinct user_id), count(distinct user_id) filter (total > 0),"
            " sum(total) from analytics.fct_orders"
        ).fetchall()
        [(written_to,)] = warehouse.execute("select count(*) from analytics.newsletter").fetchall()
        constraints = warehouse.execute(
            "select distinct constraint_type from duckdb_constraints()"
        ).fetchall()
    assert rows == [("buyers", everybody, None, None), ("order_rfm", buyers, total, "EUR")]
    assert written_to == everybody
    # Keys are declared and not built here, too.
    assert constraints == [("NOT NULL",)]


def test_a_var_of_the_package_is_judged_and_one_of_the_host_is_not(host):
    settings = host.folder / "dbt_project.yml"
    text = settings.read_text()
    settings.write_text(text.replace("    schema_prefix:", "    schema_prefixes:"))
    messages = host.dbt("build", "--vars", "{free_delivery_from: 60}", succeeds=False)
    assert any("there is no var 'schema_prefixes'" in message for message in messages.values())


def test_a_host_without_the_plugin_is_told_what_to_write(host):
    profile = host.folder / "profiles.yml"
    lines = profile.read_text().splitlines()
    profile.write_text("\n".join(line for line in lines if "plugins:" not in line))
    messages = host.dbt("build", succeeds=False)
    assert any("plugins: [{module: duckdb_plugin}]" in message for message in messages.values())


def test_a_host_refers_to_marts_and_to_nothing_behind_them(host):
    model = host.folder / "models/newsletter.sql"
    host.dbt("parse")
    model.write_text(model.read_text().replace("'customer_segments'", "'customer_features'"))
    [message] = host.dbt("parse", succeeds=False).values()
    assert "customer_features" in message
    assert "the referenced node is protected" in message
