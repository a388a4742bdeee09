{#-
    Whether a customer is left alone to compare with: by the id alone, so who is held out of one
    action is held out of all.
-#}
{% macro is_held_out(id='customer_id') -%}
    md5_number('holdout:' || {{ id }}) % 1000000
        < 1000000 * {{ var('audience_holdout_share') }}
{%- endmacro %}
