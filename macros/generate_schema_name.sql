{#-
    A schema is named after its layer alone: `marts`, not `main_marts`; the var `schema_prefix` puts
    something in front. dbt asks this macro for the models of this project alone, also where it is
    a package of another one.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (var('schema_prefix') or '') ~ ((custom_schema_name or target.schema) | trim) }}
{%- endmacro %}
