"""How many calls a process takes, what becomes of one more, what calls leave behind: parts of `benchmarks/load.py`."""
