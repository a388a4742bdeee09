{#-
    An id of any type as text without surrounding white space; null if nothing is left.
    A number that a tool wrote with decimals is the same id (17850.0 is 17850), capitals make no
    other address of e-mail, and what is written where there is no id is none: the words that are
    known, those of the var missing_ids, and 0 if that is said.
-#}
{% macro clean_id(expression, is_zero_missing=false) -%}
{%- set cleaned = customer_segmentation.clean_text(expression) -%}
{%- set words = [] -%}
{%- for word in var('missing_ids', []) -%}
    {%- do words.append(customer_segmentation.text_literal(word | string | lower)) -%}
{%- endfor -%}
case
            {%- if words %}
            when lower({{ cleaned }}) in ({{ words | join(', ') }}) then null
            {%- endif %}
            {%- if is_zero_missing %}
            when {{ cleaned }} in ('0', '0.0', '00') then null
            {%- endif %}
            when contains({{ cleaned }}, '@') then lower({{ cleaned }})
            when contains({{ cleaned }}, '.')
                then nullif(regexp_replace(
                    regexp_replace({{ cleaned }}, '^([0-9]+)[.]0+$', '\1'),
                    '(?i)^n[.]a[.]?$', ''
                ), '')
            -- None of the words begins with a digit.
            when {{ cleaned }}[1] between '0' and '9' then {{ cleaned }}
            when not regexp_full_match(
                {{ cleaned }},
                '{{ customer_segmentation.words_for_nobody() }}'
            )
                then {{ cleaned }}
        end
{%- endmacro %}
