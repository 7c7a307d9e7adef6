"""The documents that ship: the starter bot `service_desk` answers from them."""

from pathlib import Path

from django.conf import settings

from tools.knowledge.keeping import Upload, add_file, digest
from tools.knowledge.models import Document

STARTERS = {
    "returns_policy": ("returns_policy.md", "the returns policy of the Harbour Store"),
    "fees_and_terms": ("fees_and_terms.html", "the fees and terms of Harbour Savings Bank"),
    "visiting_guide": ("visiting_guide.pdf", "the visiting guide of the Harbour Clinic"),
}
"""By name: the file below templates/knowledge, and what callers hear."""


def folder() -> Path:
    """Where they lie."""
    return Path(settings.ROOT) / "templates" / "knowledge"


def give_starters() -> list[str]:
    """Keep those that are not there, or have changed, in the workspace at hand; jobs make their indexes. Their names.

    A document of such a name that somebody gave is left alone.
    """
    given = list[str]()
    for name, (file, title) in STARTERS.items():
        data = (folder() / file).read_bytes()
        there = Document.objects.filter(name=name).first()
        if there is not None and (there.file_name != file or there.file_key.endswith(digest(data))):
            continue
        add_file(name, Upload(file, data), title=title)
        given.append(name)
    return given
