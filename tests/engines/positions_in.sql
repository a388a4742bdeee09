with

positions as (
    select {{ positions_in(list_of(["'a'", "'b'"])) }} as place
    union all
    select {{ positions_in(list_of(["'a'"])) }} as place
)

select count(*) as positions from positions
having count(*) <> 3 or min(place) <> 1 or max(place) <> 2
