{#-
    For an engine without strptime: a moment from a text that is written in a format of it, or without
    one as SQL casts a text; null where it is not.
-#}
{% macro moment_by_pattern(value, format, has_offset=false) -%}
{%- set found = customer_segmentation.ask_python('moment_pattern', {'format': format}) -%}
{%- set at, groups = {}, [] -%}
{%- for part in found.parts -%}
    {%- do at.update({part: 'parts[' ~ loop.index0 ~ ']'}) -%}
    {%- do groups.append('$' ~ loop.index) -%}
{%- endfor -%}
{%- set hour = 'coalesce(try_cast(' ~ (at.hour or at.half_hour or 'null') ~ ' as int), 0)' -%}
{%- set minute = 'coalesce(try_cast(' ~ (at.minute or 'null') ~ ' as int), 0)' -%}
{%- set second -%}
coalesce(try_cast({{ at.second or 'null' }} as int), 0)
                            + coalesce(
                                try_cast('0.' || left({{ at.fraction or "''" }}, 6) as decimal(8, 6)), 0
                            )
{%- endset -%}
transform(
                transform(
                    array({{ value }}),
                    value -> case
                        when {{ customer_segmentation.is_match('value', found.pattern) }}
                            then split(regexp_replace(
                                value,
                                {{ customer_segmentation.text_literal('\\A' ~ found.pattern ~ '\\z') }},
                                '{{ groups | join('|') }}'
                            ), '[|]')
                    end
                ),
                parts -> case
                    when {{ second }} < 60
                    {%- if at.half_hour %} and {{ hour }} between 1 and 12{% endif %}
                    {%- if has_offset %}
                    and regexp_like({{ at.offset }}, '^(?:Z| +(?i:UTC|GMT)| *[+-].*)? *$')
                    {%- endif %}
                        then timestampadd(
                            minute,
                            {%- if not format %}
                            -- The last moment of a day may be written as 24:00.
                            if({{ hour }} = 24 and {{ minute }} = 0 and {{ second }} = 0, 1440, 0)
                            {%- else %}
                            0
                            {%- endif %}
                            {%- if has_offset %}
                            - if(contains({{ at.offset }}, '-'), -1, 1) * (
                                60 * coalesce(try_cast(
                                    regexp_extract({{ at.offset }}, '[+-]([0-9]{2})', 1) as int
                                ), 0)
                                + coalesce(try_cast(
                                    regexp_extract({{ at.offset }}, '[+-][0-9]{2}:?([0-9]{2})', 1) as int
                                ), 0)
                            )
                            {%- endif %},
                            try_make_timestamp_ntz(
                                {%- if at.short_year %}
                                -- From 69 on it is one of the last century.
                                {{ at.short_year }}::int
                                + if({{ at.short_year }}::int < 69, 2000, 1900),
                                {%- else %}
                                {{ at.year ~ '::int' if at.year else 1900 }},
                                {%- endif %}
                                {%- if at.month_name %}
                                array_position(
                                    split('jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec', ','),
                                    lower(left({{ at.month_name }}, 3))
                                )::int,
                                {%- else %}
                                {{ at.month ~ '::int' if at.month else 1 }},
                                {%- endif %}
                                {{ at.day ~ '::int' if at.day else 1 }},
                                {%- if at.half_hour %}
                                {{ hour }} % 12
                                {%- if at.half %} + if(lower({{ at.half }}) = 'pm', 12, 0){% endif %},
                                {%- elif format %}
                                {{ hour }},
                                {%- else %}
                                if({{ hour }} = 24 and {{ minute }} = 0 and {{ second }} = 0, 0, {{ hour }}),
                                {%- endif %}
                                {{ minute }},
                                ({{ second }})::decimal(16, 6)
                            )
                        )
                end
            )[0]
{%- endmacro %}
