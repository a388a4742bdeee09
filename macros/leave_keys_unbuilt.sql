{#- dbt renders hooks in the model's own context, so what is written there holds for its table. -#}
{% macro leave_keys_unbuilt() %}
    {%- do model.update({'constraints': model.constraints
        | rejectattr('type', 'in', ['primary_key', 'unique']) | list}) -%}
{% endmacro %}
