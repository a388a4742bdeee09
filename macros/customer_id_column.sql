{#-
    The one of a customers model's columns that is its id: the one of that header, or, if none is
    given, the one that is called like an id. Stops the run with one line if that is not one.
-#}
{% macro customer_id_column(says, columns, id) %}
    {%- set accepted = [id | string] if id is not none else [
        'customer_id', 'id', 'cust_id', 'user_id', 'client_id', 'member_id', 'account_id',
        'customer_no', 'customer_number',
    ] -%}
    {%- set wanted = [] -%}
    {%- for header in accepted -%}
        {%- do wanted.append(header_key(header)) -%}
    {%- endfor -%}
    {%- set matches = [] -%}
    {%- for column in columns if header_key(column.header) in wanted -%}
        {%- do matches.append(column) -%}
    {%- endfor -%}
    {%- set has = '; it has: ' ~ first_names(columns | map(attribute='header') | list) ~ '. ' -%}
    {%- set name_it = "Name it: read_customers('…', id='…')." -%}
    {%- if not matches -%}
        {{ exceptions.raise_compiler_error(
            says ~ 'has no column for the id (accepted: ' ~ accepted | join(', ') ~ ')' ~ has
            ~ name_it
        ) }}
    {%- elif matches | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            says ~ 'has more than one column for the id: '
            ~ matches | map(attribute='header') | join(', ') ~ has
            ~ (name_it if id is none else 'Remove or rename all but one.')
        ) }}
    {%- endif -%}
    {{ return(matches[0]) }}
{% endmacro %}
