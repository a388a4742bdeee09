{#-
    The segmentations that a gate holds back tonight, or, by `customers`, the customers models. A
    unit test has rows of its own and holds back none.
-#}
{% macro held_back(key='segmentation') %}
    {%- if not execute or flags.EMPTY or (model and model.resource_type == 'unit_test') -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set closed = {} -%}
    {%- for gate in ['customer_gate', 'segment_gate'] -%}
        {%- set subjects = [] -%}
        {%- for row in rows_of(gate, 'where not is_open order by subject') -%}
            {%- do subjects.append(row['subject']) -%}
        {%- endfor -%}
        {%- do closed.update({gate: subjects}) -%}
    {%- endfor -%}
    {%- if key == 'customers' -%}
        {{ return(closed.customer_gate) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for name, settings in segmentations().items()
        if name in closed.segment_gate or settings.customers in closed.customer_gate -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
