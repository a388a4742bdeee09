{#-
    A select over a source: every input row, its columns found by name and called by the names
    the project uses, their values untouched.

    source_name  the seed to read, unless the var of the same name says a path, a glob or a
                 relation
    columns      {name: [accepted headers]}, the sample's header first; case, spaces and
                 punctuation do not count when a header is compared
    optional     the same, for columns that a source may lack: null where it does
    either       lists of optional names, of each of which a source must have one

    Also returned: source_row, the row's place in the source, and received, the whole row; the
    CTE has a name that no column of a source has, for which it would stand otherwise.
    Stops the run with one line where the source is missing, empty or unreadable, or lacks a
    column.
-#}
{% macro read_source(source_name, columns, optional={}, either=[]) %}
    {%- set location = var(source_name, none) -%}
    {%- set headers = {} -%}
    {%- if location is none -%}
        {%- set source_sql = 'select * from ' ~ ref(source_name) -%}
        {#- What the sample has is read off its description: a query would need it to be there. -#}
        {%- set seed = 'seed.' ~ project_name ~ '.' ~ source_name -%}
        {%- set described = graph.nodes[seed].columns if execute else {} -%}
        {%- for name, accepted in dict(columns, **optional).items()
            if name in columns or accepted[0] in described -%}
            {%- do headers.update({name: accepted[0]}) -%}
        {%- endfor -%}
    {%- elif execute -%}
        {%- set source_sql = source_select(source_name, location) -%}
        {%- set headers = match_headers(
            source_name, location, source_sql, columns, optional, either
        ) -%}
    {%- endif -%}
    with

    row_as_received as (
        {{ source_sql }}
    )

    select
        row_number() over () as source_row,
        {%- for name in dict(columns, **optional) %}
        {{ adapter.quote(headers[name] | replace('"', '""')) if name in headers else 'null' }} as {{ name }},
        {%- endfor %}
        row_as_received as received,
    from row_as_received
{%- endmacro %}
