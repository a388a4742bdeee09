{#-
    The power of ten by which values of this size become whole numbers of so many digits. Sums of
    whole numbers are exact, so that the order of the rows does not matter to them: the last bits of a
    sum of doubles change with it, and to sort the rows takes most of the time. 15 digits are what a
    double has; the squares of 9 fit into 64 bits.
-#}
{% macro whole_unit(size, digits) -%}
coalesce(power(10, least(300, {{ digits }} - ceil(log10(nullif({{ size }}, 0))))), 1)
{%- endmacro %}
