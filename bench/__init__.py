"""Benchmarks: each names its yardstick and is measured beside it in the same run; `make bench` writes RESULTS.md."""
