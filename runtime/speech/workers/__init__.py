"""The programs of the speech worker processes. Nothing here is imported by the process that holds the calls."""
