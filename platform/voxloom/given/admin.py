"""Names and hosts in the administration of a workspace. A secret goes in there and never comes out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminPasswordWidget

from voxloom.accounts.administrators import ForAdministrators
from voxloom.accounts.sealed import WrongFieldKey, seal, unseal
from voxloom.given.keeping import MOST_CHARACTERS, NotThat, checked, host_of
from voxloom.given.models import AllowedHost, Name


class NameForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """The value is typed anew each time it changes."""

    value = forms.CharField(widget=UnfoldAdminPasswordWidget(render_value=False), required=False, strip=False)
    file = forms.FileField(
        required=False, widget=UnfoldAdminFileFieldWidget(),
        help_text="In the place of a value: a certificate with its key (PEM).",
    )  # fmt: skip

    class Meta:
        """What a person says."""

        model = Name
        fields = ("environment", "name", "secret", "value", "file")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is not None:
            self.fields["value"].help_text = "Left empty, it stays as it is."

    def clean(self) -> dict[str, Any]:
        """In the same words as the command."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if (sent := given.get("file")) is not None:
            given["value"] = sent.read(MOST_CHARACTERS + 1).decode("utf-8", "replace").rstrip("\r\n")
        value = given.get("value") or ""
        if not value and self.instance.pk is not None:
            return given
        try:
            checked(given.get("name", ""), value, given.get("environment", ""))
        except NotThat as problem:
            raise forms.ValidationError(str(problem)) from None
        return given

    def clean_name(self) -> str:
        """The workspace is no field, so that Django does not look whether the name is taken there."""
        name: str = self.cleaned_data["name"]
        there = Name.objects.filter(environment=self.cleaned_data.get("environment", ""), name=name)
        if there.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This name is there already; change that one.")
        return name


@admin.register(Name)
class NameAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """Given, changed and taken back there."""

    form = NameForm
    list_display = ("name", "environment", "shown", "changed")
    list_filter = ("environment", "secret")

    @admin.display(description="value")
    def shown(self, row: Name) -> str:
        """Of secrets nothing."""
        try:
            return "(secret)" if row.secret else unseal(row.sealed).decode()
        except WrongFieldKey:
            return "(sealed with another key)"

    def save_model(self, request: HttpRequest, obj: Name, form: Any, change: bool) -> None:
        """Seal what was typed; a secret whose mark is taken away is a secret no more only with a value of its own."""
        value = form.cleaned_data.get("value")
        if value:
            obj.sealed = seal(value.encode())
        elif change and Name.objects.get(pk=obj.pk).secret:
            obj.secret = True
        super().save_model(request, obj, form, change)


class HostForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """A host in one form."""

    class Meta:
        """What a person says."""

        model = AllowedHost
        fields = ("host",)

    def clean_host(self) -> str:
        """In the same words as the command."""
        try:
            host = host_of(self.cleaned_data["host"])
        except NotThat as problem:
            raise forms.ValidationError(str(problem)) from None
        if AllowedHost.objects.filter(host=host).exclude(pk=self.instance.pk).exists():  # as for names
            raise forms.ValidationError("This host is allowed already.")
        return host


@admin.register(AllowedHost)
class AllowedHostAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # as above
    """Allowed and refused there."""

    form = HostForm
    list_display = ("host",)
