"""Benchmarks: what a city costs, stage by stage, and the search beside SciPy's on one graph."""
