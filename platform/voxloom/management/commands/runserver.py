"""`manage.py runserver`, as people know it from Django: the same as `serve`. Django's own could take no calls."""

from voxloom.management.commands.serve import Command

__all__ = ["Command"]
