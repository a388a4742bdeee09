{#- Every column but customer_id, in its order, as one list of doubles. -#}
{% macro feature_vector() -%}
[*columns(* exclude (customer_id))]::double[]
{%- endmacro %}
