{% macro level(z_score) -%}
case
            when {{ z_score }} >= {{ var('level_threshold') }} then 3
            when {{ z_score }} <= -{{ var('level_threshold') }} then 1
            else 2
        end
{%- endmacro %}
