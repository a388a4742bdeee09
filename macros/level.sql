{#- Which of the three level words a z-score calls for: 1 low, 2 middle, 3 high. -#}
{% macro level(z_score) -%}
case
            when {{ z_score }} >= {{ var('level_threshold') }} then 3
            when {{ z_score }} <= -{{ var('level_threshold') }} then 1
            else 2
        end
{%- endmacro %}
