{% macro forget_values() %}
    {%- if is_incremental() and not flags.EMPTY -%}
        delete from {{ this }} where (segmentation, as_of) not in (
            select (segmentation, as_of) from {{ ref('segment_changes') }}
            where change = 'period'
        )
    {%- endif -%}
{% endmacro %}
