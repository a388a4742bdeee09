{#-
    The characters of white space, those without a width included, in UTF-8: tab, line feed,
    carriage return, space, no-break space, figure space, zero-width space, non-joiner and joiner,
    narrow no-break space, word joiner, ideographic space, byte order mark. One literal: dbt takes
    a unit test's SQL apart word by word.
-#}
{% macro white_space() -%}
decode('\x09\x0A\x0D\x20\xC2\xA0\xE2\x80\x87\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\xAF\xE2\x81\xA0\xE3\x80\x80\xEF\xBB\xBF'::blob)
{%- endmacro %}
