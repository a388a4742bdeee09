{#-
    An id of any type as text without surrounding white space; null if nothing is left.
    A number that a tool wrote with decimals is the same id (17850.0 is 17850), what it writes
    for a missing one is none.
-#}
{% macro clean_id(expression) -%}
nullif(
            regexp_replace(
                regexp_replace(
                    trim({{ expression }}::varchar, {{ white_space() }}),
                    '^([0-9]+)[.]0+$', '\1'
                ),
                '(?i)^(nan|null|none|<na>)$', ''
            ),
            ''
        )
{%- endmacro %}
