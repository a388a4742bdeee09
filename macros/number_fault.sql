{#-
    Branches of a `case`: why a text is not a number from low to high, or nothing. `name` is the
    typed column; the text it came from is `<name>_text`.
-#}
{% macro number_fault(name, low, high) -%}
when {{ name }}_text is null then '{{ name }} is missing'
        when {{ name }} is null or not isfinite({{ name }}) then '{{ name }} is not a number'
        when {{ name }} not between {{ low }} and {{ high }}
            then '{{ name }} is outside {{ low }} to {{ high }}'
{%- endmacro %}
