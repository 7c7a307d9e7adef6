"""A conversation, the lines of its event log, and its vault: a key of its own and what is sealed with it."""

from django.db import models
from django.utils import timezone

from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class Conversation(Isolated):
    """One conversation with one version of a bot. `owner` is the process that writes it, in its `epoch`."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="conversations")
    call = models.CharField(max_length=64, unique=True)
    bot = models.SlugField(max_length=64, db_index=True)
    bot_hash = models.CharField(max_length=64)
    bot_version = models.PositiveIntegerField()
    channel = models.CharField(max_length=16)
    owner = models.CharField(max_length=100)
    epoch = models.PositiveIntegerField(default=1)
    """Who takes over raises it; who still has the one before is refused."""
    last_seq = models.PositiveIntegerField(default=0)
    snapshot = models.JSONField(default=dict)
    """The state after the event `snapshot_seq`, with tokens; the changes of later lines lead to the state now."""
    snapshot_seq = models.PositiveIntegerField(default=0)
    started = models.DateTimeField(auto_now_add=True)
    last_event = models.DateTimeField(auto_now_add=True, db_index=True)
    session = models.CharField(max_length=64, blank=True, db_index=True)
    """The digest of the secret with which its caller may go on with it, on any process."""
    scopes = models.JSONField(default=list)
    """What its ticket allowed."""
    seen = models.DateTimeField(default=timezone.now, db_index=True)
    """When the process that holds it was last known to live."""
    heard = models.JSONField(null=True, blank=True)
    """How far its caller has heard what was said: `line`, `text` (of that line) and `clauses`, null for all of it."""
    ended = models.DateTimeField(null=True, blank=True, db_index=True)
    end_reason = models.CharField(max_length=40, blank=True)
    summary = models.JSONField(null=True, blank=True)
    """What it came to, without words and values; made by a job soon after its end."""
    erased = models.DateTimeField(null=True, blank=True)

    class Meta(Isolated.Meta):
        """Newest first."""

        ordering = ("-started", "-pk")

    def __str__(self) -> str:
        return self.call


class ConversationEvent(Isolated):
    """One line of the event log: an event, what it led to, and the epoch of who wrote it."""

    home = "conversation__workspace"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    epoch = models.PositiveIntegerField()
    line = models.JSONField()
    times = models.JSONField(null=True, blank=True)
    """How long the turn took that ends with this line, in parts: measured, so no part of what a replay compares."""
    written = models.DateTimeField(auto_now_add=True)

    class Meta(Isolated.Meta):
        """In the order of what happened."""

        ordering = ("conversation", "seq")
        constraints = (models.UniqueConstraint(fields=("conversation", "seq"), name="one_event_a_number"),)

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.seq}"


class VaultKey(Isolated):
    """The key of a conversation, itself sealed with the key of the server. Without it its values are gone."""

    home = "conversation__workspace"

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="vault_key")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"the key of {self.conversation_id}"


class VaultValue(Isolated):
    """What a token of a conversation stands for, sealed; and what it looked like, in the open."""

    home = "conversation__workspace"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="vault_values")
    token = models.CharField(max_length=60)
    personal = models.CharField(max_length=60)
    """Its class of personal data."""
    shape = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)

    class Meta(Isolated.Meta):
        """In the order in which they were made."""

        ordering = ("conversation", "pk")
        constraints = (models.UniqueConstraint(fields=("conversation", "token"), name="one_value_a_token"),)

    def __str__(self) -> str:
        return self.token


class Effect(Isolated):
    """Something that a tool was to change for a conversation, by its key: noted before it is sent, then with what came
    of it. So whoever goes on with the conversation asks for nothing twice."""

    home = "conversation__workspace"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="effects")
    digest = models.CharField(max_length=64)
    """Of tool and idempotency key, which may be made of what a caller said: with the key of the conversation."""
    asked = models.CharField(max_length=64)
    """Of what was asked for with that key, in the same way."""
    tool = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=1)
    """How often it was begun: more than once after a process died."""
    sealed = models.BinaryField(null=True)
    """What came of it, sealed with the key of the conversation; null while nobody knows."""
    sent = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)

    class Meta(Isolated.Meta):
        """In the order in which they were begun."""

        ordering = ("conversation", "pk")
        constraints = (models.UniqueConstraint(fields=("conversation", "digest"), name="one_effect_a_key"),)

    def __str__(self) -> str:
        return f"{self.tool} of {self.conversation_id}"


class Work(Isolated):
    """Something that takes long, done for a conversation by a job: whoever goes on with the conversation finds it."""

    home = "conversation__workspace"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="works")
    command = models.CharField(max_length=64)
    """The digest of the command that asked for it, with the key of the conversation: a conversation has one of each."""
    sealed_command = models.BinaryField(null=True)
    """What was asked for, sealed with the key of the conversation; null when its values are forgotten."""
    progress = models.FloatField(default=0.0)
    """In percent, as the service tells it."""
    sealed = models.BinaryField(null=True)
    """What came of it, sealed with the key of the conversation; null while nobody knows."""
    begun = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)

    class Meta(Isolated.Meta):
        """In the order in which they were begun."""

        ordering = ("conversation", "pk")
        constraints = (models.UniqueConstraint(fields=("conversation", "command"), name="one_work_a_command"),)

    def __str__(self) -> str:
        return f"{self.command} of {self.conversation_id}"
