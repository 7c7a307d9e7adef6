"""What tools do in the world, and what it costs to have them do it: parts of `benchmarks/effects.py` and `tools.py`."""
