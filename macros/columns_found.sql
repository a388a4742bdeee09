{% macro columns_found(source_name) -%}
{{ "['" ~ source_headers(source_name) | join("', '") ~ "']" }}::varchar[]
{%- endmacro %}
