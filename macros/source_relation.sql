{#-
    What a source or a customers model is selected from: a file, a glob or a relation.
    Stops the run with one line if there is nothing to read there.

    source_name  who says so
    has_sample   whether null would be a place
-#}
{% macro source_relation(source_name, location, has_sample=true) %}
    {%- set says = source_name ~ ': ' -%}
    {%- if location is not string or not location.strip() -%}
        {{ exceptions.raise_compiler_error(
            says ~ "'" ~ location ~ "' is no place. Give a path or a glob, or schema.table"
            ~ ('; null is the sample.' if has_sample else '.')
        ) }}
    {%- endif -%}
    {%- set is_path = '/' in location or '\\' in location
        or modules.re.search('[.](csv|tsv|txt|parquet)([.]gz)?$', location | lower) -%}

    {%- if not is_path -%}
        {%- set parts = location.split('.') -%}
        {%- set relation = adapter.get_relation(
            database=parts[-3] if parts | length == 3 else target.database,
            schema=parts[-2] if parts | length >= 2 else target.schema,
            identifier=parts[-1],
        ) if parts | length <= 3 -%}
        {%- if relation is none or relation is not defined -%}
            {{ exceptions.raise_compiler_error(
                says ~ "there is no relation '" ~ location ~ "'. Give schema.table or "
                ~ "database.schema.table, or a file ending in .csv, .tsv, .txt or .parquet."
            ) }}
        {%- endif -%}
        {{ return(relation | string) }}
    {%- endif -%}

    {%- set path = "'" ~ location | replace("'", "''") ~ "'" -%}
    {%- if '://' not in location
        and run_query('select file from glob(' ~ path ~ ') limit 1').rows | length == 0 -%}
        {%- set below = "'" ~ location.rstrip('/') | replace("'", "''") ~ "/*'" -%}
        {%- if run_query('select file from glob(' ~ below ~ ') limit 1').rows | length -%}
            {{ exceptions.raise_compiler_error(
                says ~ "'" ~ location ~ "' is a folder. Name the files in it, such as '"
                ~ location.rstrip('/') ~ "/*.csv'."
            ) }}
        {%- endif -%}
        {{ exceptions.raise_compiler_error(
            says ~ "there is no file '" ~ location ~ "'. A relative path starts from the folder "
            ~ "that dbt runs in."
        ) }}
    {%- endif -%}

    {%- if run_query('select irregular_file(' ~ path ~ ')').rows[0][0] -%}
        {{ exceptions.raise_compiler_error(
            says ~ "'" ~ location ~ "' is no file, but a pipe or a device. Write what it has into a "
            ~ 'file: it is read more than once.'
        ) }}
    {%- endif -%}

    {%- if modules.re.search('[.]parquet$', location | lower) -%}
        {%- set relation = 'read_parquet(' ~ path ~ ')' -%}
    {%- else -%}
        {#- Rows that are too short are padded, then rejected with a reason. Padding and line
            breaks inside quotes go together only when one thread reads. Strictly read, a file
            with two kinds of line ends would not be read at all. Left to guess quotes and
            comments from the rows, DuckDB joins rows over an apostrophe. -#}
        {%- set relation = 'read_csv(' ~ path ~ ', header = true, '
            ~ "all_varchar = true, quote = '\"', escape = '\"', comment = '', "
            ~ 'strict_mode = false, null_padding = true, parallel = false)' -%}
    {%- endif -%}
    {%- set error = run_query(
        "select query_error('from " ~ relation | replace("'", "''") ~ "')"
    ).rows[0][0] -%}
    {%- if error -%}
        {{ exceptions.raise_compiler_error(
            says ~ "'" ~ location ~ "' cannot be read (" ~ first_paragraph(error)
            ~ '). It must be UTF-8 text with a header line and one delimiter, or Parquet: save it '
            ~ 'again as such.'
        ) }}
    {%- endif -%}
    {%- set fault = run_query('select csv_fault(' ~ path ~ ')').rows[0][0]
        if 'read_csv' in relation else '' -%}
    {%- if fault -%}
        {{ exceptions.raise_compiler_error(
            says ~ "'" ~ location ~ "' is broken (" ~ fault.rstrip('.') ~ '). It must be UTF-8 text '
            ~ 'whose first line is the header, with as many values in each line, in quotes where '
            ~ 'they contain the delimiter or a quote: correct the line.'
        ) }}
    {%- endif -%}
    {{ return(relation) }}
{% endmacro %}
