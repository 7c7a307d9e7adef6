"""The outbox: every job that was started, with its state. It is the truth; brokers and threads only carry hints."""

from django.db import models

from voxloom.accounts.workspaces import Workspace


class Job(models.Model):
    """One run of a named function. Not isolated: nobody asks for it but the house; `workspace` says whose it is."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - null is no key, and there are many
    """What is to happen once: a job of that key is not started again."""
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.FloatField(default=0.0)
    """From 0 to 1, as the job tells it."""
    note = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(db_index=True)
    """Not before; of a running one: when it counts as lost."""
    error = models.CharField(max_length=200, blank=True)
    """The kind of the last failure; its words may hold what callers said."""
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they are due."""

        ordering = ("due", "pk")
        indexes = (models.Index(fields=("state", "due"), name="jobs_by_state"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
