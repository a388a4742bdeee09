{#-
    The columns that a source has, by our names, as a SQL list: what is not there is not judged.
-#}
{% macro columns_found(source_name) -%}
{{ "['" ~ source_headers(source_name) | join("', '") ~ "']" }}::varchar[]
{%- endmacro %}
