{% macro forget_changes() %}
    {%- if is_incremental() and not flags.EMPTY -%}
        delete from {{ this }} where (segmentation, fit_number) not in (
            select (segmentation, fit_number) from {{ ref('kmeans_fits') }}
        )
    {%- endif -%}
{% endmacro %}
