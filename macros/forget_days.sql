{% macro forget_days() %}
    {%- set changes = node_relation('segment_changes') if execute -%}
    {%- if not (changes and var('forget_days') and is_asked_for() and not flags.EMPTY
        and flags.WHICH in ['run', 'build'] and load_relation(changes)) -%}
        {{ return('') }}
    {%- endif -%}
    {%- for segmentation, days in var('forget_days').items() -%}
        {%- set mine = "segmentation = '" ~ segmentation ~ "'" -%}
        {%- for day in days | map('string') | sort -%}
            {%- set periods = 'from ' ~ changes ~ ' where ' ~ mine ~ " and change = 'period'" -%}
            {%- set recorded = run_query(
                'select as_of::string, fit_number ' ~ periods ~ ' order by as_of'
            ).rows -%}
            {%- set known = recorded | map(attribute=0) | list -%}
            {%- if day not in known -%}
                {%- do print('forget_days: %s has no day %s; %s' | format(segmentation, day,
                    'recorded are ' ~ known | join(', ') if known else 'none is recorded')) -%}
            {%- else -%}
                {#- One statement: nothing is half forgotten by a build that is killed. -#}
                {%- set of_day = "select * from " ~ changes ~ ' where ' ~ mine ~ ' and as_of = date ' -%}
                {%- set after = recorded[known.index(day) + 1:] | first | default(none) -%}
                {%- set next_day = text_literal(after[0] if after else day) -%}
                {%- set merged -%}
                merge into {{ changes }} as recorded
                using (
                    {% if after -%}
                    select
                        later.as_of, later.customer_id, later.as_of as new_as_of,
                        later.fit_number as new_fit_number,
                        earlier.from_segment_id as new_from_segment_id,
                        case
                            when earlier.from_segment_id is null then 'gained'
                            when later.to_segment_id is null then 'lost'
                            when earlier.change = 'model moved' and later.change = 'model moved'
                                then 'model moved'
                            else 'customer moved'
                        end as new_change,
                        earlier.from_segment_id is not distinct from later.to_segment_id as is_gone
                    from ({{ of_day }}{{ text_literal(day) }}) as earlier
                    inner join ({{ of_day }}{{ next_day }}) as later
                        on earlier.customer_id = later.customer_id
                    union all
                    {% endif -%}
                    select
                        earlier.as_of, earlier.customer_id, date {{ next_day }} as new_as_of,
                        {{ after[1] if after else 'earlier.fit_number' }} as new_fit_number,
                        earlier.from_segment_id as new_from_segment_id,
                        earlier.change as new_change,
                        {% if after -%}
                        earlier.customer_id is null or later.customer_id is not null as is_gone
                        {%- else -%}
                        true as is_gone
                        {%- endif %}
                    from ({{ of_day }}{{ text_literal(day) }}) as earlier
                    {% if after -%}
                    left join ({{ of_day }}{{ next_day }}) as later
                        on earlier.customer_id = later.customer_id
                    {%- endif %}
                ) as forgotten
                    on
                        recorded.{{ mine }} and recorded.as_of = forgotten.as_of
                        and recorded.customer_id is not distinct from forgotten.customer_id
                when matched and forgotten.is_gone then delete
                when matched then update set
                    as_of = forgotten.new_as_of,
                    fit_number = forgotten.new_fit_number,
                    from_segment_id = forgotten.new_from_segment_id,
                    change = forgotten.new_change
                {%- endset -%}
                {%- do run_together([merged]) -%}
                {%- do print('%s: %s is forgotten' | format(segmentation, day)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
