{#-
    dbt-spark would write each row into an insert, and a missing value as the text None. A seed without rows
    has its columns all the same.
-#}
{% macro spark__create_csv_table(model, agate_table) %}
    {%- set types = {} -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.update({name: model.config.column_types.get(
            name, adapter.convert_type(agate_table, loop.index0)
        )}) -%}
    {%- endfor -%}
    {%- do adapter.load_seed(
        model.root_path ~ '/' ~ model.original_file_path, this.render(), types
    ) -%}
    {{ return('') }}
{% endmacro %}

{% macro spark__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {{ return(create_csv_table(model, agate_table)) }}
{% endmacro %}

{% macro spark__load_csv_rows(model, agate_table) %}
    {{ return('') }}
{% endmacro %}
