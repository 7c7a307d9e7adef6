"""API keys in the administration: made there, shown once, revoked there. And the workspaces of the server."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from voxloom.accounts.administrators import ForAdministrators
from voxloom.accounts.isolation import everywhere
from voxloom.accounts.keys import SCOPE, create_key
from voxloom.accounts.models import ApiKey, Membership, Workspace
from voxloom.audit.actor import note

for model in (EmailAddress, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)  # nobody looks after these by hand; the provider is set in the environment


class ApiKeyForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """The three things that a person says about a key."""

    scopes = forms.CharField(
        required=False, widget=UnfoldAdminTextInputWidget(), help_text="Words with spaces between them, such as: debug"
    )

    class Meta:
        """Name, scopes, and how long."""

        model = ApiKey
        fields = ("name", "scopes", "expires")

    def clean_scopes(self) -> list[str]:
        """Return the scopes as a list of words."""
        words = sorted(set(self.cleaned_data["scopes"].split()))
        wrong = [word for word in words if not SCOPE.fullmatch(word)]
        if wrong:
            raise forms.ValidationError(f"Not a scope: {', '.join(wrong)}. A scope is a lower-case word such as debug.")
        return words


@admin.register(ApiKey)
class ApiKeyAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """Lists keys by their prefix; a stored key is revoked, never edited."""

    form = ApiKeyForm
    list_display = ("name", "prefix", "scopes", "created", "expires", "last_used", "revoked")
    readonly_fields = ("prefix", "created", "last_used", "revoked")
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Allow the list, but no edit of one key: what it allows must not change in a client's hands."""
        return obj is None and self.has_module_permission(request)

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """Ask for what a person says; show the rest once the key exists."""
        asked = ("name", "scopes", "expires")
        return (*asked, *self.readonly_fields) if obj else asked

    def save_model(self, request: HttpRequest, obj: ApiKey, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        """Make the key and show its plain text this one time."""
        if change:
            return
        key, plain = create_key(obj.name, obj.scopes, obj.expires)
        obj.pk, obj.prefix, obj.created = key.pk, key.prefix, key.created
        messages.warning(request, f"The key is {plain} – copy it now, it is not shown again.")

    @admin.action(description="Revoke the selected keys", permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Make the selected keys useless from now on."""
        prefixes = list(queryset.filter(revoked=None).values_list("prefix", flat=True))
        count = queryset.filter(revoked=None).update(revoked=timezone.now())
        for prefix in prefixes:
            note("key.revoke", f"key {prefix}")
        messages.success(request, f"{count} key(s) revoked.")


class MembershipInline(TabularInline):  # type: ignore[misc]  # as above
    """Who is in a workspace."""

    model = Membership
    extra = 1
    autocomplete_fields = ("user",)


@admin.register(Workspace)
class WorkspaceAdmin(ModelAdmin):  # type: ignore[misc]  # as above
    """The workspaces of this server, for those who run it."""

    list_display = ("name", "slug", "created")
    inlines = (MembershipInline,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Only those who run the server: the page shows all workspaces, whoever works in them."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Workspace | None = None) -> bool:
        """The same."""
        return self.has_module_permission(request)

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission

    def changeform_view(self, *args: Any, **options: Any) -> HttpResponse:
        """Members of any workspace are read and written."""
        with everywhere("who runs the server looks after its workspaces"):
            shown: HttpResponse = super().changeform_view(*args, **options)
            return shown

    def delete_view(self, *args: Any, **options: Any) -> HttpResponse:
        """All that goes with a workspace is shown, and goes."""
        with everywhere("who runs the server deletes a workspace"):
            shown: HttpResponse = super().delete_view(*args, **options)
            return shown

    def get_actions(self, _request: HttpRequest) -> dict[str, Any]:
        """None: a workspace is deleted by itself, with a look at what goes with it."""
        return {}

    def get_readonly_fields(self, request: HttpRequest, obj: Workspace | None = None) -> tuple[str, ...]:
        """A slug is in addresses and scripts: it stays."""
        return ("slug",) if obj else ()
