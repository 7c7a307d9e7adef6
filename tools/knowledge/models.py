"""Documents of a workspace, the versions of what was made of them, and their passages with vectors."""

from django.db import models

from tools.knowledge.titles import speakable
from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class Document(Isolated):
    """A document that bots of a workspace may name among the sources of a knowledge base."""

    class Kind(models.TextChoices):
        """Where it comes from."""

        FILE = "file"
        PAGE = "page"
        SITEMAP = "sitemap"

    class State(models.TextChoices):
        """How far it is. Questions are answered from the version before until a new one is whole."""

        WAITING = "waiting"
        INDEXING = "indexing"
        READY = "ready"
        FAILED = "failed"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="documents")
    name = models.SlugField(max_length=64, help_text="What bots call it: small letters, digits, `_` and `-`.")
    title = models.CharField(
        max_length=200,
        blank=True,
        help_text="What callers hear: “From TITLE: …”. Without one, what the content calls itself.",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FILE)
    address = models.CharField(max_length=1000, blank=True, help_text="Of a page or a sitemap.")
    file_key = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.FloatField(default=0.0)
    """From 0 to 1."""
    problem = models.CharField(max_length=300, blank=True)
    given = models.DateTimeField(null=True)
    """When the newest content was true: when a file was given, when a page was last read."""
    every_hours = models.PositiveIntegerField(default=0, help_text="How often a page is read again; 0: never.")
    begun = models.PositiveIntegerField(default=0)
    """How often an index of it was asked for; jobs of an older one do nothing any more."""
    asked = models.DateTimeField(null=True)
    """When it was asked for the last time."""
    current = models.ForeignKey("DocumentVersion", on_delete=models.SET_NULL, null=True, related_name="+")
    """What questions are answered from."""

    class Meta(Isolated.Meta):
        """By name."""

        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="a_document_of_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What it is called: by who gave it, by the content in use; empty where both say nothing."""
        return self.title or (speakable(self.current.title) if self.current is not None else "")


class DocumentVersion(Isolated):
    """What was made of a document at one time."""

    home = "document__workspace"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64, blank=True)
    """Of the passages, of how they were cut, and of the models that made their vectors; empty until all is read."""
    made_with = models.CharField(max_length=300)
    """The models that made the vectors; a question with others finds nothing in them."""
    title = models.CharField(max_length=200, blank=True)
    """What the document calls itself."""
    made = models.DateTimeField(auto_now_add=True)
    given = models.DateTimeField(null=True)
    """As of the document, when this was put in use: it may answer after newer content was given that cannot be read."""
    passages = models.PositiveIntegerField(default=0)

    class Meta(Isolated.Meta):
        """The newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="a_version_of_a_number"),)

    def __str__(self) -> str:
        return f"version {self.number}"


class Page(Isolated):
    """What a version is read from: a file, a page, a sitemap, what it lists. Each is read in a step of its own."""

    home = "version__document__workspace"

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="pages")
    place = models.PositiveIntegerField()
    address = models.CharField(max_length=1000, blank=True)
    """Empty of a file."""
    lists = models.BooleanField(default=False)
    """A sitemap."""
    done = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    """Of its passages; empty where it has none."""
    problem = models.CharField(max_length=300, blank=True)
    """Why it could not be read."""

    class Meta(Isolated.Meta):
        """In the order in which they were found."""

        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("version", "place"), name="a_page_of_a_place"),)

    def __str__(self) -> str:
        return f"page {self.place}"


class Words(Isolated):
    """Some words of a version, one for each term, with their vectors."""

    home = "version__document__workspace"

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="word_rows")
    place = models.PositiveIntegerField()
    words = models.JSONField(default=list)
    vectors = models.BinaryField(null=True, editable=False)
    """One a word, 16-bit numbers; none until they are made."""

    class Meta(Isolated.Meta):
        """In the order of the document."""

        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("version", "place"), name="words_of_a_place"),)

    def __str__(self) -> str:
        return f"words {self.place}"


class Chunk(Isolated):
    """One passage of a version."""

    home = "version__document__workspace"

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="chunks")
    place = models.PositiveIntegerField()
    headings = models.JSONField(default=list)
    sentences = models.JSONField(default=list)
    """Each a text, and whether it is an item of a list or a row."""
    page = models.PositiveIntegerField(null=True)
    address = models.CharField(max_length=1000, blank=True)
    """Of the page of a sitemap."""
    vector = models.BinaryField(null=True, editable=False)
    """32-bit numbers; none until it is made."""
    sentence_vectors = models.BinaryField(null=True, editable=False)
    """One a sentence, 16-bit numbers."""

    class Meta(Isolated.Meta):
        """In the order of the document."""

        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("version", "place"), name="a_passage_of_a_place"),)

    def __str__(self) -> str:
        return f"passage {self.place}"
