"""Guardrails: finds what rules speak of, in what callers say, models write, and tools are given and give."""
