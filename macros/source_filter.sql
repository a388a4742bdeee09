{% macro source_filter(source_name, read, where) -%}
    {%- set says = source_name ~ ": '" ~ source_place(source_name).from ~ "' " -%}
    {%- set used = [] -%}
    {%- for name in ask_python('names_in', {
        'condition': where, 'names': read.columns | map(attribute='name') | list
    }) -%}
        {%- do used.append({
            'name': name, 'header': name, 'has_header': true,
            'sql': 'row_as_received.' ~ quoted(name),
        }) -%}
    {%- endfor -%}
    {%- set columns = read.columns -%}
    {%- if read.is_text and used -%}
        {%- do type_columns(
            says, read.relation, used, source_name, source_place(source_name)
        ) -%}
        {%- set columns = used -%}
    {%- endif -%}
    {%- set reason = ask_python('where_fault', {'where': where, 'columns': columns}) -%}
    {%- if reason -%}
        {{ exceptions.raise_compiler_error(
            'vars: ' ~ source_name ~ ": where: '" ~ where ~ "' is no condition over it (" ~ reason
            ~ ').'
        ) }}
    {%- endif -%}
    {%- set filtered -%}
    (
        select
            source_row,
            {%- if not read.is_relation %}
            source_file,
            {%- endif %}
            row_as_received
        from (
            select
                source_row,
                {%- if not read.is_relation %}
                source_file,
                {%- endif %}
                {%- for column in used %}
                {{ typed_value(list_item('cleaned', loop.index), column) if read.is_text
                    else column.sql }} as {{ quoted(column.name) }},
                {%- endfor %}
                row_as_received
            from (
                select
                    {{ place_of_row(read.relation) }} as source_row,
                    {%- if not read.is_relation %}
                    {{ file_of_row() }} as source_file,
                    {%- endif %}
                    {%- if read.is_text and used %}
                    {{ clean_values(used) }} as cleaned,
                    {%- endif %}
                    {{ whole_row(read.columns) }} as row_as_received
                from {{ read.relation }} as row_as_received
            )
        )
        where ({{ where }})
    )
    {%- endset -%}
    {%- if not flags.EMPTY
        and run_query('select 1 from ' ~ filtered ~ ' limit 1').rows | length == 0 -%}
        {{ exceptions.raise_compiler_error(
            says ~ 'is empty: no row of it meets the condition of where.'
        ) }}
    {%- endif -%}
    {{ filtered }}
{%- endmacro %}
