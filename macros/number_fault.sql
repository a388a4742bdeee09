{#-
    Branches of a `case`: why a value is not a number from low to high, or nothing. `name` is the
    typed column; what it was typed from is `<name>_received`.
-#}
{% macro number_fault(name, low, high) -%}
when {{ name }}_received is null then {{ fault(name, 'is missing') }}
            when {{ name }} is null or not isfinite({{ name }})
                then {{ fault(name, 'is not a number') }}
            when {{ name }} not between {{ low }} and {{ high }}
                then {{ fault(name, 'is outside ' ~ low ~ ' to ' ~ high) }}
{%- endmacro %}
