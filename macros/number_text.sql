{% macro number_text(expression, format) -%}
{%- if not format or format.is_plain -%}
{{ expression }}
{%- else -%}
{%- set mark, group = (',', '.') if format.decimal == 'comma' else ('.', ',') -%}
{%- set digits = '([0-9]{1,3}([' ~ group ~ "' ][0-9]{3})+|[0-9]+)([" ~ mark ~ '][0-9]*)?|['
    ~ mark ~ '][0-9]+' -%}
{#- Of a column that nobody calls one of numbers only the currencies that it was decided with. -#}
{%- set unit = '(' ~ format.units | join('|') ~ ')?' if format.units is defined
    else "[^0-9 .,'()+%-]{0,4}" -%}
{%- set word = unit if format.units is defined else unit ~ "|[^0-9 .,'()+%-]{1,4}[.]" -%}
{%- set plain = 'translate(' ~ customer_segmentation.clean_text(expression) ~ ', '
    ~ customer_segmentation.unusual_characters() ~ ', ' ~ customer_segmentation.usual_characters() ~ ')' -%}
{%- set number = '[(]?[+-]?(' ~ word ~ ') ?[+-]?(' ~ digits ~ ') ?' ~ unit ~ '%?-?[)]?' -%}
{#- A list of one: it is cleaned once, and looked at several times. -#}
{%- set texts -%}
{%- call(text) customer_segmentation.mapped(customer_segmentation.list_of([plain])) -%}
case
                -- With an exponent it is a number in every country.
                when {{ customer_segmentation.is_match(text, '[+-]?[0-9]+[.]?[0-9]*[eE][+-]?[0-9]+') }}
                    then {{ text }}
                when {{ customer_segmentation.is_match(text, number) }}
                    then concat(
                        case
                            when {{ customer_segmentation.has_match(text, '^[(]|-') }} then '-'
                            else ''
                        end,
                        replace(
                            {{ customer_segmentation.replace_match(
                                customer_segmentation.replace_first(text, '[^0-9 ][.] ?', ''),
                                '[^0-9' ~ mark ~ ']', ''
                            ) }},
                            '{{ mark }}', '.'
                        )
                    )
            end
{%- endcall -%}
{%- endset -%}
{{ customer_segmentation.list_item(texts, 1) }}
{%- endif -%}
{%- endmacro %}
