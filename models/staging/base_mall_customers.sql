{{ read_source('mall_customers') }}
