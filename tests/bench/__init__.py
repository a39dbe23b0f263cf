"""What the tracker costs: ``python -m tests.bench`` measures, docs/bench.md says how to read it.

Nothing here asserts a time: machines differ and are busy. Each table sets what was measured beside
a floor measured in the same run, and the ratio of the two is what can be compared between runs.
"""
