{#-
    Columns as one text, as DuckDB writes a row. `columns` are the kinds of each, by name: text, number for a
    double, or other.
-#}
{% macro row_text(columns) -%}
{{ adapter.dispatch('row_text', 'customer_segmentation')(columns) }}
{%- endmacro %}

{% macro duckdb__row_text(columns) -%}
({{ columns | join(', ') }})::string
{%- endmacro %}

{#- A text in which something could be taken for a part of the row stands in quotes. -#}
{% macro spark__row_text(columns) -%}
{%- set special = '^$|^\\s|\\s$|[\\[\\]{}()",:=\'\\\\]|^(?i:null)$' -%}
{%- set texts, numbers, parts = [], [], [] -%}
{%- for name, kind in columns.items() -%}
    {%- if kind == 'text' -%}
        {%- do texts.append(name) -%}
        {%- do parts.append('written.texts[' ~ (texts | length - 1) ~ ']') -%}
    {%- elif kind == 'number' -%}
        {%- do numbers.append(name) -%}
        {%- do parts.append('written.numbers[' ~ (numbers | length - 1) ~ ']') -%}
    {%- else -%}
        {%- do parts.append(name ~ '::string') -%}
    {%- endif -%}
{%- endfor -%}
transform(
            array(named_struct(
                'texts', transform(
                    array({{ texts | join(', ') }})::array<string>,
                    one -> if(
                        regexp_like(one, {{ customer_segmentation.text_literal(special) }}),
                        concat(
                            '\'',
                            regexp_replace(
                                one, {{ customer_segmentation.text_literal("(['\\\\])") }},
                                {{ customer_segmentation.text_literal('\\\\$1') }}
                            ),
                            '\''
                        ),
                        one
                    )
                ),
                'numbers', transform(
                    array({{ numbers | join(', ') }})::array<double>,
                    one -> {{ customer_segmentation.text_of('one') }}
                )
            )),
            written -> concat('(', array_join(array({{ parts | join(', ') }}), ', ', 'NULL'), ')')
        )[0]
{%- endmacro %}
