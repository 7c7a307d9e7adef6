"""`manage.py ensure_admin`: the administrator of the first run."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

NAME = "admin"


class Command(BaseCommand):
    """Creates `admin` with a random password and prints it; does nothing once there is an administrator."""

    help = "Create an administrator with a random password, printed once, unless there is one."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Create the administrator if none exists."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(username=NAME, password=password)
        self.stdout.write(f"Administrator: {NAME}, password: {password}   (shown only this once)")
