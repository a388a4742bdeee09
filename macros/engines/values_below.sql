{#-
    The rows of a relation with a row per column in place of each: place, from 0; value, a text; and
    beginning, its first characters.
-#}
{% macro values_below(relation, columns, lengths) -%}
{{ adapter.dispatch('values_below', 'customer_segmentation')(relation, columns, lengths) }}
{%- endmacro %}

{% macro duckdb__values_below(relation, columns, lengths) -%}
select
        unnest(range({{ columns | length }})) as place,
        unnest([
            {%- for column in columns %}
            {{ column }}::string{{ ',' if not loop.last }}
            {%- endfor %}
        ]) as value,
        unnest([
            {%- for column in columns %}
            left({{ column }}::string, {{ lengths[loop.index0] }})
            {{- ',' if not loop.last }}
            {%- endfor %}
        ]) as beginning
    from {{ relation }}
{%- endmacro %}

{% macro spark__values_below(relation, columns, lengths) -%}
select
        place,
        value,
        left(value, array({{ lengths | join(', ') }})[place]) as beginning
    from (
        select posexplode(array(
            {%- for column in columns %}
            ({{ column }})::string{{ ',' if not loop.last }}
            {%- endfor %}
        )) as (place, value)
        from {{ relation }}
    )
{%- endmacro %}
