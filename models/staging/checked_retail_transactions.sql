{%- set formats = source_formats('retail_transactions', {
    'invoiced_at': {
        'is_iso': true, 'formats': ['%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y']
    },
}) -%}

with

base_retail_transactions as (
    select * from {{ ref('base_retail_transactions') }}
),

typed as (
    select
        source_row,
        source_file,
        array_contains(columns_found, 'amount') as has_amount,
        array_contains(columns_found, 'invoice_no') as has_invoice_no,
        array_contains(columns_found, 'country') as has_country,
        {{ clean_id('invoice_no') }} as invoice_no,
        {{ in_capitals(clean_text('stock_code')) }} as stock_code,
        {{ clean_text('description') }} as description,
        quantity as quantity_received,
        -- Rounded before they are judged: what is kept is what was judged.
        {{ rounded_double(number_value('quantity', formats.quantity), 3) }} as quantity,
        invoiced_at as invoiced_at_received,
        {{ moment_value('invoiced_at', formats.invoiced_at) }} as invoiced_at,
        unit_price as unit_price_received,
        {{ rounded_double(
            number_value('unit_price', formats.unit_price), 4
        ) }} as unit_price,
        amount as amount_received,
        {{ try_decimal(number_text('amount', formats.amount), 18, 4) }} as amount,
        {{ clean_customer_id('customer_id', is_zero_missing=true) }} as customer_id,
        {{ clean_text('country') }} as country,
        received
    from base_retail_transactions
),

faults_found as (
    select
        *,
        case
            when
                {{ is_finite('invoiced_at') }}
                and invoiced_at >= {{ source_as_of('retail_transactions') }}
                then {{ fault('invoiced_at', 'is on or after as_of') }}
            when customer_id is null then {{ fault('customer_id', 'is missing') }}
            when has_invoice_no and invoice_no is null
                then {{ fault('invoice_no', 'is missing') }}
            when
                {{ is_match('invoice_no', var('retail_cancelled_invoices')) }}
                then {{ fault('invoice', 'is cancelled') }}
            -- What was paid is stated: what it was made of is not judged.
            when has_amount
                then
                    case
                        when amount_received is null
                            then {{ fault('amount', 'is missing') }}
                        when amount is null
                            then {{ fault('amount', 'is not a number') }}
                        when amount < 0 then {{ fault('amount', 'is negative') }}
                        when amount > 1000000000
                            then {{ fault('amount', 'is above 1000000000') }}
                    end
            {{ number_fault('quantity', -1000000, 1000000) }}
            when quantity <= 0 then {{ fault('quantity', 'is zero or less') }}
            {{ number_fault('unit_price', -1000000, 1000000) }}
            when unit_price = 0 then {{ fault('unit_price', 'is zero') }}
            when unit_price < 0 then {{ fault('unit_price', 'is negative') }}
        end as line_fault
    from typed
),

dated as (
    select
        *,
        case
            when line_fault is not null then line_fault
            when invoiced_at_received is null
                then {{ fault('invoiced_at', 'is missing') }}
            when invoiced_at is null or not {{ is_finite('invoiced_at') }}
                then {{ fault('invoiced_at', 'is not a date') }}
            -- A year of two digits is read as one of the first century.
            when invoiced_at < '1900-01-01'
                then {{ fault('invoiced_at', 'is before 1900') }}
        end as fault
    from faults_found
),

judged as (
    select
        *,
        {% if var('retail_drop_duplicates') -%}
        case
            when fault is not null then fault
            when row_number() over (partition by received order by source_row) > 1
                then {{ fault('line', 'is repeated') }}
        end as rejection
        {%- else -%}
        fault as rejection
        {%- endif %}
    from dated
),

-- Money as decimals: their sums are exact, so the same in whatever order they are made.
valued as (
    select
        *,
        case
            when has_amount then amount
            when
                quantity between -1000000 and 1000000
                and unit_price between -1000000 and 1000000
                -- Whole pieces and the rest apart, each within 64 bits: in one the
                -- product of the largest two needs 128, which takes ten times as long.
                then (
                    try_cast({{ whole_part('quantity') }} as decimal(7, 0))
                    * try_cast(unit_price as decimal(11, 4))
                )::decimal(17, 4)
                + (
                    try_cast(quantity - {{ whole_part('quantity') }} as decimal(3, 3))
                    * try_cast(unit_price as decimal(11, 4))
                )::decimal(11, 4)
        end as line_value
    from judged
),

checked as (
    select
        source_row,
        source_file,
        -- Without a number an order is what one customer bought at one moment.
        case
            when not has_invoice_no then invoiced_at::string
            {%- if var('retail_numbers_restart') %}
            when {{ is_finite('invoiced_at') }}
                then invoice_no || ' of ' || invoiced_at::date::string
            {%- endif %}
            else invoice_no
        end as invoice_no,
        stock_code,
        description,
        try_cast(quantity as decimal(18, 3)) as quantity,
        invoiced_at,
        try_cast(unit_price as decimal(18, 4)) as unit_price,
        line_value,
        case
            when
                rejection['problem'] = 'is cancelled'
                or line_value < 0
                and (
                    rejection['column'] = 'quantity'
                    and rejection['problem'] = 'is zero or less'
                    or rejection['column'] = 'amount'
                    and rejection['problem'] = 'is negative'
                )
                then abs(line_value)
        end as returned_value,
        customer_id,
        case when has_country then coalesce(country, 'Unknown') end as country,
        {{ rejected('rejection') }}
    from valued
)

select * from checked
