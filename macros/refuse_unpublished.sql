{% macro refuse_unpublished() -%}
    {#- A variable, because a select would leave a result open on the connection. -#}
    set variable published = (
        select
            case
                when getvariable('publication_error') is not null
                    then error(
                        'not published: ' || getvariable('publication_error')
                        || '. Is the folder of the var publish_to writable, and has the disk space?'
                        || ' The marts of the warehouse are new, the file published before stays.'
                    )
            end
    )
{%- endmacro %}
