{% macro number_fault(name, low, high) -%}
when {{ name }}_received is null then {{ fault(name, 'is missing') }}
            when {{ name }} is null or not {{ is_finite(name) }}
                then {{ fault(name, 'is not a number') }}
            when {{ name }} not between {{ low }} and {{ high }}
                then {{ fault(name, 'is outside ' ~ low ~ ' to ' ~ high) }}
{%- endmacro %}
