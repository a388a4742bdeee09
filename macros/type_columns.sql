{% macro type_columns(says, relation, columns, about, given={}) %}
    {%- set scan -%}
    with

    -- One row per value.
    cleaned as (
        select
            {{ customer_segmentation.numbered_items(
                customer_segmentation.clean_values(columns), 'place', 'value', columns | length
            ) }}
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
        kind,
        count(*) as value_count
    from kinds_found
    group by place, kind
    order by place, kind
    {%- endset -%}
    {%- for column in columns -%}
        {%- do column.update(
            {'counts': {}, 'type': 'varchar' if column.has_header else 'nothing', 'shapes': []}
        ) -%}
    {%- endfor -%}
    {%- for place, kind, value_count in run_query(scan).rows -%}
        {%- do columns[place | int - 1].counts.update({kind: value_count | int}) -%}
    {%- endfor -%}
    {%- for column in columns if column.counts -%}
        {%- do column.update(
            {'type': customer_segmentation.ask_python('column_type', {'counts': column.counts})}
        ) -%}
    {%- endfor -%}
    {%- set unclear = columns | selectattr('type', 'equalto', 'unclear') | list -%}
    {%- if not unclear -%}
        {{ return('') }}
    {%- endif -%}

    {%- set cleaned -%}
    (
        select
            {{ customer_segmentation.place_of_row(relation) }} as source_row,
            {{ customer_segmentation.clean_values(unclear) }} as cleaned
        from {{ relation }} as row_as_received
    )
    {%- endset -%}
    {%- set looked_at = [] -%}
    {%- for column in unclear -%}
        {%- do looked_at.append({'name': customer_segmentation.list_item('cleaned', loop.index), 'reads': 'either'}) -%}
    {%- endfor -%}
    {%- for found in customer_segmentation.json_of_rows(
        customer_segmentation.value_shapes(cleaned, looked_at)
    ) | sort(attribute='shape', case_sensitive=true) | sort(attribute='row_count', reverse=true) -%}
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
            'select count(*), min(source_row), min_by(' ~ value ~ ', source_row) from ' ~ cleaned
            ~ ' where ' ~ value ~ ' is not null and not coalesce('
            ~ customer_segmentation.is_finite(typed) ~ ', false)'
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
