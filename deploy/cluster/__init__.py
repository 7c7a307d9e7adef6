"""A whole server on one machine, as `make cluster` starts it: a proxy, processes that take calls, a worker, PostgreSQL
and Redis. docs/how-to/cluster.md is for its users.

Everything lies under one folder, nothing of the system's own servers is touched, and nothing is left running.
"""
