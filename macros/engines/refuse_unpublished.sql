{% macro refuse_unpublished() -%}
    {{ adapter.dispatch('refuse_unpublished', 'customer_segmentation')() }}
{%- endmacro %}

{% macro duckdb__refuse_unpublished() -%}
    {#- A variable, because a select would leave a result open on the connection. -#}
    set variable published = (
        select
            case
                when getvariable('publication_error') is not null
                    then error(getvariable('publication_error'))
            end
    )
{%- endmacro %}

{#- There the model itself says it, and what it would have written is not. -#}
{% macro spark__refuse_unpublished() -%}
{%- endmacro %}
