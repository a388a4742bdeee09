{#- One literal: dbt takes a unit test's SQL apart word by word. -#}
{% macro unusual_characters() -%}
decode(unhex('C2A0E28087E28089E280AFE28099E28892'), 'UTF-8')
{%- endmacro %}
