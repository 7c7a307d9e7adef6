"""A small bank that Riverbank asks, as `make run` starts it: a program of its own with a database, accounts, transfers
and cards. docs/how-to/riverbank.md is for its users.

It stands for a service that somebody else runs, so it knows nothing of Voxloom, and Voxloom nothing of it but its
address and its token.
"""
