{% macro moment_value(expression, format) -%}
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
                        then {{ clean_text(expression) }}
                end,
                {%- else %}
                {{ clean_text(expression) }},
                {%- endif %}
                ['{{ format.formats | join("', '") }}']
            )
            {%- endif %}
        )
{%- endif -%}
{%- endmacro %}
