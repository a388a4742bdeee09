"""The mathematics of the segmentations: pure functions, no dbt, no files."""
