-- Warns of a champion whose number of segments the evidence rejects: k was set by
-- hand, or none was eligible. A returned row is such a segmentation, with the reason.
{{ config(severity='warn') }}
select
    k_selection.segmentation,
    k_selection.k,
    k_selection.rejection_reason
from {{ ref('k_selection') }} as k_selection
inner join {{ ref('segmentation_champions') }} as segmentation_champions
    on
        k_selection.segmentation = segmentation_champions.segmentation
        and k_selection.fit_number = segmentation_champions.fit_number
where k_selection.is_chosen and not k_selection.is_eligible
