"""What is written down without being asked for: signing in and out, and every change in the administration."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from voxloom.audit.actor import acting, note

CHANGES = {ADDITION: "admin.add", CHANGE: "admin.change", DELETION: "admin.delete"}


@receiver(user_logged_in)
def _signed_in(user: Any, **_: Any) -> None:
    with acting(user.get_username()):
        note("sign_in")


@receiver(user_logged_out)
def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        with acting(user.get_username()):
            note("sign_out")


@receiver(user_login_failed)
def _not_signed_in(**_: Any) -> None:
    """Without the name that was typed: it is a password, often enough."""
    note("sign_in.failed")


@receiver(user_locked_out)
def _locked_out(**_: Any) -> None:
    note("sign_in.locked_out")


@receiver(post_save, sender=LogEntry)
def _changed(instance: LogEntry, created: bool, **_: Any) -> None:
    if not created:
        return
    kind = instance.content_type
    target = f"{kind.app_label}.{kind.model} {instance.object_id}" if kind is not None else instance.object_repr
    with acting(instance.user.get_username()):
        note(CHANGES.get(instance.action_flag, "admin"), target, name=instance.object_repr[:100])
