{% macro is_held_out(id='customer_id') -%}
    {{ customer_segmentation.md5_millionths("'holdout:' || " ~ id) }}
        < 1000000 * {{ var('audience_holdout_share') }}
{%- endmacro %}
