"""Two workspaces and who works in them."""

from tests.workspaces import blue, green, person_in

__all__ = ["blue", "green", "person_in"]
