{% macro is_asked_for() %}
    {%- for name in selected_resources if name.split('.')[1] == 'customer_segmentation' -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}
