{#- DuckDB builds an index for each, which takes five times as long as the table. -#}
{% macro duckdb__get_table_columns_and_constraints() %}
(
    {{ (
        adapter.render_raw_columns_constraints(raw_columns=model['columns'])
        + adapter.render_raw_model_constraints(
            raw_constraints=model['constraints']
                | rejectattr('type', 'in', ['primary_key', 'unique']) | list
        )
    ) | join(',\n    ') }}
)
{% endmacro %}
