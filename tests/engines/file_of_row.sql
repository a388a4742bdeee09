with

cases as (
    select
        'by a name that no column has' as what,
        {{ file_of_row() }} as found,
        'a.csv' as expected
    from (
        select
            'a.csv' as {{ adapter.quote('filename' if target.type == 'duckdb' else 'the file of the row') }}
    ) as row_as_received
)

select * from cases
where found is distinct from expected
