"""Gates: what is expected of tonight's data, and Great Expectations' verdict on it."""
