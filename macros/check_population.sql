{#- Stops a run that would go on with the sample where the last fit is of the user's own data. -#}
{% macro check_population(segmentation, source) %}
    {%- set fits = adapter.get_relation(target.database, 'clustering', 'kmeans_fits') -%}
    {%- if execute and flags.WHICH in ['run', 'build'] and not flags.EMPTY and fits
        and var(source, none) is none and segmentation not in var('forget_fits')
        and run_query("select 1 from " ~ fits ~ " where status = 'champion' and not is_sample"
            ~ " and segmentation = '" ~ segmentation ~ "'").rows | length -%}
        {{ exceptions.raise_compiler_error(
            segmentation ~ ': its last fit is of your own data, but ' ~ source ~ ' is not named'
            ~ ' and would be read from the sample. Name it, in --vars or in dbt_project.yml, or'
            ~ " forget that fit: --vars '{forget_fits: [" ~ segmentation ~ "]}'."
        ) }}
    {%- endif -%}
{%- endmacro %}
