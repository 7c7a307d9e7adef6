"""What the runtime keeps in the database: the tickets that open calls, and whose tokens do."""

from django.core.validators import URLValidator
from django.db import models

from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class CallTicket(Isolated):
    """Opens one call with one bot, once, within a minute. Only the hash of it is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    digest = models.CharField(max_length=64, unique=True)
    bot = models.SlugField(max_length=64)
    scopes = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64, blank=True)
    """Of the text that is tried; empty: what answers callers."""
    expires = models.DateTimeField(db_index=True)
    used = models.DateTimeField(null=True, blank=True)

    class Meta(Isolated.Meta):
        ordering = ("-expires",)

    def __str__(self) -> str:
        return f"a call with {self.bot}"


class TokenIssuer(Isolated):
    """A program of a customer that knows its callers, and says so in tokens: by a secret shared with us, or by keys."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="token_issuers")
    issuer = models.CharField(
        max_length=300, unique=True, help_text="What stands in the claim `iss` of its tokens, an address as a rule."
    )
    keys_url = models.CharField(
        "address of its keys", max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])],
        help_text="A JWKS, for RS256 and ES256. Empty: a secret is made, for HS256.",
    )  # fmt: skip
    sealed_secret = models.BinaryField(null=True, editable=False)
    scopes = models.JSONField(default=list, blank=True, help_text='What its tokens may allow, as a list: ["debug"].')
    active = models.BooleanField(default=True)

    class Meta(Isolated.Meta):
        """By name."""

        ordering = ("issuer",)

    def __str__(self) -> str:
        return self.issuer

    @property
    def algorithms(self) -> tuple[str, ...]:
        """A secret never signs as a key does, nor the other way round."""
        return ("HS256",) if self.sealed_secret else ("RS256", "ES256")


class UsedToken(Isolated):
    """The number of a token that has opened its call."""

    home = "issuer__workspace"

    issuer = models.ForeignKey(TokenIssuer, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
