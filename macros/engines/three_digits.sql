{% macro three_digits(number) -%}
{{ adapter.dispatch('three_digits', 'customer_segmentation')(number) }}
{%- endmacro %}

{% macro duckdb__three_digits(number) -%}
case
                when abs({{ number }}) < 999.5 then format('{:.3g}', {{ number }})
                else format('{:,.0f}', {{ number }})
            end
{%- endmacro %}

{#- format_number rounds as C does. From 0.0001 down C writes an exponent of two digits or three. -#}
{% macro spark__three_digits(number) -%}
{%- set decimals = '2 - floor(log10(abs(' ~ number ~ ')))::integer' -%}
{%- set written = 'format_number(' ~ number ~ ', ' ~ decimals ~ ')' -%}
case
                when abs({{ number }}) >= 99.95 or {{ number }} = 0
                    then format_number({{ number }}, 0)
                else regexp_replace(
                    case
                        when abs({{ number }}) >= 0.00009995 then {{ written }}
                        else regexp_replace({{ written }}, '0[.]0*([1-9])', '$1.')
                    end,
                    '([.][0-9]*[1-9])0+$|[.]0*$', '$1'
                ) || case
                    when abs({{ number }}) >= 0.00009995 then ''
                    else format_string(
                        'e-%02d', 1 + length(regexp_extract({{ written }}, '[.](0*)', 1))
                    )
                end
            end
{%- endmacro %}
