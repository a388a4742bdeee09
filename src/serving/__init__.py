"""The copy of the marts that dashboards read."""
