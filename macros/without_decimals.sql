{#-
    A whole number as text without the decimals that are zero: 17850.0 is 17850.
-#}
{% macro without_decimals(text) -%}
{{ customer_segmentation.replace_first(text, '^([0-9]+)[.]0+\\z', '\\1') }}
{%- endmacro %}
