"""Hosted speech: providers that hear callers and speak to them, asked by the process of the language models."""
