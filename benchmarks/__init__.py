"""Benchmarks: learnmap's catchment engine beside other engines, on the same streets.

Each engine answers the same questions in a process of its own, so that its memory is its own.
"""
