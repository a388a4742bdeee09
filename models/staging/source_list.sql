with

{% for source in source_names() -%}
checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

declared as (
    {% for source in source_names() -%}
    {% set location = var(source, none) -%}
    {% set checked = ref('checked_' ~ source) -%}
    select
        '{{ source }}' as source,
        {% if location is none -%}
        null::varchar as location,
        {% else -%}
        '{{ location | string | replace("'", "''") }}' as location, -- noqa: LT05
        {% endif -%}
        {{ source in var('may_be_shorter') }} as may_be_shorter,
        '{{ checked.schema }}.{{ checked.identifier }}' as relation,
        {{ expectations_of('checked_' ~ source) }} as expectations, -- noqa: LT05
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    {% for source in source_names() -%}
    select
        '{{ source }}' as source,
        count(*) as row_count,
    from checked_{{ source }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

dated as (
    select
        'mall_customers' as source,
        {{ source_as_of('mall_customers') }} as as_of,
    union all
    select
        'campaign_customers' as source,
        max(as_of) as as_of,
    from checked_campaign_customers
    union all
    select
        'retail_transactions' as source,
        coalesce(
            {{ source_as_of('retail_transactions') }}, max(invoiced_at)::date + 1
        ) as as_of,
    from checked_retail_transactions
    where rejection_reason is null
),

joined as (
    select
        declared.source,
        declared.location,
        declared.may_be_shorter,
        declared.relation,
        declared.expectations,
        counted.row_count,
        dated.as_of,
    from declared
    inner join counted on declared.source = counted.source
    inner join dated on declared.source = dated.source
)

select * from joined
