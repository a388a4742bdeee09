{% macro source_formats(source_name, of_the_sample={}) %}
    {%- if not execute -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set place = source_place(source_name) -%}
    {%- if place.from is none or flags.EMPTY or model.resource_type == 'unit_test' -%}
        {{ return(of_the_sample) }}
    {%- endif -%}
    {%- set known = ask_python('formats', about=source_name) -%}
    {%- if known is not none -%}
        {{ return(known) }}
    {%- endif -%}
    {%- set base = node_relation('base_' ~ source_name) -%}
    {#- A compilation alone finds no view to look into. -#}
    {%- if load_relation(base) is none -%}
        {{ return(of_the_sample) }}
    {%- endif -%}
    {%- set columns = source_columns(source_name) -%}
    {%- set headers = source_headers(source_name) -%}
    {%- set types = {} -%}
    {%- for column in columns_of(base) if column.name in headers -%}
        {%- do types.update({column.name: column.type}) -%}
    {%- endfor -%}
    {%- set looked_at = [] -%}
    {%- for name, type in types.items() if columns[name].reads -%}
        {%- if type == 'VARCHAR' or (columns[name].reads == 'moment' and not type.startswith('TIME')
            and type != 'DATE') -%}
            {%- do looked_at.append(
                {'name': name, 'header': headers[name], 'reads': columns[name].reads, 'shapes': []}
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if looked_at -%}
        {%- set scan = value_shapes(base, looked_at) -%}
        {%- for found in json_of_rows(scan) | sort(attribute='shape', case_sensitive=true)
            | sort(attribute='row_count', reverse=true) -%}
            {%- do looked_at[found.place].shapes.append(found) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(ask_python('formats', {
        'source': source_name,
        'place': place.from,
        'columns': looked_at,
        'decimal': place.decimal or var('decimal', none),
        'date_format': place.date_format or var('date_format', none),
    }, about=source_name)) }}
{% endmacro %}
