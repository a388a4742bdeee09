{% macro clean_customer_id(expression, is_zero_missing=false) -%}
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
            when {{ cleaned }} like '_%@_%._%' then lower({{ cleaned }})
            when contains({{ cleaned }}, '.0')
                then {{ customer_segmentation.without_decimals(cleaned) }}
            -- To know a digit costs less than to look for words, of which none begins with one.
            when
                left({{ cleaned }}, 1) between '0' and '9'
                or not {{ customer_segmentation.is_match(
                    cleaned, customer_segmentation.words_for_nobody()
                ) }}
                then {{ cleaned }}
        end
{%- endmacro %}
