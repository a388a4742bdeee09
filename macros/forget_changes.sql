{% macro forget_changes() %}
    {%- if is_incremental() and not flags.EMPTY -%}
        {{ customer_segmentation.delete_others(
            this, ['segmentation', 'fit_number'], ref('kmeans_fits')
        ) }}
    {%- endif -%}
{% endmacro %}
