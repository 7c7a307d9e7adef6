"""Webhooks in the administration of a workspace: the secret is shown once, deliveries are looked at."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from voxloom.accounts.administrators import ForAdministrators, LookedAt
from voxloom.accounts.sealed import new_secret, seal
from voxloom.webhooks.models import Delivery, Webhook
from voxloom.webhooks.sending import EVENTS


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """Says which events there are."""

    class Meta:
        """What a person says."""

        model = Webhook
        fields = ("url", "events", "active")

    def clean_events(self) -> list[str]:
        """Events that there are."""
        events = self.cleaned_data["events"] or []
        if not isinstance(events, list) or not set(events) <= set(EVENTS):
            raise forms.ValidationError(f"A list of these: {', '.join(EVENTS)}.")
        return events


@admin.register(Webhook)
class WebhookAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """Made, switched off and deleted there."""

    form = WebhookForm
    list_display = ("url", "active", "created")

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """Give a new one its secret."""
        if not change:
            secret = new_secret()
            obj.sealed_secret = seal(secret.encode())
            text = f"The secret of this webhook is {secret} — keep it now, it is not shown again."
            messages.success(request, text)
        super().save_model(request, obj, form, change)


@admin.register(Delivery)
class DeliveryAdmin(LookedAt, ForAdministrators, ModelAdmin):  # type: ignore[misc]  # as above
    """What was sent, and what became of it."""

    list_display = ("event", "webhook", "state", "tries", "answer", "created")
    list_filter = ("state", "event")
