{#-
    All rows of tables that may lack some of the columns: null there. `columns` are all that there are.
-#}
{% macro union_by_name(tables, columns) -%}
{{ adapter.dispatch('union_by_name', 'customer_segmentation')(tables, columns) }}
{%- endmacro %}

{% macro duckdb__union_by_name(tables, columns) -%}
{%- for table in tables -%}
select * from {{ table }}
    {%- if not loop.last %}
    union all by name
    {% endif -%}
{%- endfor -%}
{%- endmacro %}

{#- A name that the table has no column of is looked for outside. -#}
{% macro spark__union_by_name(tables, columns) -%}
{%- set quoted = [] -%}
{%- for column in columns -%}
    {%- do quoted.append(adapter.quote(column)) -%}
{%- endfor -%}
{%- for table in tables -%}
select found.*
    from (select null as {{ quoted | join(', null as ') }}) as absent
    cross join lateral (select {{ quoted | join(', ') }} from {{ table }}) as found
    {%- if not loop.last %}
    union all
    {% endif -%}
{%- endfor -%}
{%- endmacro %}
