{#-
    Of moments only those without a zone or in UTC are timestamps: DuckDB would forget any other
    zone.
-#}
{% macro value_kind(name) -%}
{%- set number = '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?' -%}
{%- set code = '^[+-]?(0[0-9]|[0-9]{16})' -%}
{%- set either = '[+-]?[1-9][0-9]{0,2}[.][0-9]{3}' -%}
{%- set date = '[0-9]{4}-[0-9]{2}-[0-9]{2}' -%}
{%- set time = '[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+]00(:?00)?)?' -%}
case
                when
                    regexp_full_match({{ name }}, '{{ number }}')
                    and isfinite(try_cast({{ name }} as double))
                    then case
                        when regexp_matches({{ name }}, '{{ code }}') then 'code'
                        when not contains({{ name }}, '.') then 'number'
                        when regexp_full_match({{ name }}, '{{ either }}') then 'either'
                        else 'decimal'
                    end
                when
                    regexp_full_match({{ name }}, '{{ date }}')
                    and try_cast({{ name }} as date) is not null
                    then 'date'
                when
                    regexp_full_match({{ name }}, '{{ date }}[T ]{{ time }}')
                    and try_cast({{ name }} as timestamp) is not null
                    then 'timestamp'
                when lower({{ name }}) in ('true', 'false', 'yes', 'no') then 'boolean'
                when regexp_matches({{ name }}, '[0-9]') then 'figures'
                else 'text'
            end
{%- endmacro %}
