{#-
    The last bits of a sum of doubles change with the order of the rows, and to sort them takes most
    of the time. 15 digits are what a double has; the squares of 9 fit into 64 bits.
-#}
{% macro whole_unit(size, digits) -%}
coalesce({{ customer_segmentation.power_of_ten(
    'least(300, ' ~ digits ~ ' - ceil(log10(nullif(' ~ size ~ ', 0))))'
) }}, 1)
{%- endmacro %}
