{% macro forget_values() %}
    {%- if is_incremental() and not flags.EMPTY -%}
        {{ customer_segmentation.delete_others(
            this,
            ['segmentation', 'as_of'],
            '(select * from ' ~ ref('segment_changes') ~ " where change = 'period') as periods"
        ) }}
    {%- endif -%}
{% endmacro %}
