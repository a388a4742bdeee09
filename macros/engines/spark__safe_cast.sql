{#-
    Lists and structs in the rows of a unit test are YAML, or texts that DuckDB and JSON both read.
-#}
{% macro spark__safe_cast(field, type) %}
    {%- if field == 'null' or not type.startswith(('array<', 'struct<', 'map<')) -%}
cast({{ field }} as {{ type }})
    {%- else -%}
from_json(
    {{ field if field is string else customer_segmentation.text_literal(tojson(field)) }},
    '{{ type }}', map('mode', 'FAILFAST')
)
    {%- endif -%}
{% endmacro %}
