-- Guards the rule that a features model is the list of its features: a column of text
-- beside the key would be read as numbers where it happens to hold some, and stop the
-- fit where not. A returned row is a feature that is no number.
select
    segmentation,
    feature,
    data_type,
from {{ ref('feature_list') }}
where
    data_type not in (
        'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE'
    )
    and data_type not like 'U%INT%'
    and data_type not like 'DECIMAL%'
