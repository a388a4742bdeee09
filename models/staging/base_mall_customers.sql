{{ read_source('mall_customers', {
    'customer_id': ['CustomerID'],
    'gender': ['Gender', 'Genre'],
    'age': ['Age'],
    'annual_income': ['Annual Income (k$)', 'Annual Income'],
    'spending_score': ['Spending Score (1-100)', 'Spending Score'],
}) }}
