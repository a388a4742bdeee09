{% macro type_columns(says, relation, columns, about, given={}) %}
    {%- set scan -%}
    with

    -- One row per value.
    cleaned as (
        select
            unnest(range({{ columns | length }})) as place,
            unnest({{ customer_segmentation.clean_values(columns) }}) as value
        from {{ relation }} as row_as_received
    ),

    kinds_found as (
        select
            place,
            {{ customer_segmentation.value_kind('value') }} as kind
        from cleaned
        where value is not null
    )

    select
        place,
        to_json(histogram(kind))::string as counts
    from kinds_found
    group by place
    order by place
    {%- endset -%}
    {%- for column in columns -%}
        {%- do column.update(
            {'counts': {}, 'type': 'varchar' if column.has_header else 'nothing', 'shapes': []}
        ) -%}
    {%- endfor -%}
    {%- for place, counts in run_query(scan).rows -%}
        {%- set counts = fromjson(counts) -%}
        {%- do columns[place | int].update({
            'counts': counts,
            'type': customer_segmentation.ask_python('column_type', {'counts': counts}),
        }) -%}
    {%- endfor -%}
    {%- set unclear = columns | selectattr('type', 'equalto', 'unclear') | list -%}
    {%- if not unclear -%}
        {{ return('') }}
    {%- endif -%}

    {%- set cleaned -%}
    (
        select
            row_number() over () as source_row,
            {{ customer_segmentation.clean_values(unclear) }} as cleaned
        from {{ relation }} as row_as_received
    )
    {%- endset -%}
    {%- set looked_at = [] -%}
    {%- for column in unclear -%}
        {%- do looked_at.append({'name': 'cleaned[' ~ loop.index ~ ']', 'reads': 'either'}) -%}
    {%- endfor -%}
    {%- for found in fromjson(run_query(
        'select to_json(list(found))::string from ('
        ~ customer_segmentation.value_shapes(cleaned, looked_at) ~ ') as found'
    ).rows[0][0]) -%}
        {%- do unclear[found.place].shapes.append(found) -%}
    {%- endfor -%}
    {%- for decided in customer_segmentation.ask_python('column_types', {
        'says': says,
        'columns': columns,
        'decimal': given.decimal or var('decimal', none),
        'date_format': given.date_format or var('date_format', none),
    }, about=about) -%}
        {%- do columns[loop.index0].update(decided) -%}
    {%- endfor -%}

    {%- for column in unclear if column.format -%}
        {%- set value = looked_at[unclear.index(column)].name -%}
        {%- set typed = customer_segmentation.typed_value(value, column) -%}
        {%- set others = run_query(
            'select count(*), min(source_row), arg_min(' ~ value ~ ', source_row) from ' ~ cleaned
            ~ ' where ' ~ value ~ ' is not null and not coalesce(isfinite(' ~ typed ~ '), false)'
        ).rows[0] -%}
        {%- if others[0] -%}
            {{ exceptions.raise_compiler_error(
                says ~ 'has ' ~ ('numbers' if column.type == 'double' else 'days')
                ~ " in its column '" ~ column.header ~ "', but " ~ others[0]
                ~ ' of its values are none, the first being '
                ~ "'" ~ (others[2].split() | join(' '))[:40] ~ "' in "
                ~ customer_segmentation.row_place(relation, others[1])
                ~ '. Correct them, or leave them empty.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
