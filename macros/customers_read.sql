{% macro customers_read(location, id, given={}) %}
    {%- set named = customer_segmentation.named_relation(
        model.name ~ ': ', location, has_sample=false
    ) -%}
    {%- set says = model.name ~ ": '" ~ location ~ "' " -%}
    {%- if named -%}
        {%- set found = customer_segmentation.columns_of(named) -%}
        {%- set read = {
            'relation': named | string, 'columns': found,
            'headers': found | map(attribute='name') | list,
        } -%}
    {%- else -%}
        {%- set read = customer_segmentation.ask_python('open_file', {
            'says': model.name ~ ': ', 'location': location, 'engine': target.type
        }) -%}
        {%- do customer_segmentation.refuse_misread(says, read) -%}
    {%- endif -%}
    {%- do customer_segmentation.check_rows(says, read.relation, 'Give read_customers') -%}
    {%- set columns = customer_segmentation.ask_python('customers_columns', {
        'says': says, 'columns': read.columns, 'headers': read.headers, 'id_header': id
    }) -%}
    {%- for column in columns -%}
        {%- do column.update({
            'sql': 'row_as_received.' ~ customer_segmentation.quoted(column.name_read),
            'relation': read.relation,
        }) -%}
    {%- endfor -%}
    {%- for column in read.columns if column.name == columns[0].name_read -%}
        {%- do columns[0].update(
            {'sql': customer_segmentation.text_if_double(columns[0].sql, column.type)}
        ) -%}
    {%- endfor -%}
    {%- do customer_segmentation.check_ids(says, read.relation, columns[0].name_read) -%}
    {%- if read.is_text and columns[1:] -%}
        {%- do customer_segmentation.type_columns(
            says, read.relation, columns[1:], model.name, given
        ) -%}
    {%- endif -%}
    {%- set described = columns[1:] | rejectattr('type', 'equalto', 'nothing') | list -%}
    {%- if not described -%}
        {{ exceptions.raise_compiler_error(
            says ~ "has no column beside its id '" ~ columns[0].header ~ "'. Add what describes its "
            ~ 'customers.'
        ) }}
    {%- endif -%}
    {{ return([columns[0]] + described) }}
{% endmacro %}
