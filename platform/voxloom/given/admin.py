"""Names and hosts in the administration of a workspace. A secret goes in there and never comes out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from voxloom.accounts.administrators import ForAdministrators
from voxloom.accounts.sealed import seal, unseal
from voxloom.audit.actor import note
from voxloom.given.keeping import NotThat, checked, host_of
from voxloom.given.models import AllowedHost, Name


class NameForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """The value is typed anew each time it changes."""

    value = forms.CharField(
        widget=forms.PasswordInput(render_value=False), required=False, strip=False,
        help_text="Left empty, it stays as it is.",
    )  # fmt: skip

    class Meta:
        """What a person says."""

        model = Name
        fields = ("environment", "name", "secret", "value")

    def clean(self) -> dict[str, Any]:
        """In the same words as the command."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        value = given.get("value") or ""
        if not value and self.instance.pk is not None:
            return given
        try:
            checked(given.get("name", ""), value)
        except NotThat as problem:
            raise forms.ValidationError(str(problem)) from None
        return given


@admin.register(Name)
class NameAdmin(ForAdministrators, admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """Given, changed and taken back there."""

    form = NameForm
    list_display = ("name", "environment", "shown", "changed")
    list_filter = ("environment", "secret")

    @admin.display(description="value")
    def shown(self, row: Name) -> str:
        """Of secrets nothing."""
        return "(secret)" if row.secret else unseal(row.sealed).decode()

    def save_model(self, request: HttpRequest, obj: Name, form: Any, change: bool) -> None:
        """Seal what was typed; a secret whose mark is taken away is a secret no more only with a value of its own."""
        value = form.cleaned_data.get("value")
        if value:
            obj.sealed = seal(value.encode())
        elif change and Name.objects.get(pk=obj.pk).secret:
            obj.secret = True
        super().save_model(request, obj, form, change)
        note("secret.set" if obj.secret else "name.set", obj.name, environment=obj.environment)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """As the command tells it."""
        for row in queryset:
            note("name.drop", row.name, environment=row.environment)
        return super().log_deletions(request, queryset)


class HostForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """A host in one form."""

    class Meta:
        """What a person says."""

        model = AllowedHost
        fields = ("host",)

    def clean_host(self) -> str:
        """In the same words as the command."""
        try:
            return host_of(self.cleaned_data["host"])
        except NotThat as problem:
            raise forms.ValidationError(str(problem)) from None


@admin.register(AllowedHost)
class AllowedHostAdmin(ForAdministrators, admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """Allowed and refused there."""

    form = HostForm
    list_display = ("host",)

    def save_model(self, request: HttpRequest, obj: AllowedHost, form: Any, change: bool) -> None:
        """As the command tells it."""
        super().save_model(request, obj, form, change)
        note("host.allow", obj.host)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """As the command tells it."""
        for row in queryset:
            note("host.refuse", row.host)
        return super().log_deletions(request, queryset)
