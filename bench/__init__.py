"""Benchmarks: every figure is a ratio to a floor taken in the same run. Not part of the tests."""
