{#- The categories of products that campaign customers bought, by their columns. -#}
{% macro campaign_products() -%}
    {{ return(['wines', 'fruits', 'meat', 'fish', 'sweets', 'gold']) }}
{%- endmacro %}
