{#-
    The columns of a customers model, its id first: [{header, sql, name, type}]. A type of null is
    as received. What has neither a name nor a value is no column: lines that end in delimiters.
-#}
{% macro file_columns(says, location, relation, id) %}
    {%- set is_text = relation.startswith('read_csv(') -%}
    {%- set found = run_query('describe from ' ~ relation).columns[0].values() | list -%}
    {%- do check_rows(says, relation, 'Give read_customers') -%}
    {%- set headers = found -%}
    {%- if is_text -%}
        {%- do check_delimiter(says, found) -%}
        {%- set headers = fromjson(run_query(
            "select csv_header('" ~ location | replace("'", "''") ~ "')"
        ).rows[0][0]) -%}
    {%- endif -%}

    {%- set columns = [] -%}
    {%- for name in found -%}
        {%- do columns.append({
            'header': headers[loop.index0] or name,
            'has_header': headers[loop.index0] is not none,
            'name_read': name,
            'sql': 'row_as_received.' ~ adapter.quote(name | replace('"', '""')),
        }) -%}
    {%- endfor -%}
    {%- set id_column = customer_id_column(says, columns, id) -%}
    {%- do check_ids(says, relation, id_column.name_read) -%}
    {%- do columns.remove(id_column) -%}
    {%- do columns.insert(0, id_column) -%}
    {%- do name_columns(says, columns) -%}
    {%- if is_text and columns[1:] -%}
        {%- do type_columns(says, relation, columns[1:]) -%}
    {%- endif -%}

    {%- set described = columns[1:] | rejectattr('type', 'equalto', 'nothing') | list -%}
    {%- if not described -%}
        {{ exceptions.raise_compiler_error(
            says ~ "has no column beside its id '" ~ id_column.header ~ "'. Add what describes its "
            ~ 'customers.'
        ) }}
    {%- endif -%}
    {{ return([id_column] + described) }}
{% endmacro %}
