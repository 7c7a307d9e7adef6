"""The JSON Schema of the language, generated from the definition classes."""
