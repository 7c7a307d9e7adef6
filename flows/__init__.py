"""The language, its engine and what stands between words and a state."""
