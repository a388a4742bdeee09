{#-
    Gives each column of a text file its type, by one scan of all values: 'nothing' if it has
    neither a header nor a value. Stops the run with one line if it is of numbers but for a few.
-#}
{% macro type_columns(says, relation, columns) %}
    {%- set scan -%}
    with

    -- One row per value.
    cleaned as (
        select
            row_number() over () as source_row,
            unnest(range({{ columns | length }})) as place,
            unnest({{ customer_segmentation.clean_values(columns) }}) as value,
        from {{ relation }} as row_as_received
    ),

    kinds_found as (
        select
            *,
            {{ customer_segmentation.value_kind('value') }} as kind,
        from cleaned
        where value is not null
    )

    select
        place,
        to_json(histogram(kind))::varchar as counts,
        count(*) filter (where kind <> 'number') as others,
        min(source_row) filter (where kind <> 'number') as first_row,
        arg_min(value, source_row) filter (where kind <> 'number') as first_value,
    from kinds_found
    group by place
    order by place
    {%- endset -%}
    {%- for column in columns -%}
        {%- do column.update({'type': 'varchar' if column.has_header else 'nothing'}) -%}
    {%- endfor -%}
    {%- for place, counts, others, first_row, first_value in run_query(scan).rows -%}
        {%- set type = customer_segmentation.ask_python('column_type', {'counts': fromjson(counts)}) -%}
        {%- do columns[place | int].update({'type': type}) -%}
        {%- if type == 'mixed' -%}
            {{ exceptions.raise_compiler_error(
                says ~ "has numbers in its column '" ~ columns[place | int].header ~ "', but "
                ~ others ~ ' of its values are none, the first being '
                ~ "'" ~ (first_value.split() | join(' '))[:40] ~ "' in "
                ~ customer_segmentation.row_place(relation, first_row) ~ '. Correct them, or leave them empty.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
