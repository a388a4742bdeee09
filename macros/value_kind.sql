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
                    {{ customer_segmentation.is_match(name, number) }}
                    and {{ customer_segmentation.is_finite(customer_segmentation.try_number(name)) }}
                    then case
                        when {{ customer_segmentation.has_match(name, code) }} then 'code'
                        when not contains({{ name }}, '.') then 'number'
                        when {{ customer_segmentation.is_match(name, either) }} then 'either'
                        else 'decimal'
                    end
                when
                    {{ customer_segmentation.is_match(name, date) }}
                    and try_cast({{ name }} as date) is not null
                    then 'date'
                when
                    {{ customer_segmentation.is_match(name, date ~ '[T ]' ~ time) }}
                    and {{ customer_segmentation.try_moment(name) }} is not null
                    then 'timestamp'
                when lower({{ name }}) in ('true', 'false', 'yes', 'no') then 'boolean'
                when {{ customer_segmentation.has_match(name, '[0-9]') }} then 'figures'
                else 'text'
            end
{%- endmacro %}
