{#- A text of the playbook with the features' labels in place of {first} and {second}. A label is
    put in last, or where none is left to be found: braces in it stay what they are. -#}
{% macro with_labels(text) -%}
replace(
            replace(
                replace({{ text }}, '{second}', chr(1)), '{first}', segments.first_label
            ),
            chr(1),
            coalesce(segments.second_label, '')
        )
{%- endmacro %}
