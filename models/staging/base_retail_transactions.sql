{{ read_source('retail_transactions', {
    'invoice_no': ['InvoiceNo', 'Invoice'],
    'stock_code': ['StockCode'],
    'description': ['Description'],
    'quantity': ['Quantity'],
    'invoiced_at': ['InvoiceDate'],
    'unit_price': ['UnitPrice', 'Price'],
    'customer_id': ['CustomerID'],
    'country': ['Country'],
}) }}
