"""Older versions of the language become the present one, by pure functions over the text."""
