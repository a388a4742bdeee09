{% macro moment_value(expression, format) -%}
{{ adapter.dispatch('moment_value', 'customer_segmentation')(expression, format) }}
{%- endmacro %}

{% macro duckdb__moment_value(expression, format) -%}
{%- set format = format or {'is_iso': true, 'formats': []} -%}
{%- set per_second = {'milliseconds': 1000, 'microseconds': 1000000, 'nanoseconds': 1000000000} -%}
{#- DuckDB wants no blank before an offset. -#}
{%- set cast = "try_cast(replace(replace(" ~ expression ~ "::string, ' +', '+'), ' -', '-')"
    ~ ' as timestamptz)::timestamp' if format.has_offset
    else 'try_cast(' ~ expression ~ ' as timestamp)' -%}
{%- if format.number == 'serial' -%}
timestamp '1899-12-30' + to_seconds(round(try_cast({{ expression }} as double) * 86400))
{%- elif format.number == 'compact' -%}
try_strptime(try_cast({{ expression }} as bigint)::string, '%Y%m%d')
{%- elif format.number -%}
make_timestamp(
            (try_cast({{ expression }} as double) * {{ 1000000 / per_second.get(format.number, 1) }})::bigint
        )
{%- else -%}
coalesce(
            {%- if format.is_iso and format.is_strict %}
            case
                when regexp_full_match(
                    trim({{ expression }}::string),
                    '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?)?( ?(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?))?'
                )
                    then {{ cast }}
            end{{ ',' if format.formats }}
            {%- elif format.is_iso %}
            {{ cast }}{{ ',' if format.formats }}
            {%- endif %}
            {%- if format.formats %}
            try_strptime(
                {#- For DuckDB the words infinity and epoch are 1900-01-01 in any format. #}
                {%- if format.is_strict or not format.is_iso %}
                case
                    when regexp_matches({{ expression }}::string, '[0-9]')
                        then {{ customer_segmentation.clean_text(expression) }}
                end,
                {%- else %}
                {{ customer_segmentation.clean_text(expression) }},
                {%- endif %}
                ['{{ format.formats | join("', '") }}']
            )
            {%- endif %}
        )
{%- endif -%}
{%- endmacro %}

{#- Spark's own cast takes a year alone for a day, and its formats a year of two digits for one of four. -#}
{% macro spark__moment_value(expression, format) -%}
{%- set format = format or {'is_iso': true, 'formats': []} -%}
{%- set per_second = {'milliseconds': 1000, 'microseconds': 1000000, 'nanoseconds': 1000000000} -%}
{%- set number = customer_segmentation.try_number(expression) -%}
{%- if format.number == 'serial' -%}
timestampadd(second, try_cast(round(({{ number }}) * 86400) as bigint), timestamp_ntz '1899-12-30')
{%- elif format.number == 'compact' -%}
{{ customer_segmentation.moment_by_pattern(
    'try_cast(round(' ~ number ~ ') as bigint)::string', '%Y%m%d'
) }}
{%- elif format.number -%}
timestampadd(
            microsecond,
            try_cast(rint(({{ number }}) * {{ 1000000 / per_second.get(format.number, 1) }}) as bigint),
            timestamp_ntz '1970-01-01'
        )
{%- else -%}
coalesce(
            {#- What has a type is no text to be taken apart. #}
            case
                when typeof({{ expression }}) in ('date', 'timestamp', 'timestamp_ntz')
                    then try_cast(({{ expression }})::string as timestamp)
                {%- if format.is_iso %}
                {%- if format.is_strict %}
                when regexp_like(
                    trim(({{ expression }})::string),
                    '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?)?( ?(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?))?$'
                )
                {%- else %}
                else
                {%- endif %}
                    {{ 'then ' if format.is_strict }}{{ customer_segmentation.moment_by_pattern(
                        '(' ~ expression ~ ')::string', none, format.has_offset
                    ) }}
                {%- endif %}
            end
            {%- for one in format.formats -%}
            ,
            {{ customer_segmentation.moment_by_pattern(
                customer_segmentation.clean_text(expression), one
            ) }}
            {%- endfor %}
        )
{%- endif -%}
{%- endmacro %}
