with

cases as (
    select
        what as what,
        {{ row_text({'name': 'text', 'amount': 'number', 'day': 'other'}) }} as found,
        expected
    from (
        values
        ('plain', 'a b', 1e7, date '2020-02-29', '(a b, 10000000.0, 2020-02-29)'),
        ('missing', null, null, null, '(NULL, NULL, NULL)'),
        ('a comma', 'a,b', 0.1e0, null, '(''a,b'', 0.1, NULL)'),
        ('empty', '', -1e0, null, '('''', -1.0, NULL)'),
        ('a word', 'null', 1e22, null, '(''null'', 1e+22, NULL)'),
        ('a blank before', ' a', 1e-5, null, '('' a'', 1e-05, NULL)'),
        ('a blank behind', 'a ', 1e15, null, '(''a '', 1000000000000000.0, NULL)'),
        ('a quote', 'it''s', 1e16, null, {{ text_literal("('it\\'s', 1e+16, NULL)") }}),
        ('a backslash', {{ text_literal('a\\b') }}, 2e0, null, {{ text_literal("('a\\\\b', 2.0, NULL)") }}),
        ('brackets', '[a]', 2e0, null, '(''[a]'', 2.0, NULL)'),
        ('a colon', 'a:b', 2e0, null, '(''a:b'', 2.0, NULL)'),
        ('double quotes', 'a"b', 2e0, null, '(''a"b'', 2.0, NULL)'),
        ('equals', 'a=b', 2e0, null, '(''a=b'', 2.0, NULL)'),
        ('a line end', concat('a', chr(10), 'b'), 2e0, null, concat('(a', chr(10), 'b, 2.0, NULL)')),
        ('letters', 'Ünï', 2e0, null, '(Ünï, 2.0, NULL)')
    ) as given (what, name, amount, day, expected)
)

select * from cases
where found is distinct from expected
