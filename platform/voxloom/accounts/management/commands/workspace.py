"""`manage.py workspace SLUG [--name NAME] [--member USER=ROLE]…`: make a workspace, or say who is in it."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership, Workspace
from voxloom.accounts.roles import Role
from voxloom.audit.actor import acting, note, of_this_terminal


class Command(BaseCommand):
    """Running it again changes nothing; a member's role is what was said last."""

    help = "Make a workspace, or say who is in it and as what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Slug, name and members."""
        parser.add_argument("slug", help="what commands and addresses call it: small letters, digits and hyphens")
        parser.add_argument("--name", default=None, help="what people call it; default: the slug")
        roles = ", ".join(role.name.lower() for role in Role)
        parser.add_argument(
            "--member", action="append", default=[], metavar="USER=ROLE", help=f"a user's name and one of: {roles}"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """One line for the workspace and one for each member; all of it or nothing."""
        with transaction.atomic():
            workspace = self._workspace(options["slug"], options["name"])
            with within(workspace), acting(of_this_terminal()):
                for given in options["member"]:
                    self._member(given)

    def _workspace(self, slug: str, name: str | None) -> Workspace:
        workspace = Workspace.objects.filter(slug=slug).first() or Workspace(slug=slug, name=name or slug)
        workspace.name = name or workspace.name
        try:
            workspace.full_clean(validate_unique=False)
        except ValidationError as problem:
            raise CommandError(f"{slug}: {' '.join(problem.messages)}", returncode=2) from None
        workspace.save()
        self.stdout.write(f"{workspace.slug}: {workspace.name}")
        return workspace

    def _member(self, given: str) -> None:
        name, _, wanted = given.rpartition("=")
        role = Role.__members__.get(wanted.upper())
        user = get_user_model().objects.filter(username=name).first()
        if role is None:
            raise CommandError(f"{given}: {wanted or 'nothing'} is no role; write it as ann=editor.", returncode=2)
        if user is None:
            raise CommandError(
                f"{given}: there is no user called {name}; make one in the administration.", returncode=2
            )
        Membership.objects.update_or_create(user=user, defaults={"role": role.value})
        note("member.role", name, role=role.name.lower())
        self.stdout.write(f"  {name}: {role.label}")
