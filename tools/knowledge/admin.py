"""Documents in the administration of a workspace: given there, with how far their indexes are."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldBooleanSwitchWidget

from tools.knowledge.addresses import checked_address
from tools.knowledge.keeping import NotThat, Upload, add_address, add_file, checked_name, index, remove
from tools.knowledge.models import Document
from tools.knowledge.reading.blocks import CannotRead
from tools.knowledge.reading.read import MOST_BYTES
from voxloom.accounts.administrators import ForAdministrators
from voxloom.audit.actor import note


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes no argument at run time
    """A file, or the address of a page or a sitemap."""

    file = forms.FileField(
        required=False, widget=UnfoldAdminFileFieldWidget(),
        help_text="PDF, HTML, Markdown or text; it takes the place of the one before.",
    )  # fmt: skip
    sitemap = forms.BooleanField(
        required=False, widget=UnfoldBooleanSwitchWidget(),
        help_text="The address is of a sitemap, whose pages are read.",
    )  # fmt: skip

    class Meta:
        """What a person says."""

        model = Document
        fields = ("name", "title", "file", "address", "sitemap", "every_hours")

    def clean_name(self) -> str:
        """In the same words as the command."""
        name: str = self.cleaned_data["name"]
        try:
            checked_name(name)
        except NotThat as problem:
            raise forms.ValidationError(str(problem)) from None
        if Document.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This document is there already; change that one.")
        return name

    def clean_address(self) -> str:
        """As a name is."""
        address: str = self.cleaned_data["address"]
        try:
            return checked_address(address) if address else ""
        except CannotRead as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        """A file or an address, and not both."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        sent: Any = given.get("file")
        if sent is not None and sent.size is not None and sent.size > MOST_BYTES:
            raise forms.ValidationError(f"The file has more than {MOST_BYTES // 1_000_000} MB; split it.")
        if sent is not None and given.get("address"):
            raise forms.ValidationError("Give a file or an address, not both.")
        if sent is None and not given.get("address") and not self.instance.file_key:
            raise forms.ValidationError("Give a file or an address.")
        return given


@admin.register(Document)
class DocumentAdmin(ForAdministrators, ModelAdmin):  # type: ignore[misc]  # the package has no types
    """Given, looked at, indexed again and taken away there."""

    form = DocumentForm
    list_display = ("name", "called", "kind", "state", "share", "given", "problem")
    list_filter = ("state", "kind")
    actions = ("index_again",)
    list_select_related = ("current",)

    @admin.display(description="title")
    def called(self, row: Document) -> str:
        """As callers hear it."""
        return row.called

    @admin.display(description="progress")
    def share(self, row: Document) -> str:
        """In percent."""
        return f"{row.progress:.0%}"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A name stays: bots use it."""
        shown = ("state", "share", "problem", "given", "file_name")
        return ("name", *shown) if obj is not None else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is known of a document that is there already stands below what may be changed."""
        own = ("name", "title", "file", "address", "sitemap", "every_hours")
        return (*own, *self.get_readonly_fields(request, obj)[1:])

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """Whether an address is of a sitemap is known of one that is there."""
        form = super().get_form(request, obj, change, **options)
        if obj is not None:
            form.base_fields["sitemap"].initial = obj.kind == Document.Kind.SITEMAP
        return form

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        """Keep it as the command does; a change of its title or of how often it is read makes no new index."""
        given, name = form.cleaned_data, obj.name
        sent: Any = given.get("file")
        if sent is not None:
            kept = add_file(name, Upload(sent.name or "", sent.read()), title=given["title"])
        elif given.get("address") and {"address", "sitemap"}.intersection(form.changed_data):
            kept = add_address(
                name,
                given["address"],
                title=given["title"],
                sitemap=given["sitemap"],
                every_hours=given["every_hours"] or 0,
            )
        else:
            Document.objects.filter(pk=obj.pk).update(title=given["title"], every_hours=given["every_hours"] or 0)
            return
        obj.pk = kept.pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        """With its file."""
        remove(obj.name)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Document]") -> None:
        """The same of several."""
        for name in list(queryset.values_list("name", flat=True)):
            remove(name)

    @admin.action(description="Make the index again")
    def index_again(self, request: HttpRequest, queryset: "QuerySet[Document]") -> None:
        """Jobs do it."""
        for document in queryset:
            index(document)
            note("document.index", document.name)
