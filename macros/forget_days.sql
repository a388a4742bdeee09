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
                {%- set statements = [] -%}
                {%- set before = 'as_of = date ' ~ text_literal(day) -%}
                {%- for next in recorded[known.index(day) + 1:][:1] -%}
                    {%- set after = 'as_of = date ' ~ text_literal(next[0]) -%}
                    {%- set both = 'customer_id in (select customer_id from ' ~ changes ~ ' where ' ~ mine
                        ~ ' and ' ~ after ~ ')' -%}
                    {%- do statements.append(
                        'update ' ~ changes ~ ' as later set from_segment_id = earlier.from_segment_id,'
                        ~ ' change = case'
                        ~ " when earlier.from_segment_id is null then 'gained'"
                        ~ " when later.to_segment_id is null then 'lost'"
                        ~ " when earlier.change = 'model moved' and later.change = 'model moved'"
                        ~ " then 'model moved' else 'customer moved' end"
                        ~ ' from ' ~ changes ~ ' as earlier where later.' ~ mine ~ ' and earlier.' ~ mine
                        ~ ' and earlier.' ~ before ~ ' and later.' ~ after
                        ~ ' and earlier.customer_id = later.customer_id'
                    ) -%}
                    {%- do statements.append('delete from ' ~ changes ~ ' where ' ~ mine ~ ' and ' ~ before
                        ~ ' and ' ~ both) -%}
                    {%- do statements.append('delete from ' ~ changes ~ ' where ' ~ mine ~ ' and ' ~ after
                        ~ ' and customer_id is not null'
                        ~ ' and from_segment_id is not distinct from to_segment_id') -%}
                    {%- do statements.append('update ' ~ changes ~ ' set as_of = date ' ~ text_literal(next[0])
                        ~ ', fit_number = ' ~ next[1] ~ ' where ' ~ mine ~ ' and ' ~ before
                        ~ ' and customer_id is not null') -%}
                {%- endfor -%}
                {%- do statements.append('delete from ' ~ changes ~ ' where ' ~ mine ~ ' and ' ~ before) -%}
                {%- do run_query('begin; ' ~ statements | join('; ') ~ '; commit') -%}
                {%- do print('%s: %s is forgotten' | format(segmentation, day)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
