{#- Every way of src/formats.py to write moments, and what is none in it. -#}
{%- set given = [
    ('ISO', none, [
        ('2020-02-29', '2020-02-29 00:00:00'),
        ('2020-02-29 13:05', '2020-02-29 13:05:00'),
        ('2020-02-29T13:05:06', '2020-02-29 13:05:06'),
        ('2020-02-29 13:05:06.123456', '2020-02-29 13:05:06.123456'),
        ('2020-02-29 13:05:06.5', '2020-02-29 13:05:06.5'),
        ('2020/2/9', '2020-02-09 00:00:00'),
        ('2020-2-9 1:05', '2020-02-09 01:05:00'),
        ('2020-12-31 24:00:00', '2021-01-01 00:00:00'),
        ('2020-12-31 24:00', '2021-01-01 00:00:00'),
        ('2020-12-31 24:01:00', none),
        ('2020-12-31 25:00', none),
        ('2020-12-31 23:60', none),
        ('2020-12-31 23:59:60', none),
        (' 2020-02-29', '2020-02-29 00:00:00'),
        ('2019-02-29', none),
        ('2020-13-01', none),
        ('2020-00-01', none),
        ('2020', none),
        ('2020-02', none),
        ('20200229', none),
        ('29.02.2020', none),
        ('5d', none),
        ('', none),
        (none, none),
    ]),
    ('with offsets', {'is_iso': true, 'formats': [], 'has_offset': true}, [
        ('2020-01-01 10:00:00+02:00', '2020-01-01 08:00:00'),
        ('2020-01-01 10:00:00-0330', '2020-01-01 13:30:00'),
        ('2020-01-01 01:00 +02', '2019-12-31 23:00:00'),
        ('2020-02-29T23:30:00 -01', '2020-03-01 00:30:00'),
        ('2020-01-01T10:00:00Z', '2020-01-01 10:00:00'),
        ('2020-01-01 10:00:00.25+00', '2020-01-01 10:00:00.25'),
        ('2020-01-01 10:00 UTC', '2020-01-01 10:00:00'),
        ('2020-01-01 10:00', '2020-01-01 10:00:00'),
        ('2020-01-01', '2020-01-01 00:00:00'),
        ('x', none),
    ]),
    ('strict', {'is_iso': true, 'formats': [], 'is_strict': true}, [
        ('2020-02-29', '2020-02-29 00:00:00'),
        (' 2020-02-29 13:05:06 ', '2020-02-29 13:05:06'),
        ('2020-02-29 01:05 PM', none),
        ('2020-02-29 to 2020-03-01', none),
        ('01/12/23', none),
    ]),
    ('days first', {'is_iso': true, 'formats': ['%d.%m.%Y'], 'is_strict': true}, [
        ('29.02.2020', '2020-02-29 00:00:00'),
        ('9.2.2020', '2020-02-09 00:00:00'),
        (' 29.02.2020 ', '2020-02-29 00:00:00'),
        ('2020-02-29', '2020-02-29 00:00:00'),
        ('29.02.2019', none),
        ('31.06.2020', none),
        ('29.02.2020 x', none),
        ('29/02/2020', none),
        ('02.29.2020', none),
    ]),
    ('months first', {'is_iso': true, 'formats': ['%m/%d/%Y %H:%M'], 'is_strict': true}, [
        ('2/9/2020 1:05', '2020-02-09 01:05:00'),
        ('12/31/2020 23:59', '2020-12-31 23:59:00'),
        ('13/01/2020 10:00', none),
        ('12/31/2020 24:00', none),
        ('12/31/2020', none),
    ]),
    ('seconds', {'is_iso': true, 'formats': ['%d-%m-%Y %H:%M:%S'], 'is_strict': true}, [
        ('09-02-2020 01:05:06', '2020-02-09 01:05:06'),
        ('09-02-2020 01:05:60', none),
    ]),
    ('parts of seconds', {'is_iso': true, 'formats': ['%d/%m/%Y %H:%M:%S.%f'], 'is_strict': true}, [
        ('09/02/2020 01:05:06.5', '2020-02-09 01:05:06.5'),
        ('09/02/2020 01:05:06.000001', '2020-02-09 01:05:06.000001'),
    ]),
    ('halves of days', {'is_iso': true, 'formats': ['%m/%d/%Y %I:%M %p'], 'is_strict': true}, [
        ('02/09/2020 12:05 AM', '2020-02-09 00:05:00'),
        ('02/09/2020 12:05 pm', '2020-02-09 12:05:00'),
        ('02/09/2020 1:05 PM', '2020-02-09 13:05:00'),
        ('02/09/2020 13:05 PM', none),
        ('02/09/2020 0:05 AM', none),
    ]),
    ('halves without a blank', {'is_iso': true, 'formats': ['%d.%m.%Y %I:%M:%S%p'], 'is_strict': true}, [
        ('09.02.2020 11:05:06pm', '2020-02-09 23:05:06'),
    ]),
    ('years of two digits', {'is_iso': true, 'formats': ['%d.%m.%y', '%d.%m.%Y'], 'is_strict': true}, [
        ('01.02.68', '2068-02-01 00:00:00'),
        ('01.02.69', '1969-02-01 00:00:00'),
        ('01.02.00', '2000-02-01 00:00:00'),
        ('29.02.00', '2000-02-29 00:00:00'),
        ('01.02.2010', '2010-02-01 00:00:00'),
    ]),
    ('names of months', {'is_iso': true, 'formats': ['%d-%b-%Y', '%d %B %Y', '%B %d, %Y']}, [
        ('29-Feb-2020', '2020-02-29 00:00:00'),
        ('9-DEC-2020', '2020-12-09 00:00:00'),
        ('1 march 2020', '2020-03-01 00:00:00'),
        ('September 9, 2020', '2020-09-09 00:00:00'),
        ('May 1, 2020', '2020-05-01 00:00:00'),
        ('30-Feb-2020', none),
        ('1 Sept 2020', none),
        ('1 Mai 2020', none),
    ]),
    ('names and times', {'is_iso': true, 'formats': ['%b %d %Y, %H:%M', '%d %b %y']}, [
        ('Jun 7 2020, 10:30', '2020-06-07 10:30:00'),
        ('7 jun 20', '2020-06-07 00:00:00'),
        ('Jun 7 2020', none),
    ]),
    ('years first', {'is_iso': true, 'formats': ['%Y.%m.%d', '%Y/%m/%d, %H:%M']}, [
        ('2020.02.29', '2020-02-29 00:00:00'),
        ('2020/02/29, 7:05', '2020-02-29 07:05:00'),
        ('2020.02.30', none),
    ]),
    ('a format that is given', {'is_iso': false, 'formats': ['%d.%m.%Y']}, [
        ('01.02.2020', '2020-02-01 00:00:00'),
        ('2020-02-01', none),
        ('infinity', none),
    ]),
    ('days of a spreadsheet', {'is_iso': true, 'formats': [], 'number': 'serial'}, [
        ('43890', '2020-02-29 00:00:00'),
        ('43890.5', '2020-02-29 12:00:00'),
        ('43890.333333333', '2020-02-29 08:00:00'),
        ('x', none),
        (none, none),
    ]),
    ('eight digits', {'is_iso': true, 'formats': [], 'number': 'compact'}, [
        ('20200229', '2020-02-29 00:00:00'),
        ('20200229.0', '2020-02-29 00:00:00'),
        ('20190229', none),
        ('20201301', none),
        (none, none),
    ]),
    ('seconds since 1970', {'is_iso': true, 'formats': [], 'number': 'seconds'}, [
        ('1582934400', '2020-02-29 00:00:00'),
        ('1582934400.25', '2020-02-29 00:00:00.25'),
        ('1.5829344e9', '2020-02-29 00:00:00'),
        ('x', none),
    ]),
    ('milliseconds', {'is_iso': true, 'formats': [], 'number': 'milliseconds'}, [
        ('1582934400001', '2020-02-29 00:00:00.001'),
    ]),
    ('microseconds', {'is_iso': true, 'formats': [], 'number': 'microseconds'}, [
        ('1582934400000001', '2020-02-29 00:00:00.000001'),
    ]),
    ('nanoseconds', {'is_iso': true, 'formats': [], 'number': 'nanoseconds'}, [
        ('1582934400000000000', '2020-02-29 00:00:00'),
    ]),
] -%}
with

cases as (
    {%- for what, format, values in given %}
    select
        {{ text_literal(what) }} as what,
        value,
        {{ moment_value('value', format) }} as found,
        expected
    from (
        values
        {%- for value, expected in values %}
        (
            {{ 'null::string' if value is none else text_literal(value) }},
            {{ 'null::timestamp' if expected is none else "timestamp '" ~ expected ~ "'" }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as given (value, expected)
    union all
    {%- endfor %}
    -- What white space there is: a line end, one that does not break.
    select
        'white space' as what,
        value,
        {{ moment_value('value', {'is_iso': true, 'formats': ['%d.%m.%Y %H:%M']}) }} as found,
        timestamp '2020-02-29 10:00:00' as expected
    from (
        select concat('29.02.2020 10:00', chr(13), chr(10)) as value
        union all
        select concat(decode(unhex('C2A0'), 'UTF-8'), '29.02.2020 10:00') as value
        union all
        select concat('29.02.2020', chr(9), '10:00') as value
        union all
        select '29.02.2020   10:00' as value
    ) as given
    union all
    select
        'a date is one' as what,
        value::string as value,
        {{ moment_value('value', none) }} as found,
        timestamp '2020-02-29 00:00:00' as expected
    from (values (date '2020-02-29')) as given (value)
    union all
    select
        'a moment is one' as what,
        value::string as value,
        {{ moment_value('value', {'is_iso': true, 'formats': ['%d.%m.%Y']}) }} as found,
        timestamp '2020-02-29 10:00:00.5' as expected
    from (values (timestamp '2020-02-29 10:00:00.5')) as given (value)
    union all
    select
        'days of a spreadsheet as numbers' as what,
        value::string as value,
        {{ moment_value('value', {'is_iso': true, 'formats': [], 'number': 'serial'}) }} as found,
        timestamp '2020-02-29 06:00:00' as expected
    from (values (43890.25e0)) as given (value)
)

select * from cases
where found is distinct from expected
