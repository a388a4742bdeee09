{#-
    One expression for all: a thousand would be planned for ever. What begins and ends in visible
    ASCII has no white space: to trim costs ten times as much as to know that.
-#}
{% macro clean_values(columns) -%}
list_transform(
            [{{ columns | map(attribute='sql') | join(', ') }}],
            lambda value: nullif(
                regexp_replace(
                    case
                        when regexp_full_match(value, '[!-~]([ -~]*[!-~])?') then value
                        else {{ customer_segmentation.clean_text('value') }}
                    end,
                    '(?i)^(na|n/a|nan|null|none|-|00(00)?[-./]00[-./]00(00)?( 00:00(:00)?)?)$',
                    ''
                ),
                ''
            )
        )
{%- endmacro %}
