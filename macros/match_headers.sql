{#-
    Finds a source's columns by name: {name: header in the source}. Stops the run with one line
    if the source has no row or no id, if a column is there twice, or if one is missing that is
    not optional or of which, by `either`, another takes the place.
-#}
{% macro match_headers(source_name, location, relation, found, columns, optional, either) %}
    {%- set says = source_name ~ ": '" ~ location ~ "' " -%}
    {%- do check_rows(says, relation, 'Point the var ' ~ source_name ~ ' at') -%}
    {%- do check_delimiter(says, found) -%}
    {%- set shown = first_names(found) -%}
    {%- set headers = {} -%}
    {%- for name, accepted in dict(columns, **optional).items() -%}
        {%- set wanted = [] -%}
        {%- for header in [name] + accepted -%}
            {%- do wanted.append(header_key(header)) -%}
        {%- endfor -%}
        {%- set matches = [] -%}
        {%- for header in found -%}
            {#- Of two columns of one name DuckDB calls the second <name>_1. -#}
            {%- set first = modules.re.sub('_[0-9]+$', '', header) -%}
            {%- set header_read = first if first in found else header -%}
            {%- if header_key(header_read) in wanted -%}
                {%- do matches.append(header) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if matches | length == 0 and name in columns -%}
            {{ exceptions.raise_compiler_error(
                says ~ "has no column '" ~ name ~ "' (accepted: " ~ ([name] + accepted) | join(', ')
                ~ "); it has: " ~ shown ~ ". Rename the column in the source."
            ) }}
        {%- elif matches | length > 1 -%}
            {{ exceptions.raise_compiler_error(
                says ~ "has more than one column for '" ~ name ~ "': " ~ matches | join(', ')
                ~ ". Remove or rename all but one."
            ) }}
        {%- endif -%}
        {%- if matches -%}
            {%- do headers.update({name: matches[0]}) -%}
        {%- endif -%}
    {%- endfor -%}

    {%- for names in either if not names | select('in', headers) | list -%}
        {{ exceptions.raise_compiler_error(
            says ~ "has no column '" ~ names | join("' and no column '") ~ "', of which it needs "
            ~ "one; it has: " ~ shown ~ ". Add or rename a column in the source."
        ) }}
    {%- endfor -%}

    {#- A source without the column may get ids made; one that has it and nothing in it is cut. -#}
    {%- if 'customer_id' in headers -%}
        {%- do check_ids(says, relation, headers.customer_id) -%}
    {%- endif -%}
    {{ return(headers) }}
{% endmacro %}
