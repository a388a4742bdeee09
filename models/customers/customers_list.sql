with

{% for customers in customers_models() -%}
{% set columns = customer_columns(customers) -%}
{% set days = columns | selectattr('roles', 'equalto', ['as_of']) | list -%}
{% set relation = ref(customers) -%}
{% set features = {} -%}
{% set remembered = [] -%}
{% for name, settings in segmentations().items() if settings.customers == customers -%}
    {% if name not in var('forget_fits') -%}{% do remembered.append(name) -%}{% endif -%}
    {% for feature in segmentation_features(name, settings, columns) -%}
        {% do features.update({feature.name: feature.missing}) -%}
    {% endfor -%}
{% endfor -%}
{{ customers }}_listed as (
    select
        '{{ customers }}' as customers,
        '{{ relation.schema }}.{{ relation.identifier }}' as relation,
        count(*) as customer_count,
        coalesce(
            {{ source_as_of(customers) }},
            {{ 'max(' ~ adapter.quote(days[0].name) ~ ')::date' if days else 'null' }}
        ) as as_of,
        '{{ tojson(declared().sources.get(customers, [])) }}' as sources,
        {{ not declared().is_own_data }} as is_sample,
        {{ customers in var('may_be_shorter') }} as may_be_shorter,
        {{ text_literal(tojson(remembered)) }} as remembered,
        {{ text_literal(tojson(var('customers_gate'))) }} as bounds, -- noqa: LT05
        {{ text_literal(tojson(features)) }} as features, -- noqa: LT05
        {{ text_literal(tojson(columns)) }} as columns, -- noqa: LT05
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
