{#- A null where none may be stops the statement, and the table stays as it was. -#}
{% macro spark__get_select_subquery(sql) %}
    select
    {%- for name in model.columns %}
        {%- if name in model.never_null | default([]) %}
        coalesce({{ name }}, raise_error('{{ this.identifier }}: {{ name }} is null')) as {{ name }}
        {%- else %}
        {{ name }}
        {%- endif %}
        {{- ',' if not loop.last }}
    {%- endfor %}
    from (
        {{ sql }}
    ) as model_subq
{%- endmacro %}
