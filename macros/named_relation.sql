{% macro named_relation(says, location, has_sample=true) %}
    {%- set call = modules.re.match(
        "(ref|source)\\(\\s*(['\"][^'\"]+['\"](?:\\s*,\\s*['\"][^'\"]+['\"])?)\\s*\\)$",
        location | string | trim
    ) -%}
    {%- if call -%}
        {%- set names = [] -%}
        {%- for name in call.group(2).split(',') -%}
            {%- do names.append(name.strip()[1:-1]) -%}
        {%- endfor -%}
        {%- set named = ref(*names) if call.group(1) == 'ref' else source(*names) -%}
        {%- if not execute -%}
            {{ return(none) }}
        {%- endif -%}
        {%- set relation = load_relation(named) -%}
        {%- if relation is none -%}
            {{ exceptions.raise_compiler_error(
                says ~ location ~ ' is not there yet, as ' ~ named ~ '. Build it before, or with '
                ~ 'what is asked for: --select with a + in front.'
            ) }}
        {%- endif -%}
        {{ return(relation) }}
    {%- elif not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set place = customer_segmentation.ask_python('place_of', {
        'says': says, 'location': location, 'has_sample': has_sample
    }) -%}
    {%- if place.kind == 'path' -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set parts = place.parts -%}
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
    {{ return(relation) }}
{% endmacro %}
