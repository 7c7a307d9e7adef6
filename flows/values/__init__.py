"""The slot types: parse spoken words, validate, say back."""
