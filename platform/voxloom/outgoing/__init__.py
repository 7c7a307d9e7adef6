"""Requests to addresses that people who use this server chose: never into the network that it stands in."""
