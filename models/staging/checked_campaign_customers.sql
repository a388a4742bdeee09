{#- The highest value of each number that is no fault; the lowest is 0. -#}
{%- set highest = {
    'kids_at_home': 20,
    'teens_at_home': 20,
    'recency_days': 36525,
    'wines': 1000000,
    'fruits': 1000000,
    'meat': 1000000,
    'fish': 1000000,
    'sweets': 1000000,
    'gold': 1000000,
    'deals_purchases': 10000,
    'web_purchases': 10000,
    'catalogue_purchases': 10000,
    'store_purchases': 10000,
    'web_visits': 10000,
} -%}
{%- set flags = [
    'accepted_1', 'accepted_2', 'accepted_3', 'accepted_4', 'accepted_5', 'accepted_last',
    'complained',
] -%}
{%- set educations = ['2n Cycle', 'Basic', 'Graduation', 'Master', 'PhD'] -%}
{%- set marital_statuses = ['Divorced', 'Married', 'Single', 'Together', 'Widow'] -%}
{#- What makes a row the same as another: all but the id. -#}
{%- set content = {
    'education': 'text', 'marital_status_received': 'text', 'stated_age': 'number',
    'birth_year': 'number', 'stated_days': 'number', 'enrolled_on': 'other', 'income': 'number',
} -%}
{%- for name in highest -%}{%- do content.update({name: 'number'}) -%}{%- endfor -%}
{%- for name in flags -%}{%- do content.update({name: 'other'}) -%}{%- endfor -%}
{%- set formats = source_formats('campaign_customers', {
    'enrolled_on': {'is_iso': true, 'formats': ['%d-%m-%Y']},
}) -%}

with

base_campaign_customers as (
    select * from {{ ref('base_campaign_customers') }}
),

-- Prepared files spread a category over one column per value.
folded as (
    select
        {{ all_but(['education', 'marital_status']) }},
        coalesce(
            {{ clean_text('education') }},
            case
                {%- for value in educations %}
                {%- set name = 'education_' ~ value | lower | replace(' ', '_') %}
                when {{ yes_or_no(name) }}
                    then '{{ value }}'
                {%- endfor %}
            end
        ) as education,
        coalesce(
            {{ clean_text('marital_status') }},
            case
                {%- for value in marital_statuses %}
                when {{ yes_or_no('marital_' ~ value | lower) }} then '{{ value }}'
                {%- endfor %}
            end
        ) as marital_status
    from base_campaign_customers
),

typed as (
    select
        source_row,
        {{ clean_customer_id('customer_id') }} as customer_id,
        case lower(education)
            {#- The others are written like any text: with one capital. #}
            {%- for value in educations if value != value | capitalize %}
            when '{{ value | lower }}' then '{{ value }}'
            {%- endfor %}
            else coalesce(
                upper(left(education, 1)) || lower(substr(education, 2)), 'Unknown'
            )
        end as education,
        marital_status as marital_status_received,
        case
            when lower(marital_status) = 'alone' then 'Single'
            when lower(marital_status) in ('absurd', 'yolo') then 'Unknown'
            else coalesce(
                upper(left(marital_status, 1)) || lower(substr(marital_status, 2)),
                'Unknown'
            )
        end as marital_status,
        {{ clean_text('age') }} as stated_age_received,
        {{ number_value('age', formats.age) }} as stated_age,
        {{ clean_text('birth_year') }} as birth_year_received,
        {{ number_value('birth_year', formats.birth_year) }} as birth_year,
        {{ clean_text('customer_days') }} as stated_days_received,
        {{ number_value('customer_days', formats.customer_days) }} as stated_days,
        {{ clean_text('enrolled_on') }} as enrolled_on_received,
        {{ moment_value('enrolled_on', formats.enrolled_on) }}::date as enrolled_on,
        {{ clean_text('income') }} as income_received,
        {{ number_value('income', formats.income) }} as income,
        {%- for name in highest %}
        {{ clean_text(name) }} as {{ name }}_received,
        {{ number_value(name, formats[name]) }} as {{ name }},
        {%- endfor %}
        {%- for name in flags %}
        {{ clean_text(name) }} as {{ name }}_received,
        {{ yes_or_no(name) }} as {{ name }},
        {%- endfor %}
        received
    from folded
),

compared as (
    select
        *,
        {{ row_of(content | list) }} as content
    from typed
),

-- Rows of one content are interchangeable, so their order in the file decides nothing.
identified as (
    select
        {{ all_but(['customer_id']) }},
        case
            when count(customer_id) over () > 0 then customer_id
            else concat(
                md5({{ row_text(content) }}), '-',
                row_number() over (partition by content order by source_row)
            )
        end as customer_id
    from compared
),

dated as (
    select
        *,
        coalesce(
            {{ source_as_of('campaign_customers') }},
            date_add(max(enrolled_on) over (), 1),
            -- The prepared file has no date. Its days since enrolment, each added to a
            -- date of the original file, lead to this one.
            case when count(stated_days) over () > 0 then date '2020-05-27' end
        ) as as_of
    from identified
),

aged as (
    select
        *,
        coalesce(stated_age_received, birth_year_received) as age_received,
        case
            when stated_age_received is not null then stated_age
            else year(as_of) - birth_year
        end as age,
        coalesce(stated_days_received, enrolled_on_received) as customer_days_received,
        case
            when stated_days_received is not null then stated_days
            else {{ days_between('enrolled_on', 'as_of') }}
        end as customer_days
    from dated
),

faults_found as (
    select
        *,
        case
            when customer_id is null then {{ fault('customer_id', 'is missing') }}
            when enrolled_on is null and enrolled_on_received is not null
                then {{ fault('enrolled_on', 'is not a date') }}
            {{ number_fault('customer_days', 0, 36525) }}
            {{ number_fault('age', 0, 100) }}
            when
                income_received is not null
                and (income is null or not {{ is_finite('income') }})
                then {{ fault('income', 'is not a number') }}
            when income not between 0 and 600000
                then {{ fault('income', 'is outside 0 to 600000') }}
            {%- for name, high in highest.items() %}
            {{ number_fault(name, 0, high) }}
            {%- endfor %}
            {%- for name in flags %}
            when {{ name }}_received is null then {{ fault(name, 'is missing') }}
            when {{ name }} is null then {{ fault(name, 'is neither 0 nor 1') }}
            {%- endfor %}
        end as fault
    from aged
),

-- Of several sound rows of one customer the first by content stays, so that the order
-- of the rows in the file decides nothing.
repeats_counted as (
    select
        *,
        row_number() over (
            partition by customer_id, fault is null
            order by content, source_row
        ) as occurrence
    from faults_found
),

sound as (
    select
        *,
        fault is null and occurrence = 1 as is_sound
    from repeats_counted
),

imputed as (
    select
        {{ all_but(['income']) }},
        case
            when income_received is not null then income
            else coalesce(
                median(case when is_sound then income end) over (
                    partition by education
                ),
                median(case when is_sound then income end) over ()
            )
        end as income,
        income_received is null as is_income_imputed,
        is_sound and row_number() over (
            partition by content, is_sound
            order by customer_id
        ) > 1 as is_duplicate
    from sound
),

judged as (
    select
        *,
        case
            when fault is not null then fault
            when occurrence > 1 then {{ fault('customer_id', 'is repeated') }}
            when income is null then {{ fault('income', 'is missing') }}
        end as rejection
    from imputed
),

checked as (
    select
        source_row,
        customer_id,
        as_of,
        education,
        marital_status,
        income,
        is_income_imputed,
        age,
        customer_days,
        {{ (highest | list + flags) | join(',\n        ') }},
        is_duplicate,
        {{ rejected('rejection') }}
    from judged
)

select * from checked
