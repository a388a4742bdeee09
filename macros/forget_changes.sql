{#- Without its fits, the changes of a segmentation speak of ids that nobody knows. -#}
{% macro forget_changes() %}
    {%- if is_incremental() and var('forget_fits') -%}
        delete from {{ this }}
        where segmentation in ('{{ var("forget_fits") | join("', '") }}')
    {%- endif -%}
{% endmacro %}
