"""API keys in the administration: made there, shown once, revoked there."""

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from voxloom.accounts.keys import SCOPE, create_key
from voxloom.accounts.models import ApiKey


class ApiKeyForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """The two things that a person says about a key."""

    scopes = forms.CharField(required=False, help_text="Words with spaces between them, such as: debug")

    class Meta:
        """Name and scopes."""

        model = ApiKey
        fields = ("name", "scopes")

    def clean_scopes(self) -> list[str]:
        """Return the scopes as a list of words."""
        words = sorted(set(self.cleaned_data["scopes"].split()))
        wrong = [word for word in words if not SCOPE.fullmatch(word)]
        if wrong:
            raise forms.ValidationError(f"Not a scope: {', '.join(wrong)}. A scope is a lower-case word such as debug.")
        return words


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """Lists keys by their prefix; a stored key is revoked, never edited."""

    form = ApiKeyForm
    list_display = ("name", "prefix", "scopes", "created", "last_used", "revoked")
    readonly_fields = ("prefix", "created", "last_used", "revoked")
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Allow the list, but no edit of one key: what it allows must not change in a client's hands."""
        return obj is None and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """Ask for name and scopes; show the rest once the key exists."""
        return ("name", "scopes", *self.readonly_fields) if obj else ("name", "scopes")

    def save_model(self, request: HttpRequest, obj: ApiKey, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        """Make the key and show its plain text this one time."""
        if change:
            return
        key, plain = create_key(obj.name, obj.scopes)
        obj.pk, obj.prefix, obj.created = key.pk, key.prefix, key.created
        messages.warning(request, f"The key is {plain} – copy it now, it is not shown again.")

    @admin.action(description="Revoke the selected keys", permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Make the selected keys useless from now on."""
        count = queryset.filter(revoked=None).update(revoked=timezone.now())
        messages.success(request, f"{count} key(s) revoked.")
