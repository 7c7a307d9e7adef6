"""Conditions (CEL) and templates (Jinja2), both behind small ports."""
