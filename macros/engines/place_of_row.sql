{#-
    The number of a row of a relation that is called row_as_received: of a file from 1 in the order that
    its rows have there. A table on Spark has no order: there it only tells the rows apart.
-#}
{% macro place_of_row(relation) -%}
{{ adapter.dispatch('place_of_row', 'customer_segmentation')(relation) }}
{%- endmacro %}

{% macro duckdb__place_of_row(relation) -%}
row_number() over ()
{%- endmacro %}

{% macro spark__place_of_row(relation) -%}
{%- if 'the place of the row' in relation -%}
row_as_received.`the place of the row`
{%- else -%}
1 + monotonically_increasing_id()
{%- endif -%}
{%- endmacro %}
