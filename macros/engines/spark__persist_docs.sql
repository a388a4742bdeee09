{#-
    All comments of a table at once: each statement is a commit of Delta. A view has them from the
    start, and a table of SQL its own.
-#}
{% macro spark__persist_docs(relation, model, for_relation=true, for_columns=true) %}
    {%- set is_from_sql = model.resource_type == 'model' and model.language == 'sql' -%}
    {%- if not is_from_sql and for_relation and config.persist_relation_docs()
        and model.description -%}
        {%- do run_query(
            'comment on table ' ~ relation ~ ' is '
            ~ customer_segmentation.text_literal(model.description)
        ) -%}
    {%- endif -%}
    {%- if for_columns and config.persist_column_docs() and model.columns -%}
        {%- set known = {} -%}
        {%- for row in run_query('describe table ' ~ relation).rows -%}
            {%- do known.update({row['col_name']: row['comment']}) -%}
        {%- endfor -%}
        {%- set comments = [] -%}
        {%- for name, column in validate_doc_columns(relation, model.columns, known | list).items()
            if column.description and column.description != known[name] -%}
            {%- do comments.append(
                adapter.quote(name) ~ ' comment '
                ~ customer_segmentation.text_literal(column.description)
            ) -%}
        {%- endfor -%}
        {%- if comments -%}
            {%- do run_query(
                'alter table ' ~ relation ~ ' alter column ' ~ comments | join(', ')
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
