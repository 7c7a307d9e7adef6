"""Issuers of tokens in the administration of a workspace."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from runtime.models import TokenIssuer
from runtime.signalling.tickets import DEBUG_SCOPE
from voxloom.accounts.administrators import ForAdministrators
from voxloom.accounts.isolation import everywhere
from voxloom.accounts.sealed import new_secret, seal


class IssuerForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """Says which scopes there are."""

    class Meta:
        """What a person says."""

        model = TokenIssuer
        fields = ("issuer", "keys_url", "scopes", "active")

    def clean_issuer(self) -> str:
        """A token names its issuer and nothing else, so a name belongs to one workspace of the server."""
        issuer = str(self.cleaned_data["issuer"])
        with everywhere("whether the name of an issuer is free"):
            if TokenIssuer.objects.filter(issuer=issuer).exclude(pk=self.instance.pk).exists():
                raise forms.ValidationError("An issuer of that name is known on this server already.")
        return issuer

    def clean_scopes(self) -> list[str]:
        """Scopes that there are."""
        scopes = self.cleaned_data["scopes"] or []
        if not isinstance(scopes, list) or not set(scopes) <= {DEBUG_SCOPE}:
            raise forms.ValidationError(f'An empty list, or ["{DEBUG_SCOPE}"].')
        return scopes


@admin.register(TokenIssuer)
class IssuerAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """Made, switched off and deleted there; the secret is shown once."""

    form = IssuerForm
    list_display = ("issuer", "keys_url", "active")

    def get_readonly_fields(self, request: HttpRequest, obj: TokenIssuer | None = None) -> tuple[str, ...]:
        """Whose keys they are stays: another address would be another issuer."""
        return ("issuer", "keys_url") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: TokenIssuer, form: Any, change: bool) -> None:
        """Give a new one without keys a secret."""
        if not change and not obj.keys_url:
            secret = new_secret()
            obj.sealed_secret = seal(secret.encode())
            text = f"Tokens of {obj.issuer} are signed with {secret} — keep it now, it is not shown again."
            messages.success(request, text)
        super().save_model(request, obj, form, change)
