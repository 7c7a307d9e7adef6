"""Edits of YAML text: a tree with the place of everything, and splices that leave all other bytes alone."""
