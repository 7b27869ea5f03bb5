"""Delivery: each agency gets its own report, once, or somebody is told why not."""
