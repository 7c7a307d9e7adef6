"""Sentence vectors: two small models on one core, side by side."""
