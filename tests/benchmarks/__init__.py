"""Benchmarks: `python -m tests.benchmarks [ONLY=name] [QUICK=1]`, or `make bench`.

Each measures our way and a baseline in the same run, in turns, and takes the median of three; a baseline writes the
same rows with the same durability, indexes and data size, and its SQL is here. QUICK runs are short, and their figures
worth little.
"""
