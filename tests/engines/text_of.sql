{%- set texts -%}
{%- call(item) mapped(list_of(['1e7', '0.5e0'])) -%} {{ text_of(item) }} {%- endcall -%}
{%- endset -%}
with

cases as (
    select
        expected as what,
        {{ text_of('value') }} as found,
        expected
    from (
        values
        (1e7, '10000000.0'),
        (0.1e0, '0.1'),
        (1e-5, '1e-05'),
        (1e15, '1000000000000000.0'),
        (1e16, '1e+16'),
        (123456789.125e0, '123456789.125'),
        (1e22, '1e+22'),
        (-0e0, '-0.0'),
        (0e0, '0.0'),
        ('nan'::double, 'nan'),
        ('infinity'::double, 'inf'),
        ('-infinity'::double, '-inf'),
        (0.0001e0, '0.0001'),
        (0.00001234e0, '1.234e-05'),
        (100e0, '100.0'),
        (1e0 / 3, '0.3333333333333333'),
        (2e-3, '0.002'),
        (1.7976931348623157e308, '1.7976931348623157e+308'),
        (9007199254740993e0, '9007199254740992.0'),
        (1e23, '1e+23'),
        (123456.7e0, '123456.7'),
        (12345678901234567e0, '1.2345678901234568e+16'),
        (-1.5e-7, '-1.5e-07'),
        (2.2250738585072014e-308, '2.2250738585072014e-308'),
        (null, null)
    ) as given (value, expected)
    union all
    select
        'a float' as what,
        {{ text_of('value') }} as found,
        expected
    from (
        values
        (0.1::float, '0.1'),
        (16777216::float, '16777216.0'),
        (1e7::float, '10000000.0'),
        (3.4e38::float, '3.4e+38'),
        (null::float, null)
    ) as given (value, expected)
    union all
    select
        'a whole number' as what,
        {{ text_of('9007199254740993') }} as found,
        '9007199254740993' as expected
    union all
    select
        'a decimal' as what,
        {{ text_of('1.50::decimal(18, 4)') }} as found,
        '1.5000' as expected
    union all
    select
        'a day' as what,
        {{ text_of("date '2020-02-29'") }} as found,
        '2020-02-29' as expected
    union all
    select
        'a moment' as what,
        {{ text_of("timestamp '2020-02-29 10:00:00'") }} as found,
        '2020-02-29 10:00:00' as expected
    union all
    select
        'a boolean' as what,
        {{ text_of('true') }} as found,
        'true' as expected
    union all
    select
        'a text' as what,
        {{ text_of("'1e7'") }} as found,
        '1e7' as expected
    union all
    select
        'each of a list' as what,
        {{ joined_text(texts, ' ') }} as found,
        '10000000.0 0.5' as expected
)

select * from cases
where found is distinct from expected
