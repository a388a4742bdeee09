{#-
    An id of any type as text without surrounding white space; null if nothing is left.
    A number that a tool wrote with decimals is the same id (17850.0 is 17850), what it writes
    for a missing one is none.
-#}
{% macro clean_id(expression) -%}
{%- set trimmed = 'trim(' ~ expression ~ '::varchar, ' ~ white_space() ~ ')' -%}
case
            when contains({{ trimmed }}, '.')
                then regexp_replace({{ trimmed }}, '^([0-9]+)[.]0+$', '\1')
            when not regexp_full_match({{ trimmed }}, '(?i)(nan|null|none|<na>)?')
                then {{ trimmed }}
        end
{%- endmacro %}
