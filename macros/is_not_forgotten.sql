{% macro is_not_forgotten(id) -%}
    {%- set hashes = customer_segmentation.forgotten() -%}
    {%- if hashes -%}
        coalesce(md5({{ id }}) not in ('{{ hashes | join("', '") }}'), true)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
