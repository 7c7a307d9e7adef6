"""A bot as people draw it: its flows as nodes that read as sentences and edges between them, read from its text."""
