{#-
    A value of any type as text, as DuckDB writes it.
-#}
{% macro text_of(value) -%}
{{ adapter.dispatch('text_of', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__text_of(value) -%}
{{ value }}::string
{%- endmacro %}

{#-
    Doubles and floats alone look different: the fewest digits that are read as the same number, of which
    Java before 19 sometimes writes more. What type it is, is known before a row is read.
-#}
{% macro spark__text_of(value) -%}
case
            when typeof({{ value }}) in ('double', 'float')
                then transform(
                    transform(
                        array(({{ value }})::string::double),
                        as_double -> case
                            when isnan(as_double) or abs(as_double) > 1.7976931348623157e308
                                then replace(lower(as_double::string), 'infinity', 'inf')
                            when as_double = 0 or as_double is null then as_double::string
                            {%- for type, digits in [
                                ('float', 5), ('float', 6), ('float', 7), ('float', 8), ('double', 14),
                                ('double', 15)
                            ] %}
                            when
                                typeof({{ value }}) = '{{ type }}'
                                and format_string('%.{{ digits }}e', as_double)::{{ type }}
                                = as_double::{{ type }}
                                then format_string('%.{{ digits }}e', as_double)
                            {%- endfor %}
                            else format_string('%.16e', as_double)
                        end
                    ),
                    digits -> case
                        when not contains(digits, 'e') then digits
                        when split_part(digits, 'e', 2)::int between -4 and 15
                            then regexp_replace(
                                rtrim('0', digits::decimal(38, 21)::string), '[.]$', '.0'
                            )
                        else regexp_replace(digits, '[.]?0*e', 'e')
                    end
                )[0]
            else ({{ value }})::string
        end
{%- endmacro %}
