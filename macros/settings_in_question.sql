{% macro settings_in_question() %}
    {%- set sources = {} -%}
    {%- for source in source_names() -%}
        {%- set base = customers_node('base_' ~ source) -%}
        {%- do sources.update({source: {
            'columns': source_columns(source) | list if base else [],
            'vars': base.config.meta.get('vars', {}) if base else {},
        }}) -%}
    {%- endfor -%}
    {%- set variables = {} -%}
    {%- for name in ask_python('settings_names', {'sources': sources}) -%}
        {#- YAML makes a date of a day without quotes. -#}
        {%- set value = var(name, none) -%}
        {%- if value is mapping and name == 'forget_days' -%}
            {%- set days = {} -%}
            {%- for key, listed in value.items() -%}
                {%- do days.update({
                    key: listed | map('string') | list if listed is iterable and listed is not string
                    else listed | string
                }) -%}
            {%- endfor -%}
            {%- set value = days -%}
        {%- endif -%}
        {%- do variables.update({name: value | string if value.isoformat is defined else value}) -%}
    {%- endfor -%}
    {%- set models = {} -%}
    {%- set as_of_names = [] -%}
    {%- set written = variables.segmentations -%}
    {%- for settings in (written if written is mapping else {}).values() if settings is mapping -%}
        {%- set node = customers_node(settings.customers) -%}
        {%- if node -%}
            {%- set columns = [] -%}
            {%- for column in node.columns.values() if node.config.contract.enforced -%}
                {%- do columns.append({'name': column.name, 'type': column.data_type}) -%}
            {%- endfor -%}
            {%- do models.update({node.name: {
                'columns': columns or none, 'metas': column_metas(node)
            }}) -%}
            {%- do as_of_names.append(node.name ~ '_as_of') -%}
        {%- endif -%}
    {%- endfor -%}
    {#- In a project that has this one as a package, other vars of the command line are its own. -#}
    {%- set given = adapter.config.cli_vars | list if project_name == 'customer_segmentation'
        else adapter.config.vars.to_dict().get('customer_segmentation', {}) | list -%}
    {{ return({
        'variables': variables,
        'given': given,
        'sources': sources,
        'models': models,
        'as_of_names': as_of_names,
    }) }}
{% endmacro %}
