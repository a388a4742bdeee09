{#-
    Finds a source's columns by name: {name: header in the source}. Stops the run with one line
    if the source has no row, if a column is there twice, or if one is missing that is not
    optional or of which, by `either`, another takes the place.
-#}
{% macro match_headers(source_name, location, source_sql, columns, optional, either) %}
    {%- set says = source_name ~ ": '" ~ location ~ "' " -%}
    {%- if not flags.EMPTY
        and run_query('select 1 from (' ~ source_sql ~ ') limit 1').rows | length == 0 -%}
        {{ exceptions.raise_compiler_error(
            says ~ 'is empty: it has no row below its header. Point the var '
            ~ source_name ~ ' at the full file.'
        ) }}
    {%- endif -%}

    {%- set found = run_query('describe ' ~ source_sql).columns[0].values() | list -%}
    {%- set shown = found[:20] | join(', ') ~ (', …' if found | length > 20 else '') -%}
    {%- set headers = {} -%}
    {%- for name, accepted in dict(columns, **optional).items() -%}
        {%- set wanted = [] -%}
        {%- for header in [name] + accepted -%}
            {%- do wanted.append(modules.re.sub('[^a-z0-9]', '', header | lower)) -%}
        {%- endfor -%}
        {%- set matches = [] -%}
        {%- for header in found -%}
            {%- if modules.re.sub('[^a-z0-9]', '', header | lower) in wanted -%}
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
    {{ return(headers) }}
{% endmacro %}
