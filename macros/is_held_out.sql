{% macro is_held_out(id='customer_id') -%}
    md5_number('holdout:' || {{ id }}) % 1000000
        < 1000000 * {{ var('audience_holdout_share') }}
{%- endmacro %}
