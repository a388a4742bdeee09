{#-
    One expression for all: a thousand would be planned for ever. What begins and ends in visible
    ASCII has no white space: to trim costs ten times as much as to know that.
-#}
{% macro clean_values(columns) -%}
{%- set missing =
    '(?i)^(na|n/a|nan|null|none|-|00(00)?[-./]00[-./]00(00)?( 00:00(:00)?)?)$' -%}
{%- set values = customer_segmentation.list_of(columns | map(attribute='sql') | list) -%}
{%- call(value) customer_segmentation.mapped(values) -%}
nullif(
                {{ customer_segmentation.replace_first(
                    'case
                        when ' ~ customer_segmentation.is_match(value, '[!-~]([ -~]*[!-~])?') ~ ' then '
                        ~ value ~ '
                        else ' ~ customer_segmentation.clean_text(value) ~ '
                    end', missing, ''
                ) }},
                ''
            )
{%- endcall -%}
{%- endmacro %}
