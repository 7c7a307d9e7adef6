"""The node types: one word, one file, one class each."""
