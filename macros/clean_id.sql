{% macro clean_id(expression) -%}
{%- set cleaned = customer_segmentation.clean_text(expression) -%}
case
            when contains({{ cleaned }}, '.')
                then {{ customer_segmentation.without_decimals(cleaned) }}
            when not {{ customer_segmentation.is_match(cleaned, '(?i)nan|null|none|<na>') }}
                then {{ cleaned }}
        end
{%- endmacro %}
