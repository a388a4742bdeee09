{% macro clean_id(expression) -%}
{%- set cleaned = customer_segmentation.clean_text(expression) -%}
case
            when contains({{ cleaned }}, '.')
                then regexp_replace({{ cleaned }}, '^([0-9]+)[.]0+$', '\1')
            when not regexp_full_match({{ cleaned }}, '(?i)nan|null|none|<na>')
                then {{ cleaned }}
        end
{%- endmacro %}
