{#- One literal: dbt takes a unit test's SQL apart word by word. -#}
{% macro white_space() -%}
decode(unhex('090A0D20C2A0E28087E2808BE2808CE2808DE280AFE281A0E38080EFBBBF'), 'UTF-8')
{%- endmacro %}
