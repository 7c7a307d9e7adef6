"""Writes tests for what a bot's own tests do not reach: a search over the engine, held against mutants of the bot."""
