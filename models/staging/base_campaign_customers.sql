{{ read_source('campaign_customers') }}
