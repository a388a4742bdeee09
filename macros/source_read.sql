{% macro source_read(source_name) %}
    {%- set known = ask_python('resolve', about=source_name) -%}
    {%- if known -%}
        {{ return(known) }}
    {%- endif -%}
    {%- set place = source_place(source_name) -%}
    {%- set relation = named_relation(source_name ~ ': ', place.from) -%}
    {%- set read = ask_python('resolve', {
        'source': source_name,
        'given': place,
        'columns': source_columns(source_name),
        'either': customers_node('base_' ~ source_name).config.meta.get('either', []),
        'relation': {'relation': relation | string, 'columns': columns_of(relation)}
            if relation else none,
        'engine': target.type,
    }, about=source_name) -%}
    {%- set says = source_name ~ ": '" ~ place.from ~ "' " -%}
    {%- do refuse_misread(says, read) -%}
    {%- do check_rows(says, read.relation, 'Point the var ' ~ source_name ~ ' at') -%}
    {#- A source without the column may get ids made; one that has it and nothing in it is cut. -#}
    {%- if 'customer_id' in read.headers -%}
        {%- do check_ids(says, read.relation, read.headers.customer_id) -%}
    {%- endif -%}
    {{ return(read) }}
{% endmacro %}
