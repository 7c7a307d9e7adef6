"""Guardrails: what callers, models and tools may not say or do, a class for each type."""
