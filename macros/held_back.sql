{% macro held_back(key='segmentation') %}
    {%- if not execute or flags.EMPTY or (model and model.resource_type == 'unit_test') -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set known = ask_python('held_back', about=key) -%}
    {%- if known is not none -%}
        {{ return(known) }}
    {%- endif -%}
    {%- set closed = {} -%}
    {%- for gate in ['customer_gate'] + (['segment_gate'] if key == 'segmentation' else []) -%}
        {%- set subjects = [] -%}
        {%- for row in rows_of(gate, 'where not is_open order by subject') -%}
            {%- do subjects.append(row['subject']) -%}
        {%- endfor -%}
        {%- do closed.update({gate: subjects}) -%}
    {%- endfor -%}
    {{ return(ask_python('held_back', {
        'closed': closed, 'segmentations': segmentations()
    }, about=key)) }}
{% endmacro %}
