{% macro customers_currency(customers) %}
    {%- set found = [] -%}
    {%- for source in declared().sources.get(customers, []) -%}
        {%- set place = source_place(source) -%}
        {%- set said = [place.currency] -%}
        {%- for name in (['sample_' ~ source] if place.from is none else []) + ['base_' ~ source] -%}
            {%- for node in nodes_named(name) -%}
                {%- do said.append(node.config.meta.currency) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do found.append(said | select | first | default(none)) -%}
    {%- endfor -%}
    {{ return(found[0] if found | unique | list | length == 1 else none) }}
{% endmacro %}
