"""What is written down without being asked for: signing in and out, and every change in the administration."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib import admin
from django.contrib.admin import actions
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from voxloom.audit.actor import acting, note


@admin.action(description=_("Delete selected %(verbose_name_plural)s"), permissions=["delete"])
def delete_selected(modeladmin: Any, request: HttpRequest, queryset: Any) -> Any:
    """As Django's; it makes entries of several objects at once, which tell nobody, so each is written down here."""
    objects = list(queryset) if request.POST.get("post") else []
    if len(objects) > 1:
        for found in objects:
            target = f"{found._meta.app_label}.{found._meta.model_name} {found.pk}"
            note("admin.delete", target, name=str(found)[:100])
    return actions.delete_selected(modeladmin, request, queryset)


admin.site.add_action(delete_selected, "delete_selected")

CHANGES = {ADDITION: "admin.add", CHANGE: "admin.change", DELETION: "admin.delete"}


@receiver(user_logged_in)
def _signed_in(user: Any, **_more: Any) -> None:
    with acting(user.get_username()):
        note("sign_in")


@receiver(user_logged_out)
def _signed_out(user: Any, **_more: Any) -> None:
    if user is not None:
        with acting(user.get_username()):
            note("sign_out")


@receiver(user_login_failed)
def _not_signed_in(**_more: Any) -> None:
    """Without the name that was typed: it is a password, often enough."""
    note("sign_in.failed")


@receiver(authenticator_added)
def _has_second_factor(user: Any, authenticator: Any, **_more: Any) -> None:
    with acting(user.get_username()):
        note("second_factor.add", str(authenticator.type))


@receiver(authenticator_removed)
def _has_it_no_more(user: Any, authenticator: Any, **_more: Any) -> None:
    with acting(user.get_username()):
        note("second_factor.remove", str(authenticator.type))


@receiver(password_changed)
def _has_another_password(user: Any, **_more: Any) -> None:
    with acting(user.get_username()):
        note("password.change")


@receiver(user_locked_out)
def _locked_out(**_more: Any) -> None:
    note("sign_in.locked_out")


@receiver(post_save, sender=LogEntry)
def _changed(instance: LogEntry, created: bool, **_more: Any) -> None:
    if not created:
        return
    kind = instance.content_type
    target = f"{kind.app_label}.{kind.model} {instance.object_id}" if kind is not None else instance.object_repr
    with acting(instance.user.get_username()):
        note(CHANGES.get(instance.action_flag, "admin"), target, name=instance.object_repr[:100])
