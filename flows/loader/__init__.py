"""From text to a checked definition: every problem with its line and column, all at once."""
