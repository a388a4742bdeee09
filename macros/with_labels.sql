{% macro with_labels(text) -%}
replace(
            replace(
                replace({{ text }}, '{second}', chr(1)), '{first}', segments.first_label
            ),
            chr(1),
            coalesce(segments.second_label, '')
        )
{%- endmacro %}
