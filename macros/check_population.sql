{% macro check_population() %}
    {%- set present = segmentations() -%}
    {%- if not present -%}
        {{ exceptions.raise_compiler_error(
            'vars: segmentations: none of them is of the data that is given. Declare one whose'
            ~ ' customers are, or name the source of one that is declared.'
        ) }}
    {%- endif -%}
    {%- set unread = [] -%}
    {%- for name in var('segmentations')
        if name not in var('forget_fits') and (name not in present or not declared().is_own_data) -%}
        {%- do unread.append(name) -%}
    {%- endfor -%}
    {%- for row in rows_of('kmeans_fits',
        "where status = 'champion' and not is_sample order by segmentation"
    ) if row['segmentation'] in unread and not flags.EMPTY -%}
        {%- set name = row['segmentation'] -%}
        {{ exceptions.raise_compiler_error(
            name ~ ': its last fit is of your own data, but '
            ~ declared().sources[var('segmentations')[name].customers] | join(' and ')
            ~ (' is not named. ' if declared().is_own_data
                else ' is not named and would be read from the sample. ')
            ~ 'Name it, in --vars or in dbt_project.yml, or forget that fit: --vars'
            ~ " '{forget_fits: [" ~ name ~ "]}'."
        ) }}
    {%- endfor -%}
{% endmacro %}
