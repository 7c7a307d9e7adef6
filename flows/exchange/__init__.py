"""Bots as text that people and programs change: edits, formatting, comparison, migration, import."""
