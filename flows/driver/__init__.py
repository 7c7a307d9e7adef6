"""Performs what a sprint commands through ports: chat, tests and calls share it."""
