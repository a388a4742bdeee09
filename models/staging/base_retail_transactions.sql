{{ read_source('retail_transactions') }}
