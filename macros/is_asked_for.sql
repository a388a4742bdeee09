{#-
    Whether anything of this project is selected, for the hooks: in a project that has it as a
    package they run before and after everything that is built there.
-#}
{% macro is_asked_for() %}
    {%- for name in selected_resources if name.split('.')[1] == 'customer_segmentation' -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}
