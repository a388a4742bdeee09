{#-
    Gives each column its name, the first customer_id. Stops the run with one line if two of them
    get the same.
-#}
{% macro name_columns(says, columns) %}
    {%- set headers = columns | map(attribute='header') | list -%}
    {%- set names = fromjson(run_query(
        "select column_names('" ~ tojson(headers) | replace("'", "''") ~ "')"
    ).rows[0][0]) -%}
    {%- set names = ['customer_id'] + names[1:] -%}
    {%- for column in columns -%}
        {%- set name = names[loop.index0] -%}
        {%- set first = names.index(name) -%}
        {%- if first != loop.index0 -%}
            {{ exceptions.raise_compiler_error(
                says ~ "has two columns that become '" ~ name ~ "': '" ~ headers[first] ~ "' and '"
                ~ column.header ~ "'. Remove or rename one."
            ) }}
        {%- endif -%}
        {%- do column.update({'name': name}) -%}
    {%- endfor -%}
{% endmacro %}
