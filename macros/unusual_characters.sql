{#- One literal: dbt takes a unit test's SQL apart word by word. -#}
{% macro unusual_characters() -%}
decode('\xC2\xA0\xE2\x80\x87\xE2\x80\x89\xE2\x80\xAF\xE2\x80\x99\xE2\x88\x92'::blob)
{%- endmacro %}
