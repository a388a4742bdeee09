{#-
    A statement that deletes a table's rows whose key another relation does not have. A key is never
    null. Delta's delete knows no subquery.
-#}
{% macro delete_others(table, key, relation) -%}
{{ adapter.dispatch('delete_others', 'customer_segmentation')(table, key, relation) }}
{%- endmacro %}

{% macro duckdb__delete_others(table, key, relation) -%}
delete from {{ table }} where ({{ key | join(', ') }}) not in (
            select ({{ key | join(', ') }}) from {{ relation }}
        )
{%- endmacro %}

{% macro spark__delete_others(table, key, relation) -%}
merge into {{ table }} as kept using (
            select distinct {{ key | join(', ') }} from {{ table }}
            left anti join {{ relation }} using ({{ key | join(', ') }})
        ) as others on
            {%- for name in key %} kept.{{ name }} = others.{{ name }}
            {{- ' and' if not loop.last }}
            {%- endfor %}
        when matched then delete
{%- endmacro %}
