"""Two workspaces, people and keys."""

from tests.workspaces import blue, green, key_of, person_in

__all__ = ["blue", "green", "key_of", "person_in"]
