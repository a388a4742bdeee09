{%- set features_of = segmentation_features() -%}

with

{% for customers in customers_models() -%}
{% set columns = customer_columns(customers) -%}
{% set relation = ref(customers) -%}
{{ customers }}_listed as (
    select
        '{{ customers }}' as customers,
        '{{ relation.schema }}.{{ relation.identifier }}' as relation,
        count(*) as customer_count,
        {{ customers_as_of(customers, columns) }} as as_of,
        {{ text_literal(tojson(declared().sources.get(customers, []))) }} as sources,
        {{ not declared().is_own_data }} as is_sample,
        {{ customers in var('may_be_shorter') }} as may_be_shorter,
        {{ text_literal(tojson(remembered_segmentations(customers))) }} as remembered,
        {{ text_literal(tojson(remembered_segmentations(customers, listed=false))) }}
            as of_all_features,
        {{ text_literal(tojson(forgotten())) }} as forgotten, -- noqa: LT05
        {{ text_literal(tojson(var('customers_gate'))) }} as bounds, -- noqa: LT05
        {{ text_literal(tojson(judged_features(customers, features_of))) }} as features, -- noqa: LT05
        {{ text_literal(tojson(columns)) }} as columns -- noqa: LT05
    from {{ relation }}
),

{% endfor -%}

unioned as (
    {% for customers in customers_models() -%}
    select * from {{ customers }}_listed
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from unioned
