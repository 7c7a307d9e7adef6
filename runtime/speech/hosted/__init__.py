"""Hosted speech as calls hear and speak by it: this machine stands in wherever the provider does not do it in time."""
