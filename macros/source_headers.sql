{% macro source_headers(source_name) %}
    {%- if not execute -%}
        {{ return({}) }}
    {%- elif source_place(source_name).from is not none -%}
        {{ return(source_read(source_name).headers) }}
    {%- endif -%}
    {%- set headers = {} -%}
    {%- for seed in nodes_named('sample_' ~ source_name) -%}
        {%- for name, column in source_columns(source_name).items()
            if column.headers[0] in seed.columns -%}
            {%- do headers.update({name: column.headers[0]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(headers) }}
{% endmacro %}
