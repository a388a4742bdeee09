{% macro declared() %}
    {%- if not execute -%}
        {%- set sound = {} -%}
        {%- set written = var('segmentations') -%}
        {%- for name, settings in (written if written is mapping else {}).items()
            if settings is mapping and settings.customers is string -%}
            {%- do sound.update({name: settings}) -%}
        {%- endfor -%}
        {{ return({
            'segmentations': sound, 'left_out': [],
            'is_own_data': false, 'absent_sources': [], 'sources': {},
        }) }}
    {%- endif -%}
    {%- set known = ask_python('declared', about='all') -%}
    {%- if known -%}
        {{ return(known) }}
    {%- endif -%}
    {%- set given = [] -%}
    {%- for source in source_names() if var(source, none) is not none -%}
        {%- do given.append(source) -%}
    {%- endfor -%}
    {%- set parents = {} -%}
    {#- The gate waits for every source, so all that comes after it would be made from all. -#}
    {%- for id in graph.nodes if id.startswith('model.') and not id.endswith('.source_gate') -%}
        {%- set node = graph.nodes[id] -%}
        {%- do parents.update({node.name: node.depends_on.nodes}) -%}
    {%- endfor -%}
    {{ return(ask_python('declared', {
        'segmentations': var('segmentations'),
        'sources': source_names(),
        'given': given,
        'parents': parents,
    }, about='all')) }}
{% endmacro %}
