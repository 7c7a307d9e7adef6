"""What becomes of calls when what they stand on dies: parts of `benchmarks/survive.py`."""
