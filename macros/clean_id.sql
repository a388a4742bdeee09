{#-
    An id of any type as text without surrounding white space; null if nothing is left.
    A number that a tool wrote with decimals is the same id (17850.0 is 17850), what it writes
    for a missing one is none.
-#}
{% macro clean_id(expression) -%}
{%- set cleaned = customer_segmentation.clean_text(expression) -%}
case
            when contains({{ cleaned }}, '.')
                then regexp_replace({{ cleaned }}, '^([0-9]+)[.]0+$', '\1')
            when not regexp_full_match({{ cleaned }}, '(?i)nan|null|none|<na>')
                then {{ cleaned }}
        end
{%- endmacro %}
