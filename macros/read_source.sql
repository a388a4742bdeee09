{#-
    A select over a source: every input row, its columns found by name and called by the names
    the project uses, their values untouched.

    source_name  the seed to read, unless the var of the same name says a path, a glob or a
                 relation
    columns      {name: [accepted headers]}, the sample's header first; case, spaces and
                 punctuation do not count when a header is compared
    optional     the same, for columns that a source may lack: null where it does
    either       lists of optional names, of each of which a source must have one

    Also returned: source_row, the row's place in the source, and received, the whole row. It is
    selected by a name that no column of a source has, for which it would stand otherwise.
    Stops the run with one line where the source is missing, empty or unreadable, or lacks a
    column. A source that is not named beside one's own data has no row.
-#}
{% macro read_source(source_name, columns, optional={}, either=[]) %}
    {%- set location = var(source_name, none) -%}
    {%- set headers = {} -%}
    {%- if location is none -%}
        {%- set relation = ref('sample_' ~ source_name) | string -%}
        {#- What the sample has is read off its description: a query would need it to be there. -#}
        {%- set seed = 'seed.' ~ project_name ~ '.sample_' ~ source_name -%}
        {%- set described = graph.nodes[seed].columns if execute else {} -%}
        {%- for name, accepted in dict(columns, **optional).items()
            if name in columns or accepted[0] in described -%}
            {%- do headers.update({name: accepted[0]}) -%}
        {%- endfor -%}
    {%- elif execute -%}
        {%- set relation = source_relation(source_name, location) -%}
        {%- set found = run_query('describe from ' ~ relation).columns[0].values() | list -%}
        {%- do headers.update(
            match_headers(source_name, location, relation, found, columns, optional, either)
        ) -%}
    {%- endif -%}
    {#- Rows are counted by one thread, and all that is done with them by the same. What Parquet
        counts itself spares that, unless a column of the file hides it. -#}
    {%- set is_counted = execute and relation.startswith('read_parquet(')
        and not found | map('lower') | select('in', ['filename', 'file_row_number']) | list -%}
    {% if is_counted -%}
    with

    files as (
        select
            file_name,
            sum(num_rows) over (order by file_name asc) - num_rows as rows_before,
        from {{ relation | replace('read_parquet', 'parquet_file_metadata', 1) }}
    )

    {% endif -%}
    select
        {% if is_counted -%}
        (1 + files.rows_before + row_as_received.file_row_number)::bigint as source_row,
        {%- else -%}
        row_number() over () as source_row,
        {%- endif %}
        {%- for name in dict(columns, **optional) %}
        {{ 'row_as_received.' ~ adapter.quote(headers[name] | replace('"', '""')) if name in headers else 'null' }} as {{ name }},
        {%- endfor %}
        row_as_received as received,
    from {{ relation }} as row_as_received
    {%- if is_counted %}
    inner join files
        on row_as_received.filename = files.file_name
    {%- endif %}
    {%- if source_name in declared().absent_sources %}
    where false
    {%- endif %}
{%- endmacro %}
