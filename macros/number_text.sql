{% macro number_text(expression, format) -%}
{%- if not format or format.is_plain -%}
{{ expression }}
{%- else -%}
{%- set mark, group = (',', '.') if format.decimal == 'comma' else ('.', ',') -%}
{%- set digits = '([0-9]{1,3}([' ~ group ~ "'' ][0-9]{3})+|[0-9]+)([" ~ mark ~ '][0-9]*)?|['
    ~ mark ~ '][0-9]+' -%}
{#- Of a column that nobody calls one of numbers only the currencies that it was decided with. -#}
{%- set unit = '(' ~ format.units | join('|') ~ ')?' if format.units is defined
    else "[^0-9 .,''()+%-]{0,4}" -%}
{%- set word = unit if format.units is defined else unit ~ "|[^0-9 .,''()+%-]{1,4}[.]" -%}
list_transform(
            [translate(
                {{ clean_text(expression) }}, {{ unusual_characters() }}, {{ usual_characters() }}
            )],
            lambda value: case
                -- With an exponent it is a number in every country.
                when regexp_full_match(value, '[+-]?[0-9]+[.]?[0-9]*[eE][+-]?[0-9]+')
                    then value
                when regexp_full_match(
                    value,
                    '[(]?[+-]?({{ word }}) ?[+-]?({{ digits }}) ?{{ unit }}%?-?[)]?'
                )
                    then concat(
                        case when regexp_matches(value, '^[(]|-') then '-' end,
                        replace(
                            regexp_replace(
                                regexp_replace(value, '[^0-9 ][.] ?', ''), '[^0-9{{ mark }}]', '', 'g'
                            ),
                            '{{ mark }}', '.'
                        )
                    )
            end
        )[1]
{%- endif -%}
{%- endmacro %}
