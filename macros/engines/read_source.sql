{#-
    A row is selected by a name that no column of a source has, for which it would stand otherwise.
    A source that is not named beside one's own data has no row.
-#}
{% macro read_source(source_name) %}
    {{ return(adapter.dispatch('read_source', 'customer_segmentation')(source_name)) }}
{% endmacro %}

{% macro duckdb__read_source(source_name) %}
    {%- set place = source_place(source_name) -%}
    {%- set columns = source_columns(source_name) if execute else {} -%}
    {%- set headers = source_headers(source_name) -%}
    {%- set is_counted = false -%}
    {%- if place.from is none -%}
        {%- set relation = ref('sample_' ~ source_name) | string -%}
    {%- elif execute -%}
        {%- set read = source_read(source_name) -%}
        {%- set relation = source_filter(source_name, read, place.where) if place.where
            else read.relation -%}
        {#- Rows are counted by one thread, and all that is done with them by the same. What Parquet
            counts itself spares that, unless a column of the file hides it. -#}
        {%- set is_counted = relation.startswith('read_parquet(')
            and not read.columns | map(attribute='name') | map('lower')
            | select('in', ['filename', 'file_row_number']) | list -%}
    {%- else -%}
        {%- do named_relation('', place.from) -%}
    {%- endif -%}
    {% if is_counted -%}
    with

    files as (
        select
            file_name,
            sum(num_rows) over (order by file_name asc) - num_rows as rows_before
        from {{ relation | replace('read_parquet', 'parquet_file_metadata', 1) }}
    )

    {% endif -%}
    {%- set row = 'filtered.row_as_received' if place.where else 'row_as_received' %}
    select
        {% if is_counted -%}
        (1 + files.rows_before + row_as_received.file_row_number)::bigint as source_row,
        {%- elif place.where -%}
        filtered.source_row,
        {%- else -%}
        row_number() over () as source_row,
        {%- endif %}
        {%- for name in columns %}
        {{ row ~ '.' ~ quoted(headers[name]) if name in headers else 'null' }} as {{ name }},
        {%- endfor %}
        {{ columns_found(source_name) }} as columns_found,
        {#- Whoever has a column of that name of their own is not told from which file a row is. #}
        {%- if read and not read.is_relation
            and 'filename' not in read.columns | map(attribute='name') | map('lower') %}
        {{ 'filtered.source_file' if place.where else 'row_as_received.filename' }} as source_file,
        {%- else %}
        null::string as source_file,
        {%- endif %}
        {{ row }} as received
    from {{ relation }} as {{ 'filtered' if place.where else 'row_as_received' }}
    {%- if is_counted %}
    inner join files
        on row_as_received.filename = files.file_name
    {%- endif %}
    {%- if source_name in declared().absent_sources %}
    where false
    {%- elif 'customer_id' in headers and forgotten() %}
    where {{ is_not_forgotten(clean_customer_id(
        row ~ '.' ~ quoted(headers.customer_id)
    )) }}
    {%- endif %}
{%- endmacro %}

{% macro spark__read_source(source_name) %}
    {%- set place = source_place(source_name) -%}
    {%- set columns = source_columns(source_name) if execute else {} -%}
    {%- set headers = source_headers(source_name) -%}
    {%- if place.from is none -%}
        {%- set relation = ref('sample_' ~ source_name) | string -%}
    {%- elif execute -%}
        {%- set read = source_read(source_name) -%}
        {%- set relation = source_filter(source_name, read, place.where) if place.where
            else read.relation -%}
    {%- else -%}
        {%- do named_relation('', place.from) -%}
    {%- endif -%}
    {%- set row = 'filtered.row_as_received' if place.where else 'row_as_received' -%}
    {%- set types, values = {}, [] -%}
    {%- for column in (read.columns if read else []) -%}
        {%- do types.update({column.name: column.type}) -%}
        {#- As JSON a moment would lose its microseconds. -#}
        {%- do values.append(
            row ~ '.' ~ quoted(column.name)
            ~ ('::string' if column.type.startswith('TIMESTAMP') else '')
            ~ (" || '+00'" if column.type.endswith('WITH TIME ZONE') else '')
            ~ ' as ' ~ quoted(column.name)
        ) -%}
    {%- endfor %}
    select
        {% if place.from is none -%}
        row_number() over (order by monotonically_increasing_id())::bigint as source_row,
        {%- elif place.where -%}
        filtered.source_row,
        {%- else -%}
        {{ place_of_row(relation) }} as source_row,
        {%- endif %}
        {%- for name in columns %}
        {%- set value = row ~ '.' ~ quoted(headers[name]) if name in headers else 'null' %}
        {{ value if columns[name].reads == 'number' or name not in headers
            else text_if_double(value, types[headers[name]]) }} as {{ name }},
        {%- endfor %}
        {{ columns_found(source_name) }} as columns_found,
        {%- if read and not read.is_relation %}
        {{ 'filtered.source_file' if place.where else file_of_row() }} as source_file,
        {%- else %}
        null::string as source_file,
        {%- endif %}
        struct({{ values | join(', ') or row ~ '.*' }}) as received
    from {{ relation }} as {{ 'filtered' if place.where else 'row_as_received' }}
    {%- if source_name in declared().absent_sources %}
    where false
    {%- elif 'customer_id' in headers and forgotten() %}
    where {{ is_not_forgotten(clean_customer_id(text_if_double(
        row ~ '.' ~ quoted(headers.customer_id), types[headers.customer_id]
    ))) }}
    {%- endif %}
{%- endmacro %}
