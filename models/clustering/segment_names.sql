{#- How many features a name speaks of. -#}
{%- set fewest = 2 -%}
{%- set most = 3 -%}

with

segment_levels as (
    select * from {{ ref('segment_levels') }}
),

segment_plays as (
    select * from {{ ref('segment_plays') }}
),

levelled as (
    select
        *,
        -- How far the feature sets the segments apart, on the whole.
        stddev_pop(z_score) over (partition by segmentation, position) as separation
    from segment_levels
),

-- What stands out comes first.
ranked as (
    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by
                level = 2 asc, case when level <> 2 then abs(z_score) end desc,
                separation desc, position asc
        ) as place
    from levelled
),

-- A segment of which too little stands out is also described by what tells the others
-- apart.
chosen as (
    select * from ranked
    where place <= case when level = 2 then {{ fewest }} else {{ most }} end
),

worded as (
    select
        segmentation,
        segment_id,
        {{ text_list(list_item('levels', 'level'), ', ', 'position') }} as words
    from chosen
    group by all
),

-- The playbook's name where it has one, and a person's before that.
given as (
    select
        worded.segmentation,
        worded.segment_id,
        upper(left(worded.words, 1)) || substr(worded.words, 2) as level_words,
        coalesce(segment_plays.segment_name, level_words) as name
    from worded
    inner join segment_plays
        on
            worded.segmentation = segment_plays.segmentation
            and worded.segment_id = segment_plays.segment_id
),

named as (
    select
        *,
        count(*) over (partition by segmentation, name) as namesakes
    from given
),

-- Segments of one name are told apart by the mean in which they differ most.
namesake_spreads as (
    select
        levelled.segmentation,
        levelled.segment_id,
        levelled.label,
        levelled.unit,
        levelled.typical_value,
        levelled.position,
        max(levelled.z_score) over namesakes
        - min(levelled.z_score) over namesakes as spread
    from levelled
    inner join named
        on
            levelled.segmentation = named.segmentation
            and levelled.segment_id = named.segment_id
    where named.namesakes > 1
    window
        namesakes as (
            partition by levelled.segmentation, named.name, levelled.position
        )
),

tellers as (
    select
        segmentation,
        segment_id,
        concat_ws(
            ' ', label, {{ three_digits('typical_value') }}, nullif(unit, '')
        ) as teller
    from namesake_spreads
    qualify
        row_number() over (
            partition by segmentation, segment_id
            order by spread desc, position asc
        ) = 1
),

told_apart as (
    select
        named.segmentation,
        named.segment_id,
        named.level_words,
        named.name || coalesce(' (' || tellers.teller || ')', '') as name
    from named
    left join tellers
        on
            named.segmentation = tellers.segmentation
            and named.segment_id = tellers.segment_id
),

-- The last resort, for means that agree to three digits.
numbered as (
    select
        segmentation,
        segment_id,
        case
            when count(*) over (partition by segmentation, name) > 1
                then name || ' #' || segment_id::string
            else name
        end as segment_name,
        level_words
    from told_apart
)

select * from numbered
